using Offprint.Agents.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>Who plays an online part.</summary>
public enum Learner
{
    /// <summary>The paper's policy: periodic plans for upper confidence bounds.</summary>
    PeriodicUcb,

    /// <summary>The same, with bounds that do not use monotonicity.</summary>
    WithoutSharing,

    /// <summary>The same, restarting its schedule at every phase.</summary>
    Restarting,

    /// <summary>Periodic plans for fitted curves; explores with probability t^(−1/3).</summary>
    EpsilonGreedy,

    /// <summary>Explores for T^(2/3) periods, then plans once.</summary>
    ExploreThenCommit,

    /// <summary>UCB that ignores recovery.</summary>
    StationaryUcb,

    /// <summary>The periodic plan for the true curves.</summary>
    KnownPeriodic,

    /// <summary>The myopic policy for the true curves.</summary>
    KnownGreedy,
}

/// <summary>Learners by name, and what they are measured against.</summary>
internal static class Learners
{
    /// <summary>The offline benchmark plans as the learner does, with period sets up to D[3].</summary>
    public static PeriodicPlan Benchmark(RecoveryTable table, int pulls) =>
        new PeriodicPlanner(new() { MaximumClasses = 3 }).Plan(table, pulls);

    public static string NameOf(Learner learner) => learner switch
    {
        Learner.PeriodicUcb => "PPP-UCB",
        Learner.WithoutSharing => "PPP-UCB, no sharing",
        Learner.Restarting => "PPP-UCB, restarting",
        Learner.EpsilonGreedy => "ε-greedy PPP",
        Learner.ExploreThenCommit => "explore, then commit",
        Learner.StationaryUcb => "stationary UCB",
        Learner.KnownPeriodic => "PPP, curves known",
        _ => "greedy, curves known",
    };

    public static IBanditAgent Create(Learner learner, RecoveryTable table, int pulls, double noise, long horizon, Seed seed)
    {
        var options = new PeriodicUcbOptions(table.Arms, pulls, table.Saturation, horizon) { NoiseDeviation = noise };
        return learner switch
        {
            Learner.PeriodicUcb => new PeriodicUcb(options),
            Learner.WithoutSharing => new PeriodicUcb(options with { ShareMonotone = false }),
            Learner.Restarting => new PeriodicUcb(options with { Carry = false }),
            Learner.EpsilonGreedy => new EmpiricalPeriodic(options, commits: false, seed),
            Learner.ExploreThenCommit => new EmpiricalPeriodic(options, commits: true, seed),
            Learner.StationaryUcb => new StationaryUcb(options),
            Learner.KnownPeriodic => new PeriodicAgent(Benchmark(table, pulls).Schedule),
            _ => IndexAgent.Greedy(table, pulls),
        };
    }

    /// <summary>About forty numbers of periods, evenly spaced by their logarithms, up to the horizon.</summary>
    public static long[] Checkpoints(long horizon, long first)
    {
        const int count = 40;
        return [.. Enumerable.Range(0, count).Select(i => (long)Math.Round(first * Math.Pow((double)horizon / first, i / (count - 1.0))))
            .Distinct()];
    }
}
