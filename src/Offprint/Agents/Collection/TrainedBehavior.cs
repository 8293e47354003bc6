using System.Text.Json;
using Offprint.Agents.Learners;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Agents.Rollouts;
using Offprint.Agents.Training;
using Offprint.Datasets.Layouts;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Replay;
using Offprint.Environments;
using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Tensors.Kernels;

namespace Offprint.Agents.Collection;

/// <summary>What a <see cref="BehaviorTraining"/> left in its folder: evaluations, the checkpoints that count, and all steps.</summary>
public sealed class TrainedBehavior
{
    private const string ReplayFile = "replay.hdf5", SummaryFile = "training.json", EvaluationsFile = "evaluations.json";
    private const int ReferenceEpisodes = 100;

    private readonly string _folder;

    private TrainedBehavior(BehaviorTraining training, string folder)
    {
        (Training, _folder) = (training, folder);
        Summary = StoreJson.TryRead<BehaviorSummary>(Path.Combine(folder, SummaryFile))
            ?? throw new InvalidDataException(
                $"'{Path.Combine(folder, SummaryFile)}' is missing or damaged: delete the folder to train again.");
    }

    /// <summary>The settings.</summary>
    public BehaviorTraining Training { get; }

    /// <summary>What was measured.</summary>
    public BehaviorSummary Summary { get; }

    /// <summary>The training of these settings, from the cache or made now; a stopped one goes on where it was.</summary>
    /// <param name="training">The settings.</param>
    /// <param name="artifacts">The cache.</param>
    /// <param name="progress">Receives the share that is done.</param>
    /// <param name="cancellation">Stops; what is done is saved.</param>
    /// <returns>The training.</returns>
    /// <exception cref="ArgumentException">There is no such task.</exception>
    /// <exception cref="DllNotFoundException">MuJoCo cannot be loaded.</exception>
    public static TrainedBehavior Get(
        BehaviorTraining training, Artifacts artifacts, Action<double>? progress = null, CancellationToken cancellation = default) =>
        new(training, artifacts.GetOrCreate(
            ArtifactKey.Of($"sac-{training.Task}", training, NetworkKernels.Version),
            folder => Train(training, folder, progress, cancellation), cancellation));

    /// <summary>All steps of the training.</summary>
    /// <returns>A data set; its last episode may be unfinished.</returns>
    public OfflineDataset Replay() => D4rlFile.Read(Path.Combine(_folder, ReplayFile));

    /// <summary>The agent at an evaluation.</summary>
    /// <param name="step">Steps of the training at that evaluation: 0, or one that the summary names.</param>
    /// <returns>The agent; the caller disposes of it.</returns>
    public SoftActorCritic Agent(int step)
    {
        SoftActorCritic agent = Create(Training);
        agent.Load(AgentState.Read(Checkpoint(_folder, step)));
        return agent;
    }

    private static SoftActorCritic Create(BehaviorTraining training) => new(SpecOf(training), [training.Root], training.Agent);

    private static EnvironmentSpec SpecOf(BehaviorTraining training)
    {
        using Locomotion environment = Locomotion.Create(training.Task);
        return environment.Spec;
    }

    private static string Checkpoint(string folder, int step) => Path.Combine(folder, $"agent-{step}.npz");

    /// <summary>
    /// Nothing is deleted before what replaces it is on the disk: the file to resume from before the folder has its final name (that is
    /// <see cref="Artifacts"/>' business), the evaluations and their checkpoints before the summary.
    /// </summary>
    private static void Train(BehaviorTraining training, string folder, Action<double>? progress, CancellationToken cancellation)
    {
        string evaluations = Path.Combine(folder, EvaluationsFile), summaryFile = Path.Combine(folder, SummaryFile);
        BehaviorSummary? summary = StoreJson.TryRead<BehaviorSummary>(summaryFile);
        if (summary is null)
        {
            Evaluation[] log = StoreJson.TryRead<Evaluation[]>(evaluations) ?? Learn(training, folder, progress, cancellation);
            summary = Summarize(training, folder, log);
        }
        AtomicFile.WriteThenDelete(summaryFile, stream => JsonSerializer.Serialize(stream, summary, StoreJson.Options),
        [
            .. summary.Evaluations.Select(e => e.Step).Where(step => step != 0 && step != summary.MediumStep && step != summary.ExpertStep)
                .Select(step => Checkpoint(folder, step)),
            evaluations,
        ]);
    }

    private static Evaluation[] Learn(BehaviorTraining training, string folder, Action<double>? progress, CancellationToken cancellation)
    {
        IEnvironment Make() => Locomotion.Create(training.Task);
        EnvironmentSpec spec = SpecOf(training);
        using SoftActorCritic agent = Create(training);
        using var evaluator = new RolloutEvaluator(Make, 1, new() { Episodes = training.EvaluationEpisodes });
        using var buffer = new ReplayBuffer(1, training.Steps, spec.Observation.Size, spec.Action.Size);
        TrainingLog log = new TrainingRun(training.Run).Run(agent, new([training.Root], evaluator, Environment: Make)
        {
            Buffer = buffer,
            ResumeFile = Artifacts.ResumeFile(folder),
            Report = entry => agent.Save().Write(Checkpoint(folder, entry.OnlineSteps)),
            Progress = progress,
        }, cancellation);
        D4rlFile.Write(Path.Combine(folder, ReplayFile), buffer.ToDataset(0, spec), compress: true);
        Evaluation[] evaluations = [.. log.Entries.Select(e => new Evaluation(e.OnlineSteps, e.Returns[0]))];
        AtomicFile.Write(Path.Combine(folder, EvaluationsFile), stream => JsonSerializer.Serialize(stream, evaluations, StoreJson.Options));
        return evaluations;
    }

    private static BehaviorSummary Summarize(BehaviorTraining training, string folder, Evaluation[] log)
    {
        Evaluation expert = log.MaxBy(e => e.Return)!;
        double random = Reference(0, ActMode.Explore), best = Reference(expert.Step, ActMode.Deterministic);
        double medium = random + (best - random) / 3;
        return new(log, random, best, log.First(e => e.Return >= medium || e == expert).Step, expert.Step);

        double Reference(int step, ActMode mode)
        {
            using SoftActorCritic agent = Create(training);
            agent.Load(AgentState.Read(Checkpoint(folder, step)));
            using var evaluator = new RolloutEvaluator(() => Locomotion.Create(training.Task), 1,
                new() { Episodes = ReferenceEpisodes, Mode = mode });
            return evaluator.Evaluate(agent.Policy, [training.Root.Derive("reference")]).Means[0];
        }
    }
}

/// <summary>An evaluation of a training.</summary>
/// <param name="Step">Steps of the training so far.</param>
/// <param name="Return">The mean return of its deterministic episodes.</param>
public sealed record Evaluation(int Step, double Return);

/// <summary>What a training of a behavior gave.</summary>
/// <param name="Evaluations">All evaluations.</param>
/// <param name="RandomReturn">The mean return of 100 episodes of the untrained policy, which samples its actions: the zero of
/// scores.</param>
/// <param name="ExpertReturn">The mean return of 100 deterministic episodes of the expert: the 100 of scores.</param>
/// <param name="MediumStep">The first evaluation that reaches a third of the way between the two.</param>
/// <param name="ExpertStep">The evaluation with the largest return.</param>
public sealed record BehaviorSummary(
    IReadOnlyList<Evaluation> Evaluations, double RandomReturn, double ExpertReturn, int MediumStep, int ExpertStep);
