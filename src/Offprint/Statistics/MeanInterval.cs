namespace Offprint.Statistics;

/// <summary>Student's t interval of a mean: the one to use with three to about twenty seeds.</summary>
public static class MeanInterval
{
    /// <summary>
    /// The mean with the interval x̄ ± t(n−1) · s/√n, exact for normal samples of any size n ≥ 2 and closer to its level than any bootstrap
    /// for small n.
    /// </summary>
    /// <param name="sample">Independent values, for example one a seed.</param>
    /// <param name="level">The coverage, in (0, 1).</param>
    /// <returns>The mean; its interval is the whole line for a single value, and NaN for none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is not in (0, 1).</exception>
    public static Estimate StudentT(ReadOnlySpan<double> sample, double level = 0.95)
    {
        Require.Level(level);
        if (sample.IsEmpty)
            return new(double.NaN, new(double.NaN, double.NaN, level, "t interval, no values"));
        double mean = Moments.Mean(sample);
        if (sample.Length == 1)
            return new(mean, new(double.NegativeInfinity, double.PositiveInfinity, level, "t interval, a single value"));
        double half = Quantile(sample.Length - 1, level) * Math.Sqrt(Moments.Variance(sample) / sample.Length);
        return new(mean, new(mean - half, mean + half, level, $"t interval, {sample.Length - 1} degrees of freedom"));
    }

    /// <summary>The two-sided quantile of Student's law.</summary>
    internal static double Quantile(double degreesOfFreedom, double level) =>
        MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, degreesOfFreedom, (1 + level) / 2);
}
