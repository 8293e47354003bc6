using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Agents.Offline;
using Offprint.Experiments;
using Offprint.Tensors.Kernels;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>What critics say of a cloned policy's actions, against what becomes of them.</summary>
/// <param name="Data">The log, whose states the environment can be put into.</param>
/// <param name="Values">The critics.</param>
/// <param name="Behavior">The cloned policies, of which the first is asked.</param>
/// <param name="States">Logged states.</param>
/// <param name="Actions">Actions that the policy samples in each.</param>
/// <param name="Repeats">How often each is taken, an even number: the policy goes on by samples, as the log did.</param>
/// <param name="Steps">Steps of the policy after it.</param>
public sealed record AdvantageSettings(DataSource Data, Pretraining Values, Pretraining Behavior,
    [property: Range(2, 100_000)] int States = 100, [property: Range(2, 1000)] int Actions = 8,
    [property: Range(2, 1000)] int Repeats = 16, [property: Range(1, 10_000)] int Steps = 300) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Data.Name, Values.Updates, ((ImplicitQLearningOptions)Values.Method.Agent).Tau);
}

/// <summary>How critics see states and actions; all numbers one a seed.</summary>
/// <param name="StateCorrelation">Of critics and truth over states, Pearson's, of the mean over actions.</param>
/// <param name="ActionCorrelation">Of critics and truth over the actions of a state, Spearman's, mean over states.</param>
/// <param name="HalfCorrelation">Of both halves of the truth's repeats likewise: how far truth itself is known.</param>
/// <param name="TrueSpread">The standard deviation of true values over the actions of a state, mean over states.</param>
/// <param name="CriticSpread">The critics' likewise.</param>
public sealed record AdvantageResult([property: PerSeed] IReadOnlyList<double> StateCorrelation,
    [property: PerSeed] IReadOnlyList<double> ActionCorrelation, [property: PerSeed] IReadOnlyList<double> HalfCorrelation,
    [property: PerSeed] IReadOnlyList<double> TrueSpread, [property: PerSeed] IReadOnlyList<double> CriticSpread);

/// <summary>
/// Part C: whether the advantages that improvement climbs are true. The environment is put into logged states, takes an action that the
/// cloned policy might take, and then follows its samples: what it earns, discounted, on average, is the action's value.
/// </summary>
public sealed class AdvantageStudy : Experiment<AdvantageSettings, AdvantageResult>
{
    /// <inheritdoc/>
    public override string Name => "advantages";

    /// <inheritdoc/>
    public override string Title => "Critics against the environment, state by state";

    /// <inheritdoc/>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<AdvantageSettings>> Cells(Profile profile)
    {
        var trials = new UniO4Trials(profile);
        int[] seeds = [.. UniO4Trials.Seeds(profile)];
        return [.. trials.Ranked().Select((phase, i) => Cell.Of(
            profile == Profile.Smoke
                ? new AdvantageSettings(trials.Data, phase.Values, phase.Behavior, 10, 4, 2, 50)
                : new AdvantageSettings(trials.Data, phase.Values, phase.Behavior), i == 0 ? seeds : [UniO4Trials.PilotSeed]))];
    }

    /// <inheritdoc/>
    public override AdvantageResult Run(Cell<AdvantageSettings> cell, RunContext context)
    {
        using var run = new AdvantageRun(cell.Settings, context);
        return run.Run();
    }

    /// <inheritdoc/>
    protected override int? NetworkNumerics(AdvantageSettings settings) => NetworkKernels.Version;
}
