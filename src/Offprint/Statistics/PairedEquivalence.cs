namespace Offprint.Statistics;

/// <summary>
/// Whether two methods are the same within a margin that was stated beforehand, on the same seeds: two one-sided t tests of the mean of
/// x − y (Schuirmann 1987). That no difference was found would be no evidence: few seeds find none, whatever there is.
/// </summary>
/// <param name="Difference">
/// The mean difference with the interval of level 1 − 2α, the one that lies within the margin just where both tests reject.
/// </param>
/// <param name="Margin">The greatest |difference| that counts as the same, in the values' units.</param>
/// <param name="PValue">The greater of the two one-sided p-values of "the difference is at least as large as the margin".</param>
/// <param name="Pairs">The number of pairs.</param>
public sealed record PairedEquivalence(Estimate Difference, double Margin, double PValue, int Pairs)
{
    /// <summary>Whether the interval lies within ±margin.</summary>
    public bool Equivalent => Difference.Interval.Low > -Margin && Difference.Interval.High < Margin;

    /// <summary>Tests.</summary>
    /// <param name="x">One method's values.</param>
    /// <param name="y">The other's, in the same order.</param>
    /// <param name="margin">The margin, positive.</param>
    /// <param name="alpha">The chance to call unequal methods equivalent, in (0, 0.5).</param>
    /// <returns>The test.</returns>
    /// <exception cref="ArgumentException">There are fewer than two pairs, unequal lengths, or values that are not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The margin is not positive, or α is not in (0, 0.5).</exception>
    public static PairedEquivalence Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double margin, double alpha = 0.05)
    {
        Require.SameLength(x.Length, y.Length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(margin);
        if (!(alpha > 0 && alpha < 0.5))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "α lies between 0 and 0.5.");
        if (x.Length < 2)
            throw new ArgumentException("A test of equivalence needs two pairs or more.", nameof(x));
        double[] differences = new double[x.Length];
        for (int i = 0; i < differences.Length; i++)
        {
            differences[i] = x[i] - y[i];
            if (!double.IsFinite(differences[i]))
                throw new ArgumentException($"Pair {i} is ({x[i]}, {y[i]}): its difference is not finite.", nameof(x));
        }
        Estimate difference = MeanInterval.StudentT(differences, 1 - 2 * alpha);
        double error = Math.Sqrt(Moments.Variance(differences) / differences.Length), room = margin - Math.Abs(difference.Value);
        double p = error > 0 ? 1 - MathNet.Numerics.Distributions.StudentT.CDF(0, 1, differences.Length - 1, room / error)
            : room > 0 ? 0 : 1;
        return new(difference, margin, p, differences.Length);
    }
}
