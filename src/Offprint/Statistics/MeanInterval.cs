namespace Offprint.Statistics;

/// <summary>
/// Intervals of a mean. Student's t is the one to use with three to about twenty seeds; Hoeffding's and Bernstein's hold at every size.
/// </summary>
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

    /// <summary>
    /// The mean with Hoeffding's interval (1963), x̄ ± (b − a) √(ln(2/α)/2n): valid at every n for independent values in [a, b].
    /// </summary>
    /// <param name="sample">Independent values.</param>
    /// <param name="low">a, no greater than any value.</param>
    /// <param name="high">b, no less than any value.</param>
    /// <param name="level">The coverage, in (0, 1).</param>
    /// <returns>The mean; NaN for no values.</returns>
    /// <exception cref="ArgumentException">A value lies outside the range.</exception>
    public static Estimate Hoeffding(ReadOnlySpan<double> sample, double low, double high, double level = 0.95)
    {
        double mean = MeanWithin(sample, low, high, level);
        double half = (high - low) * Math.Sqrt(Math.Log(2 / (1 - level)) / (2 * sample.Length));
        return new(mean, new(mean - half, mean + half, level, "Hoeffding interval"));
    }

    /// <summary>
    /// The mean with the empirical Bernstein interval (Maurer and Pontil 2009, theorem 4), x̄ ± (√(2 s² L/n) + 7 (b − a) L/(3(n − 1)))
    /// with L = ln(4/α): valid at every n ≥ 2 for independent values in [a, b], and narrow where their variance is small.
    /// </summary>
    /// <param name="sample">Independent values.</param>
    /// <param name="low">a, no greater than any value.</param>
    /// <param name="high">b, no less than any value.</param>
    /// <param name="level">The coverage, in (0, 1).</param>
    /// <returns>The mean; the whole line for a single value, NaN for none.</returns>
    /// <exception cref="ArgumentException">A value lies outside the range.</exception>
    public static Estimate EmpiricalBernstein(ReadOnlySpan<double> sample, double low, double high, double level = 0.95)
    {
        double mean = MeanWithin(sample, low, high, level), log = Math.Log(4 / (1 - level));
        double half = sample.Length == 1 ? double.PositiveInfinity
            : Math.Sqrt(2 * Moments.Variance(sample) * log / sample.Length) + 7 * (high - low) * log / (3 * (sample.Length - 1));
        return new(mean, new(mean - half, mean + half, level, "empirical Bernstein interval"));
    }

    private static double MeanWithin(ReadOnlySpan<double> sample, double low, double high, double level)
    {
        Require.Level(level);
        foreach (double value in sample)
        {
            if (!(value >= low && value <= high))
                throw new ArgumentException($"A value of {value} lies outside [{low}, {high}], the range that the interval rests on.");
        }
        return sample.IsEmpty ? double.NaN : Moments.Mean(sample);
    }

    /// <summary>The two-sided quantile of Student's law.</summary>
    internal static double Quantile(double degreesOfFreedom, double level) =>
        MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, degreesOfFreedom, (1 + level) / 2);
}
