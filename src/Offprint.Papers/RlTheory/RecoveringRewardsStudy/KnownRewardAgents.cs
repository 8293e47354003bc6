using Offprint.Agents.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>Pulls the K arms with the largest index at their current idle time; arms of index 0 rest.</summary>
/// <param name="index">For each arm, an index by idle time.</param>
/// <param name="pulls">K.</param>
internal sealed class IndexAgent(RecoveryTable index, int pulls) : IBanditAgent
{
    private readonly double[] _top = new double[pulls];

    /// <summary>The myopic policy: the index is the reward now.</summary>
    public static IndexAgent Greedy(RecoveryTable table, int pulls) => new(table, pulls);

    /// <summary>The rate index: the slope of the arm's rate envelope, what a pull earns for the capacity it takes (Whittle-like).</summary>
    public static IndexAgent Rate(RecoveryTable table, int pulls) => new(new RecoveryTable([.. Enumerable.Range(0, table.Arms).Select(i =>
    {
        var envelope = RateEnvelope.Of(table[i]);
        double[] slopes = [.. Enumerable.Range(1, table.Saturation).Select(envelope.SlopeAt)];
        for (int d = 1; d < slopes.Length; d++)
            slopes[d] = Math.Max(slopes[d], slopes[d - 1]); // equal up to rounding
        return slopes;
    })]), pulls);

    public int Select(ReadOnlySpan<int> idle, Span<int> arms)
    {
        int count = 0;
        for (int i = 0; i < index.Arms; i++)
        {
            double value = index.At(i, idle[i]);
            if (value <= 0 || (count == pulls && value <= _top[count - 1]))
                continue;
            int place = count < pulls ? count++ : count - 1;
            for (; place > 0 && _top[place - 1] < value; place--)
                (_top[place], arms[place]) = (_top[place - 1], arms[place - 1]);
            (_top[place], arms[place]) = (value, i);
        }
        return count;
    }

    public void Update(ReadOnlySpan<int> arms, ReadOnlySpan<int> idle, ReadOnlySpan<double> rewards)
    {
    }
}

/// <summary>Pulls each arm independently with the frequency that attains the upper bound; of too many, a random K remain.</summary>
/// <param name="frequencies">x, one an arm.</param>
/// <param name="pulls">K.</param>
/// <param name="seed">The seed of the draws.</param>
internal sealed class RandomizedAgent(double[] frequencies, int pulls, Seed seed) : IBanditAgent
{
    private readonly RandomStream _random = seed.Stream();
    private readonly int[] _drawn = new int[frequencies.Length];

    public int Select(ReadOnlySpan<int> idle, Span<int> arms)
    {
        int count = 0;
        for (int i = 0; i < frequencies.Length; i++)
        {
            if (frequencies[i] > 0 && _random.NextDouble() < frequencies[i])
                _drawn[count++] = i;
        }
        int kept = Math.Min(count, pulls);
        for (int i = 0; i < kept; i++)
        {
            int j = i + _random.NextInt(count - i);
            (arms[i], _drawn[j]) = (_drawn[j], _drawn[i]);
        }
        return kept;
    }

    public void Update(ReadOnlySpan<int> arms, ReadOnlySpan<int> idle, ReadOnlySpan<double> rewards)
    {
    }
}

/// <summary>Policies whose mean reward has a closed form.</summary>
internal static class CyclicPolicies
{
    /// <summary>The K best arms, pulled in every period.</summary>
    public static double Static(RecoveryTable table, int pulls) => Cycle(table, pulls, 1);

    /// <summary>Round robin over the m·K best arms, each every m periods; the best m.</summary>
    public static double RoundRobin(RecoveryTable table, int pulls) =>
        Enumerable.Range(1, table.Arms / pulls).Max(m => Cycle(table, pulls, m));

    private static double Cycle(RecoveryTable table, int pulls, int period) =>
        Enumerable.Range(0, table.Arms).Select(i => table.At(i, period)).OrderDescending().Take(period * pulls).Sum() / period;
}
