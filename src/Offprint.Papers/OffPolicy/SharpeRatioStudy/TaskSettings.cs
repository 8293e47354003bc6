using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Estimators.OffPolicy.Learned;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Experiments;

namespace Offprint.Papers.OffPolicy.SharpeRatioStudy;

/// <summary>How the policies of a task come about: one behavior, and bases that are learned from what it does.</summary>
/// <param name="Task">The task.</param>
/// <param name="Agent">Who learns the behavior's base, online.</param>
/// <param name="Steps">For how many steps.</param>
/// <param name="Behavior">The head that makes the behavior of it.</param>
/// <param name="Bases">Who learns from its log.</param>
/// <param name="Trajectories">Trajectories of that log.</param>
/// <param name="Updates">Updates of each base.</param>
/// <param name="Batch">Rows of the bases' minibatches.</param>
/// <param name="Seed">The seed of all of this: the behavior and the candidates are the same for all logs.</param>
public sealed record PolicySettings(
    ControlTask Task, AgentOptions Agent, [property: Range(1, 10_000_000)] int Steps, PolicyHead Behavior,
    IReadOnlyList<AgentOptions> Bases, [property: Range(1, 1_000_000)] int Trajectories, [property: Range(1, 10_000_000)] int Updates,
    [property: Range(1, 1_000_000)] int Batch, int Seed);

/// <summary>A task: its policies, and how estimators judge the candidates from logs of the behavior. A seed is a log.</summary>
/// <param name="Policies">Behavior and bases.</param>
/// <param name="Heads">The heads; each base with each of them might be a candidate.</param>
/// <param name="Candidates">How many of these are drawn, without replacement.</param>
/// <param name="TruthRollouts">Rollouts behind each candidate's true value.</param>
/// <param name="Trajectories">n, of each log.</param>
/// <param name="Fqe">How Q̂ is fitted.</param>
/// <param name="Dice">How ρ is fitted.</param>
/// <param name="TimeInput">Whether their networks see the time.</param>
/// <param name="Estimators">Who is compared.</param>
public sealed record TaskSettings(
    PolicySettings Policies, IReadOnlyList<PolicyHead> Heads, [property: Range(2, 1000)] int Candidates,
    [property: Range(2, 1_000_000)] int TruthRollouts, [property: Range(2, 1_000_000)] int Trajectories, FqeOptions Fqe, DiceOptions Dice,
    bool TimeInput, IReadOnlyList<OffPolicyEstimator> Estimators) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Policies.Task, TimeInput ? "time" : null, Fqe.GreedyBootstrap ? "greedy" : null);
}

/// <summary>The paper's table of tasks (code).</summary>
internal static class TaskTable
{
    private const int Seed = 12345; // code: of the candidates' draw, here of all policies

    private static readonly int[][] s_encoders = [[30, 30], [100], [50, 10]];

    /// <summary>The five estimators of the benchmark, in its order.</summary>
    public static OffPolicyEstimator[] Estimators { get; } =
    [
        new DirectMethod(), new PerDecisionImportanceSampling { SelfNormalized = true }, new DoublyRobust { SelfNormalized = true },
        new MarginalImportanceSampling { SelfNormalized = true }, new MarginalDoublyRobust { SelfNormalized = true },
    ];

    /// <summary>Their names in the paper.</summary>
    public static string[] Names { get; } = ["DM", "PDIS", "DR", "MIS", "MDR"];

    public static TaskSettings Of(ControlTask task, Profile profile) => profile switch
    {
        Profile.Smoke => Build(task, 0.1, 100, 100, 0.02, 0.05),
        Profile.Standard => Build(task, 1, 1000, 200, task.IsDiscrete() ? 1 : 0.3, 0.2),
        _ => Build(task, 1, 10_000, 100, 1, 1),
    };

    private static TaskSettings Build(
        ControlTask task, double online, int trajectories, int rollouts, double updates, double fit)
    {
        (PolicyHead behavior, PolicyHead[] heads) = Heads(task);
        (AgentOptions agent, int steps) = Behavior(task);
        // Fewer steps are longer and renew targets as often in all: what 10,000 reach is approached.
        int fitSteps = (int)(10_000 * fit);
        var fqe = new FqeOptions
        {
            Steps = fitSteps, Adam = new((task.IsDiscrete() ? 1e-4 : 1e-3) / fit), HuberDelta = task.IsDiscrete() ? 1 : null,
            TargetInterval = (int)(100 * fit),
        };
        DiceOptions dice = DiceOptions.Best with { Steps = fitSteps, Sgd = new(1e-4 / fit, 0.9, MaxGradientNorm: 10) };
        return new(
            new(task, agent, Math.Max(1500, (int)(steps * online)), behavior, Bases(task), trajectories, (int)(10_000 * updates),
                task.IsDiscrete() ? 32 : 256, Seed),
            heads, 10, rollouts, trajectories, fqe, dice, TimeInput: false, Estimators);
    }

    private static (PolicyHead, PolicyHead[]) Heads(ControlTask task) => task switch
    {
        ControlTask.Reacher => Gaussian(0.7, 0.3, 0.5, 0.7, 0.9),
        ControlTask.InvertedPendulum => Gaussian(2, 1.75, 2, 2.25, 2.5),
        ControlTask.Hopper => Gaussian(1.5, 0.5, 1, 1.5, 2),
        ControlTask.Swimmer => Gaussian(1, 1, 1.5, 2, 2.5),
        ControlTask.CartPole => Greedy(1, 0.1, 0.3, 0.5, 0.7),
        ControlTask.MountainCar => Greedy(3, 0, 0.1, 0.2, 0.3),
        _ => Greedy(5, 0.1, 0.15, 0.2, 0.25),
    };

    private static (PolicyHead, PolicyHead[]) Gaussian(double behavior, params double[] candidates) =>
        (new GaussianHead(behavior), [.. candidates.Select(s => new GaussianHead(s))]);

    private static (PolicyHead, PolicyHead[]) Greedy(double temperature, params double[] candidates) =>
        (new SoftmaxHead(temperature), [.. candidates.Select(e => new EpsilonGreedyHead(e))]);

    /// <summary>Schedules count updates, which begin after 1,000 steps.</summary>
    private static (AgentOptions, int) Behavior(ControlTask task) => task switch
    {
        ControlTask.CartPole => (Deep(1e-3, new(1, 0.01, 7000)), 8000),
        ControlTask.MountainCar => (Deep(1e-3, new(1, 0.01, 19_000)), 100_000),
        ControlTask.Acrobot => (Deep(5e-5, new(1, 0.1, 9000)), 20_000),
        _ => (new SoftActorCriticOptions
        {
            Critics = new() { Hidden = [100] }, Policy = new() { Hidden = [100] }, ActorAdam = new(1e-3), CriticAdam = new(1e-3),
            TemperatureAdam = new(1e-3),
        }, 10_000),
    };

    private static DiscreteQLearningOptions Deep(double rate, EpsilonSchedule exploration) =>
        new() { Adam = new(rate), Exploration = exploration };

    private static AgentOptions[] Bases(ControlTask task) => task.IsDiscrete()
        ? [.. s_encoders.Select(h => Conservative(task, h)), .. s_encoders.Select(h => Constrained(task, h))]
        : [.. s_encoders.Select(SoftConservative), .. s_encoders.Select(Implicit)];

    private static DiscreteQLearningOptions Conservative(ControlTask task, int[] hidden) => new()
    {
        Hidden = hidden, Adam = new(task == ControlTask.MountainCar ? 1e-3 : 6.25e-5), Conservative = 1, TargetInterval = 8000,
    };

    private static DiscreteQLearningOptions Constrained(ControlTask task, int[] hidden) => new()
    {
        Hidden = hidden, Adam = new(task == ControlTask.Acrobot ? 5e-5 : 1e-3),
        Constraint = new(task == ControlTask.Acrobot ? 0.1 : 0.3, 0.01), TargetInterval = task == ControlTask.MountainCar ? 100 : 1000,
    };

    private static SoftActorCriticOptions SoftConservative(int[] hidden) => ConservativeOptions.Base with
    {
        Critics = new() { Hidden = hidden }, Policy = new() { Hidden = hidden }, ActorAdam = new(1e-4), CriticAdam = new(3e-4),
        TemperatureAdam = new(1e-4), Terms = [new ConservativeOptions { Weight = 5, Actions = 10 }],
    };

    private static ImplicitQLearningOptions Implicit(int[] hidden) => new()
    {
        Critics = new() { Hidden = hidden }, ValueHidden = hidden,
        Policy = new ImplicitQLearningOptions().Policy with { Hidden = hidden },
    };

    /// <summary>A base in tables.</summary>
    public static string Name(AgentOptions agent) => agent switch
    {
        DiscreteQLearningOptions { Constraint: not null } d => $"BCQ {Widths(d.Hidden)}",
        DiscreteQLearningOptions d => $"{(d.Conservative > 0 ? "CQL" : "DQN")} {Widths(d.Hidden)}",
        SoftActorCriticOptions s => $"{(s.Terms.Count > 0 ? "CQL" : "SAC")} {Widths(s.Policy.Hidden)}",
        ImplicitQLearningOptions i => $"IQL {Widths(i.Policy.Hidden)}",
        _ => agent.GetType().Name,
    };

    private static string Widths(IReadOnlyList<int> hidden) => string.Join('–', hidden);
}
