using Offprint.Environments.Bandits;

namespace Offprint.Agents.Bandits;

/// <summary>Plays an agent on a recovering bandit.</summary>
public static class BanditRun
{
    /// <summary>Plays until the last checkpoint; periods allocate nothing beyond what the agent does.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="bandit">The bandit, which goes on from where it is.</param>
    /// <param name="checkpoints">Numbers of periods, not falling.</param>
    /// <param name="cancellation">Asks to stop.</param>
    /// <returns>For each checkpoint, the sum of mean rewards of all pulls so far: rewards without their noise.</returns>
    /// <exception cref="ArgumentException">The checkpoints fall.</exception>
    public static double[] Play(IBanditAgent agent, RecoveringBandit bandit, ReadOnlySpan<long> checkpoints,
        CancellationToken cancellation = default)
    {
        double[] totals = new double[checkpoints.Length];
        int[] arms = new int[bandit.Pulls], idle = new int[bandit.Pulls];
        double[] rewards = new double[bandit.Pulls];
        double total = 0;
        long period = 0;
        for (int c = 0; c < checkpoints.Length; c++)
        {
            if (checkpoints[c] < period)
                throw new ArgumentException($"Checkpoint {checkpoints[c]} lies before period {period}; they must not fall.",
                    nameof(checkpoints));
            for (; period < checkpoints[c]; period++)
            {
                if (period % 4096 == 0)
                    cancellation.ThrowIfCancellationRequested();
                int count = agent.Select(bandit.Idle, arms);
                for (int i = 0; i < count; i++)
                    idle[i] = bandit.Idle[arms[i]];
                total += bandit.Pull(arms.AsSpan(0, count), rewards);
                agent.Update(arms.AsSpan(0, count), idle.AsSpan(0, count), rewards.AsSpan(0, count));
            }
            totals[c] = total;
        }
        return totals;
    }
}
