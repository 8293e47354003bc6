using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Agents.Bandits;
using Offprint.Cards;
using Offprint.Environments.Bandits;
using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>Who plays an online part, with all options that do not follow from the bandit.</summary>
public abstract record Learner : ILabeled
{
    /// <summary>The paper's policy: periodic plans for upper confidence bounds.</summary>
    public static Learner PeriodicUcb { get; } = new PeriodicUcbLearner();

    /// <summary>The same without sharing observations between idle times.</summary>
    public static Learner WithoutSharing { get; } = new PeriodicUcbLearner { ShareMonotone = false };

    /// <summary>The same with every phase starting its schedule afresh.</summary>
    public static Learner Restarting { get; } = new PeriodicUcbLearner { Carry = false };

    /// <summary>Periodic plans for fitted curves, with random pulls.</summary>
    public static Learner EpsilonGreedy { get; } = new EmpiricalLearner(Commits: false);

    /// <summary>Random pulls first, then one periodic plan.</summary>
    public static Learner ExploreThenCommit { get; } = new EmpiricalLearner(Commits: true);

    /// <summary>UCB that ignores recovery.</summary>
    public static Learner StationaryUcb { get; } = new StationaryUcbLearner();

    /// <summary>The offline plan of the true curves.</summary>
    public static Learner KnownPeriodic { get; } = new KnownPeriodicLearner();

    /// <summary>Greedy with the true curves.</summary>
    public static Learner KnownGreedy { get; } = new KnownGreedyLearner();

    /// <summary>The name in tables; it tells apart what options tell apart.</summary>
    [JsonIgnore]
    public string Label => Name;

    /// <summary>The name in tables.</summary>
    protected abstract string Name { get; }

    /// <summary>Makes the agent.</summary>
    internal abstract IBanditAgent Create(RecoveryTable table, int pulls, double noise, long horizon, Seed seed);

    /// <inheritdoc/>
    public sealed override string ToString() => Label;

    private protected static string Named(string name, params ReadOnlySpan<string?> differences)
    {
        foreach (string? difference in differences)
            name += difference is null ? "" : $", {difference}";
        return name;
    }
}

/// <summary>Options of <see cref="PeriodicUcb"/> that do not follow from the bandit.</summary>
[Kind("periodic-ucb")]
public sealed record PeriodicUcbLearner : Learner
{
    /// <inheritdoc cref="PeriodicUcbOptions.MaximumReward"/>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double MaximumReward { get; init; } = 1;

    /// <inheritdoc cref="PeriodicUcbOptions.PhaseLength"/>
    [Range(0, int.MaxValue)]
    public int PhaseLength { get; init; }

    /// <inheritdoc cref="PeriodicUcbOptions.Planner"/>
    public PeriodicPlannerOptions Planner { get; init; } = new() { MaximumClasses = 3 };

    /// <inheritdoc cref="PeriodicUcbOptions.ShareMonotone"/>
    public bool ShareMonotone { get; init; } = true;

    /// <inheritdoc cref="PeriodicUcbOptions.Carry"/>
    public bool Carry { get; init; } = true;

    /// <inheritdoc/>
    protected override string Name => Named("PPP-UCB", ShareMonotone ? null : "no sharing", Carry ? null : "restarting",
        MaximumReward == 1 ? null : $"R ≤ {MaximumReward}", PhaseLength == 0 ? null : $"L = {PhaseLength}",
        Planner == new PeriodicPlannerOptions { MaximumClasses = 3 } ? null : "another planner");

    internal override IBanditAgent Create(RecoveryTable table, int pulls, double noise, long horizon, Seed seed) =>
        new PeriodicUcb(new(table.Arms, pulls, table.Saturation, horizon)
        {
            NoiseDeviation = noise, MaximumReward = MaximumReward, PhaseLength = PhaseLength, Planner = Planner,
            ShareMonotone = ShareMonotone, Carry = Carry,
        });
}

/// <summary>Options of <see cref="EmpiricalPeriodic"/> that do not follow from the bandit.</summary>
/// <param name="Commits">Whether it explores first and commits; otherwise it is ε-greedy.</param>
[Kind("empirical-periodic")]
public sealed record EmpiricalLearner(bool Commits) : Learner
{
    /// <inheritdoc cref="PeriodicUcbOptions.PhaseLength"/>
    [Range(0, int.MaxValue)]
    public int PhaseLength { get; init; }

    /// <inheritdoc cref="PeriodicUcbOptions.Planner"/>
    public PeriodicPlannerOptions Planner { get; init; } = new() { MaximumClasses = 3 };

    /// <inheritdoc/>
    protected override string Name => Named(Commits ? "explore, then commit" : "ε-greedy PPP",
        PhaseLength == 0 ? null : $"L = {PhaseLength}",
        Planner == new PeriodicPlannerOptions { MaximumClasses = 3 } ? null : "another planner");

    internal override IBanditAgent Create(RecoveryTable table, int pulls, double noise, long horizon, Seed seed) =>
        new EmpiricalPeriodic(new(table.Arms, pulls, table.Saturation, horizon)
        {
            NoiseDeviation = noise, PhaseLength = PhaseLength, Planner = Planner,
        }, Commits, seed);
}

/// <summary>UCB that ignores recovery: <see cref="StationaryUcb"/>.</summary>
[Kind("stationary-ucb")]
public sealed record StationaryUcbLearner : Learner
{
    /// <inheritdoc/>
    protected override string Name => "stationary UCB";

    internal override IBanditAgent Create(RecoveryTable table, int pulls, double noise, long horizon, Seed seed) =>
        new StationaryUcb(new(table.Arms, pulls, table.Saturation, horizon) { NoiseDeviation = noise });
}

/// <summary>The offline plan of the true curves, the benchmark of regret.</summary>
[Kind("known-periodic")]
public sealed record KnownPeriodicLearner : Learner
{
    /// <inheritdoc/>
    protected override string Name => "PPP, curves known";

    internal override IBanditAgent Create(RecoveryTable table, int pulls, double noise, long horizon, Seed seed) =>
        new PeriodicAgent(Learners.Benchmark(table, pulls).Schedule);
}

/// <summary>Greedy with the true curves.</summary>
[Kind("known-greedy")]
public sealed record KnownGreedyLearner : Learner
{
    /// <inheritdoc/>
    protected override string Name => "greedy, curves known";

    internal override IBanditAgent Create(RecoveryTable table, int pulls, double noise, long horizon, Seed seed) =>
        IndexAgent.Greedy(table, pulls);
}
