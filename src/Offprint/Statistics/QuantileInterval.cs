using MathNet.Numerics.Distributions;

namespace Offprint.Statistics;

/// <summary>The interval of a quantile, from order statistics alone: no assumption on the law that the sample comes from.</summary>
public static class QuantileInterval
{
    /// <summary>A quantile between two order statistics (David and Nagaraja, Order Statistics, section 7.1).</summary>
    /// <param name="sample">Independent values in any order; infinite ones are allowed, as of runs that did not end.</param>
    /// <param name="share">The quantile's share, in (0, 1): 0.5 for the median.</param>
    /// <param name="level">The least coverage, in (0, 1); the true one is larger, as ranks are whole numbers.</param>
    /// <returns>
    /// The ⌈share · n⌉-th smallest value. The number of values below the quantile is binomial, which says between which two ranks the
    /// quantile lies; where the sample is too small to bound it on one side, that end is infinite.
    /// </returns>
    /// <exception cref="ArgumentException">The sample is empty or holds NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share or the level is not in (0, 1).</exception>
    public static Estimate OrderStatistics(ReadOnlySpan<double> sample, double share, double level = 0.95)
    {
        Require.Level(level);
        if (share is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "The quantile's share must lie between 0 and 1.");
        if (sample.IsEmpty)
            throw new ArgumentException("The sample is empty.", nameof(sample));
        double[] sorted = sample.ToArray();
        if (sorted.Any(double.IsNaN))
            throw new ArgumentException("The sample holds NaN.", nameof(sample));
        Array.Sort(sorted);
        int n = sorted.Length, low = 0, high = n + 1;
        var below = new Binomial(share, n);
        double tail = (1 - level) / 2;
        // The quantile lies below the k-th smallest value when fewer than k values lie below the quantile, and above it otherwise.
        while (low < n && below.CumulativeDistribution(low) <= tail)
            low++;
        while (high > 1 && 1 - below.CumulativeDistribution(high - 2) <= tail)
            high--;
        return new(sorted[Math.Clamp((int)Math.Ceiling(share * n - 1e-9), 1, n) - 1],
            new(low == 0 ? double.NegativeInfinity : sorted[low - 1], high == n + 1 ? double.PositiveInfinity : sorted[high - 1], level,
                $"order statistics {low} and {high} of {n}"));
    }
}
