using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Offprint.Agents.Learners;
using Offprint.Agents.Rollouts;
using Offprint.Agents.Training;
using Offprint.Datasets.Offline;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors.Kernels;

namespace Offprint.Trials;

/// <summary>
/// What a method starts from, as a value: a training of another method on the trial's data, parts of which are carried over. Trials that
/// start from the same training share it: it is made once for their seeds, and kept in the cache.
/// </summary>
/// <param name="Method">What was trained.</param>
/// <param name="Updates">Updates on the data set.</param>
/// <param name="BatchSize">B.</param>
public sealed record Pretraining(Method Method, [property: Range(1, int.MaxValue)] int Updates,
    [property: Range(1, int.MaxValue)] int BatchSize)
{
    private const string StateFile = "agent.npz", LogFile = "log.json";

    /// <summary>What is carried over. Default: everything, optimizers too.</summary>
    public TransferParts Parts { get; init; } = TransferParts.All;

    /// <summary>Updates between evaluations. Default 5000.</summary>
    [Range(1, int.MaxValue)]
    public int EvaluateEvery { get; init; } = 5000;

    /// <summary>Episodes of an evaluation and seed. Default 10.</summary>
    [Range(1, int.MaxValue)]
    public int Episodes { get; init; } = 10;

    /// <summary>Carries the training's parts over, after it was made if it was not there.</summary>
    /// <param name="agent">The agent that starts from it.</param>
    /// <param name="source">The trial's data source.</param>
    /// <param name="data">Its data.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="context">The cache; progress and cancellation.</param>
    /// <returns>The training's learning curve.</returns>
    /// <exception cref="ArgumentException">The agent has other widths than the one it starts from; the message names the
    /// network.</exception>
    public TrainingLog CarryOver(IAgent agent, DataSource source, OfflineDataset data, IReadOnlyList<Seed> seeds, RunContext context)
    {
        (IAgent trained, TrainingLog log) = Load(source, data, seeds, context);
        using (trained)
            agent.CopyFrom(trained, Parts);
        return log;
    }

    /// <summary>The trained agent, made if it was not there.</summary>
    /// <returns>The agent, owned by the caller, and its learning curve.</returns>
    internal (IAgent Agent, TrainingLog Log) Load(DataSource source, OfflineDataset data, IReadOnlyList<Seed> seeds, RunContext context)
    {
        var recipe = new Recipe(source, this with { Parts = TransferParts.All }, [.. seeds.Select(seed => seed.Value)]);
        var key = ArtifactKey.Of($"pretrained-{source.Name}-{Method.Kind}", recipe, NetworkKernels.Version);
        string folder = context.Artifacts.GetOrCreate(key, made => Train(made, source, data, seeds, context), context.Cancellation);
        TrainingLog log = new(StoreJson.TryRead<List<TrainingEntry>>(Path.Combine(folder, LogFile))
            ?? throw new InvalidDataException($"'{folder}' is damaged: delete it to train again."));
        IAgent trained = Method.Agent.CreateFromData(data.Spec, seeds, Method.Label);
        try
        {
            trained.Load(AgentState.Read(Path.Combine(folder, StateFile)));
            return (trained, log);
        }
        catch
        {
            trained.Dispose();
            throw;
        }
    }

    private void Train(string folder, DataSource source, OfflineDataset data, IReadOnlyList<Seed> seeds, RunContext context)
    {
        using IAgent agent = Method.Agent.CreateFromData(data.Spec, seeds, Method.Label);
        var run = new TrialRun { Updates = Updates, BatchSize = BatchSize, EvaluateEvery = EvaluateEvery, Episodes = Episodes };
        TrainingOptions options = Method.Options(run, Method.View.Of(data));
        using var evaluator = new RolloutEvaluator(source.Environment, seeds.Count,
            new() { Episodes = Episodes, Observations = options.View.Observations });
        TrainingLog log = new TrainingRun(options).Run(agent, new(seeds, evaluator, data)
        {
            ResumeFile = Artifacts.ResumeFile(folder),
            Progress = share => context.ReportPreparation(share, $"{source.Name}, pretraining of {Method.Label}"),
        }, context.Cancellation);
        agent.Save().Write(Path.Combine(folder, StateFile));
        AtomicFile.WriteText(Path.Combine(folder, LogFile), JsonSerializer.Serialize(log.Entries, StoreJson.Options));
    }

    private sealed record Recipe(DataSource Data, Pretraining Training, IReadOnlyList<ulong> Seeds);
}
