using Offprint.Agents.Bandits;
using Offprint.Environments.Bandits;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>What learners are measured against, and when.</summary>
internal static class Learners
{
    /// <summary>The offline benchmark plans as the learner does, with period sets up to D[3].</summary>
    public static PeriodicPlan Benchmark(RecoveryTable table, int pulls) =>
        new PeriodicPlanner(new() { MaximumClasses = 3 }).Plan(table, pulls);

    /// <summary>About forty numbers of periods, evenly spaced by their logarithms, up to the horizon.</summary>
    public static long[] Checkpoints(long horizon, long first)
    {
        const int count = 40;
        return [.. Enumerable.Range(0, count).Select(i => (long)Math.Round(first * Math.Pow((double)horizon / first, i / (count - 1.0))))
            .Distinct()];
    }
}
