namespace Offprint.Statistics;

/// <summary>The interval of a share of successes.</summary>
public static class ProportionInterval
{
    /// <summary>Wilson's score interval (1927), which stays inside [0, 1] and has a width even where all or none succeed.</summary>
    /// <param name="successes">How many succeeded.</param>
    /// <param name="trials">Of how many independent trials, at least 1.</param>
    /// <param name="level">The coverage, in (0, 1).</param>
    /// <returns>The share with its interval.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The counts are out of range, or the level is not in (0, 1).</exception>
    public static Estimate Wilson(int successes, int trials, double level = 0.95)
    {
        Require.Level(level);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        double share = successes / (double)trials, z = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (1 + level) / 2),
            square = z * z / trials;
        double center = (share + square / 2) / (1 + square), half = z / (1 + square) *
            Math.Sqrt(share * (1 - share) / trials + square / (4 * trials));
        return new(share, new(Math.Max(0, center - half), Math.Min(1, center + half), level, $"Wilson interval, {trials} trials"));
    }

    /// <summary>The exact interval of Clopper and Pearson (1934): it covers at least at its level, whatever the true share.</summary>
    /// <param name="successes">How many succeeded.</param>
    /// <param name="trials">Of how many independent trials, at least 1.</param>
    /// <param name="level">The coverage, in (0, 1).</param>
    /// <returns>The share with its interval.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The counts are out of range, or the level is not in (0, 1).</exception>
    public static Estimate Exact(int successes, int trials, double level = 0.95)
    {
        Require.Level(level);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        double tail = (1 - level) / 2;
        double low = successes == 0 ? 0 : MathNet.Numerics.Distributions.Beta.InvCDF(successes, trials - successes + 1, tail);
        double high = successes == trials ? 1
            : MathNet.Numerics.Distributions.Beta.InvCDF(successes + 1, trials - successes, 1 - tail);
        return new(successes / (double)trials, new(low, high, level, $"exact binomial, {trials} trials"));
    }
}
