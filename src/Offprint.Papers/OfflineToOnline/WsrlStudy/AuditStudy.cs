using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Agents.Learners;
using Offprint.Agents.Rollouts;
using Offprint.Agents.Training;
using Offprint.Datasets.Offline;
using Offprint.Experiments;
using Offprint.Tensors.Kernels;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.WsrlStudy;

/// <summary>An audited run.</summary>
/// <param name="Data">The data.</param>
/// <param name="Method">The method, from random networks: the audit asks what it draws, not what it learns.</param>
/// <param name="Steps">Online steps.</param>
/// <param name="BatchSize">B.</param>
public sealed record AuditSettings(DataSource Data, Method Method, [property: Range(1, 1_000_000)] int Steps,
    [property: Range(1, 100_000)] int BatchSize) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Data.Name, Method.Key);
}

/// <summary>What was drawn.</summary>
/// <param name="Updates">Updates of the critics.</param>
/// <param name="ActorUpdates">Updates of the actor.</param>
/// <param name="OfflineRows">Rows of the data set in all batches.</param>
/// <param name="OnlineRows">Rows of the buffer in all batches.</param>
/// <param name="ChangedBeforeFirstUpdate">Networks whose hash after the warm-up is not that at the switch.</param>
/// <param name="Changed">Networks whose hash at the end is not that at the switch.</param>
public sealed record AuditResult(long Updates, long ActorUpdates, long OfflineRows, long OnlineRows, int ChangedBeforeFirstUpdate,
    int Changed);

/// <summary>Which rows online batches are made of, counted; and that nothing moves before the first update.</summary>
public sealed class AuditStudy : Experiment<AuditSettings, AuditResult>
{
    /// <inheritdoc/>
    public override string Name => "audit";

    /// <inheritdoc/>
    public override string Title => "What online batches are made of";

    /// <inheritdoc/>
    protected override int? NetworkNumerics(AuditSettings settings) => NetworkKernels.Version;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<AuditSettings>> Cells(Profile profile) =>
        [.. new WsrlTrials(profile).Audited().Select(settings => Cell.Of(settings, [1]))];

    /// <inheritdoc/>
    public override AuditResult Run(Cell<AuditSettings> cell, RunContext context) =>
        Run(cell.Settings, cell.Settings.Method.Online.WarmUpSteps, context);

    /// <summary>Audits, where nothing may move for so many steps.</summary>
    internal static AuditResult Run(AuditSettings settings, int still, RunContext context)
    {
        OfflineDataset data = settings.Data.Load(context.Seeds[0], context);
        var view = settings.Method.View.Of(data);
        using var agent = new AuditedAgent((PopulationAgent)settings.Method.Agent.Create(data.Spec, context.Seeds), still);
        using var evaluator = new RolloutEvaluator(settings.Data.Environment, context.Seeds.Count,
            new() { Episodes = 1, Observations = view.Observations });
        var run = new TrialRun
        {
            Updates = 0, OnlineSteps = settings.Steps, BatchSize = settings.BatchSize, EvaluateEvery = settings.Steps,
        };
        new TrainingRun(settings.Method.Options(run, view)).Run(agent, new(context.Seeds, evaluator, data, settings.Data.Environment),
            context.Cancellation);
        return agent.Result();
    }
}
