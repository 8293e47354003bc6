using System.Text.Json;
using Offprint.Agents.Learners;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Agents.Rollouts;
using Offprint.Agents.Training;
using Offprint.Cards;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Replay;
using Offprint.Environments;
using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Tensors;
using Offprint.Tensors.Kernels;

namespace Offprint.Agents.Collection;

/// <summary>
/// What a <see cref="BehaviorTraining"/> left in its folder: its learning curve, the policies that count, and its steps as actions alone.
/// </summary>
public sealed class TrainedBehavior : IDescribable
{
    private const string StepsFile = "steps.npz", SummaryFile = "training.json", EvaluationsFile = "evaluations.json";
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
            KeyOf(training),
            folder => Train(training, folder, progress, cancellation), cancellation));

    /// <summary>The training's own steps, simulated again from its actions.</summary>
    /// <param name="progress">Receives the share that is done.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>A data set; its last episode may be unfinished.</returns>
    /// <exception cref="FileNotFoundException">The steps of this training do not come with the project.</exception>
    /// <exception cref="InvalidDataException">The steps are damaged, or this machine's simulation is another one.</exception>
    public OfflineDataset Replay(Action<double>? progress = null, CancellationToken cancellation = default)
    {
        RecordedSteps steps = RecordedSteps.Read(Summary.Checked(_folder, StepsFile));
        return steps.Replay(() => Locomotion.Create(Training.Task), Training.Root, progress, cancellation);
    }

    /// <summary>The policy at an evaluation.</summary>
    /// <param name="step">Steps of the training at that evaluation: 0, or one that the summary names.</param>
    /// <returns>The policy; the caller disposes of it.</returns>
    /// <exception cref="FileNotFoundException">No policy of that step is kept.</exception>
    /// <exception cref="InvalidDataException">The file is not what the training gave.</exception>
    public GaussianPolicy Policy(int step)
    {
        var policy = new GaussianPolicy(SpecOf(Training), Training.Policy, [Training.Root]);
        ParameterFile.Load(Summary.Checked(_folder, PolicyFile(step)), policy.Network.Parameters);
        return policy;
    }

    /// <summary>The artifact of a training.</summary>
    internal static ArtifactKey KeyOf(BehaviorTraining training) =>
        ArtifactKey.Of($"behavior-{training.Task}", training, NetworkKernels.Version);

    private static SoftActorCritic Create(BehaviorTraining training) => new(SpecOf(training), [training.Root], training.Agent);

    internal static EnvironmentSpec SpecOf(BehaviorTraining training)
    {
        using Locomotion environment = Locomotion.Create(training.Task);
        return environment.Spec;
    }

    private static string Checkpoint(string folder, int step) => Path.Combine(folder, $"agent-{step}.npz");

    private static string PolicyFile(int step) => $"policy-{step}.npz";

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
            foreach (int step in Kept(summary))
                KeepPolicy(training, folder, step);
            string[] files = [StepsFile, .. Kept(summary).Select(PolicyFile)];
            summary = summary with { Files = files.ToDictionary(f => f, f => BehaviorSummary.HashOf(Path.Combine(folder, f))) };
        }
        AtomicFile.WriteThenDelete(summaryFile, stream => JsonSerializer.Serialize(stream, summary, StoreJson.Options),
            [.. summary.Evaluations.Select(e => Checkpoint(folder, e.Step)), evaluations]);
    }

    /// <inheritdoc/>
    public Card Describe() => new($"Behavior of {Training.Task}")
    {
        Subtitle = "soft actor-critic",
        Facts =
        [
            new("steps", Training.Steps), new("steps an update", Training.StepsPerUpdate),
            new("networks", string.Join(", ", Training.Hidden)),
            new("rate", Training.LearningRate), new("batch", Training.BatchSize), new("MuJoCo", Summary.Mujoco),
            new("return, untrained", Summary.RandomReturn), new("return, expert", Summary.ExpertReturn),
            new("medium after", Summary.MediumStep, "steps"), new("expert after", Summary.ExpertStep, "steps"),
        ],
        Figures =
        [
            new LineFigure($"{Training.Task}: learning curve",
                [new("deterministic evaluations", [.. Summary.Evaluations.Select(e => (double)e.Step)],
                    [.. Summary.Evaluations.Select(e => e.Return)])])
            {
                X = new("steps"), Y = new("mean return"), Caption = $"one seed, {Training.EvaluationEpisodes} episodes an evaluation",
            },
        ],
    };

    private static SortedSet<int> Kept(BehaviorSummary summary) => [0, summary.MediumStep, summary.ExpertStep];

    private static void KeepPolicy(BehaviorTraining training, string folder, int step)
    {
        using SoftActorCritic agent = Create(training);
        agent.Load(AgentState.Read(Checkpoint(folder, step)));
        ParameterFile.Save(Path.Combine(folder, PolicyFile(step)), agent.Actor.Network.Parameters);
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
        RecordedSteps.Of(buffer.ToDataset(0, spec)).Write(Path.Combine(folder, StepsFile));
        Evaluation[] evaluations = [.. log.Entries.Select(e => new Evaluation(e.OnlineSteps, e.Returns[0]))];
        AtomicFile.Write(Path.Combine(folder, EvaluationsFile), stream => JsonSerializer.Serialize(stream, evaluations, StoreJson.Options));
        return evaluations;
    }

    private static BehaviorSummary Summarize(BehaviorTraining training, string folder, Evaluation[] log)
    {
        Evaluation expert = log.MaxBy(e => e.Return)!;
        double random = Reference(0, ActMode.Explore), best = Reference(expert.Step, ActMode.Deterministic);
        double medium = random + (best - random) / 3;
        return new(log, random, best, log.First(e => e.Return >= medium || e == expert).Step, expert.Step)
        {
            Mujoco = BehaviorSummary.LoadedMujoco,
        };

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
