using Offprint.Agents.Collection;
using Offprint.Agents.Learners;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Agents.Rollouts;
using Offprint.Agents.Training;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Tensors.Kernels;
using static TorchSharp.torch;

namespace Offprint.Papers.OffPolicy.SharpeRatioStudy;

/// <summary>The policies of a task, trained once and kept: every log and every what-if works with the same.</summary>
internal sealed class TaskPolicies : IDisposable
{
    private const string BehaviorFile = "behavior.npz";

    private readonly ILearner[] _learners; // behavior, then bases
    private readonly PolicySettings _settings;
    private readonly Space _actions;

    private TaskPolicies(PolicySettings settings, ILearner[] learners)
    {
        (_settings, _learners) = (settings, learners);
        using IEnvironment environment = settings.Task.Create();
        _actions = environment.Spec.Action;
        Behavior = new(settings.Behavior.Label, Scores(learners[0]), settings.Behavior, _actions);
    }

    /// <summary>π_b.</summary>
    public HeadPolicy Behavior { get; }

    public HeadPolicy Candidate(int place, PolicyHead head) =>
        new($"{TaskTable.Name(_settings.Bases[place])} {head}", Scores(_learners[place + 1]), head, _actions);

    /// <summary>What a verification can compare: a few parameters of each network.</summary>
    public float[] Mark() => [.. _learners.SelectMany(l => l.Save().Arrays.OrderBy(a => a.Key, StringComparer.Ordinal)
        .Where(a => a.Value.ElementType == typeof(float)).SelectMany(a => a.Value.As<float>().Take(8)))];

    /// <summary>Loads them, or trains them first.</summary>
    public static TaskPolicies GetOrTrain(PolicySettings settings, RunContext context, Action<double, string> report)
    {
        ArtifactKey key = ArtifactKey.Of($"ope-policies-{settings.Task}".ToLowerInvariant(), settings, NetworkKernels.Version)
            with { IsOwn = true };
        string folder = context.Artifacts.GetOrCreate(key, path => Train(settings, path, context, report), context.Cancellation);
        using IEnvironment environment = settings.Task.Create();
        EnvironmentSpec spec = environment.Spec;
        ILearner[] learners = [Load(settings.Agent, BehaviorFile), .. settings.Bases.Select((b, i) => Load(b, BaseFile(i)))];
        return new(settings, learners);

        ILearner Load(AgentOptions options, string file)
        {
            ILearner learner = options.Create(spec, [SeedOf(settings)]);
            learner.Load(AgentState.Read(Path.Combine(folder, file)));
            return learner;
        }
    }

    /// <summary>Each learner's state is written when it is complete, so that a killed training goes on with the next.</summary>
    private static void Train(PolicySettings settings, string folder, RunContext context, Action<double, string> report)
    {
        using IEnvironment environment = settings.Task.Create();
        EnvironmentSpec spec = environment.Spec;
        string file = Path.Combine(folder, BehaviorFile);
        using ILearner behavior = settings.Agent.Create(spec, [SeedOf(settings)]);
        if (File.Exists(file))
            behavior.Load(AgentState.Read(file));
        else
        {
            Run((IAgent)behavior, settings, new()
            {
                OnlineSteps = settings.Steps, WarmUpSteps = 1000, BatchSize = 32, BufferCapacity = 10_000,
            }, null, context, share => report(0.3 * share, "behavior"));
            behavior.Save().Write(file);
        }
        var head = new HeadPolicy("behavior", Scores(behavior), settings.Behavior, spec.Action);
        OfflineDataset log = TrajectoryRecorder.Record(
            head, settings.Task.Maker(), settings.Trajectories, SeedOf(settings).Derive("base log"), null, context.Cancellation);
        for (int i = 0; i < settings.Bases.Count; i++)
        {
            file = Path.Combine(folder, BaseFile(i));
            if (File.Exists(file))
                continue;
            int place = i;
            using var agent = (IAgent)settings.Bases[i].Create(spec, [SeedOf(settings)]);
            Run(agent, settings, new() { OfflineUpdates = settings.Updates, BatchSize = settings.Batch }, log, context,
                share => report(0.3 + 0.7 * (place + share) / settings.Bases.Count, TaskTable.Name(settings.Bases[place])));
            agent.Save().Write(file);
        }
    }

    private static void Run(
        IAgent agent, PolicySettings settings, TrainingOptions options, OfflineDataset? data, RunContext context, Action<double> report)
    {
        // Successors of cut trajectories are known, so that a base's values are of the task without its time limit (our choice).
        options = options with
        {
            View = new TransitionOptions(TimeLimitRule.Bootstrap, NextState.Stored), EvaluateEvery = int.MaxValue,
        };
        using var evaluator = new RolloutEvaluator(settings.Task.Maker(), 1, new() { Episodes = 1 });
        new TrainingRun(options).Run(agent, new([SeedOf(settings)], evaluator, data, settings.Task.Maker())
        {
            Progress = report,
        }, context.Cancellation);
    }

    private static Seed SeedOf(PolicySettings settings) => new((ulong)settings.Seed);

    private static string BaseFile(int place) => $"base-{place}.npz";

    /// <summary>What a head stands on: values of actions, or the policy's mode.</summary>
    private static Func<Tensor, Tensor> Scores(ILearner learner) => learner switch
    {
        DiscreteQLearning values => values.Scores,
        { Policy: IStochasticPolicy policy } => observations =>
        {
            using var guard = no_grad();
            return policy.Distribution(observations).Mode;
        },
        _ => throw new ArgumentException($"A {learner.GetType().Name} is no base of a stochastic policy."),
    };

    public void Dispose()
    {
        foreach (ILearner learner in _learners)
            learner.Dispose();
    }
}
