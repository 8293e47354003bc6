using Offprint.Numerics;

namespace Offprint.Statistics;

/// <summary>Whether one method is better than another on the same seeds, starts or tasks: the mean of x − y.</summary>
/// <param name="Difference">The mean difference with its interval.</param>
/// <param name="PValue">The two-sided p-value of "no difference".</param>
/// <param name="Test">The test that gave it.</param>
/// <param name="Pairs">The number of pairs.</param>
public sealed record PairedDifference(Estimate Difference, double PValue, string Test, int Pairs)
{
    private const int MaximumExactPairs = 20;

    /// <summary>From this many pairs on, the interval is a bootstrap; below, Student's t, which small samples need.</summary>
    private const int MinimumBootstrapPairs = 20;

    /// <summary>Compares paired values.</summary>
    /// <param name="x">One method's values.</param>
    /// <param name="y">The other's, in the same order.</param>
    /// <param name="options">
    /// Level, seed and number of resamples, which is also that of random sign flips; defaults if <see langword="null"/>.
    /// </param>
    /// <returns>
    /// The comparison. The interval is Student's t below 20 pairs and a bootstrap from there on. The p-value is that of the sign-flip
    /// permutation test of the mean: exact over all 2ⁿ flips up to 20 pairs, random flips above. Its least possible value is 2/2ⁿ: 0.0625
    /// with five seeds, so that five seeds never reach 5 %.
    /// </returns>
    /// <exception cref="ArgumentException">The samples are empty, of two lengths, or hold NaN or infinity.</exception>
    public static PairedDifference Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, BootstrapOptions? options = null)
    {
        Require.SameLength(x.Length, y.Length);
        options ??= new();
        options.Validate();
        double[] differences = new double[x.Length];
        for (int i = 0; i < differences.Length; i++)
        {
            differences[i] = x[i] - y[i];
            if (!double.IsFinite(differences[i]))
                throw new ArgumentException($"Pair {i} is ({x[i]}, {y[i]}): its difference is not finite.", nameof(x));
        }
        if (differences.Length == 0)
            throw new ArgumentException("There are no pairs.", nameof(x));
        Estimate difference = differences.Length < MinimumBootstrapPairs
            ? MeanInterval.StudentT(differences, options.Level)
            : new(Moments.Mean(differences), Bootstrap.Of(differences, Moments.Mean, options));
        bool exact = differences.Length <= MaximumExactPairs;
        string test = exact
            ? $"sign-flip permutation, all {Bootstrap.Count(1 << differences.Length)} flips"
            : $"sign-flip permutation, {Bootstrap.Count(options.Resamples)} random flips";
        return new(difference, exact ? ExactPValue(differences) : RandomPValue(differences, options), test, differences.Length);
    }

    private static double ExactPValue(double[] differences)
    {
        double observed = Threshold(differences);
        long extreme = 0, flips = 1L << differences.Length;
        // Gray code: one sign changes from each flip to the next.
        double sum = differences.Sum();
        bool[] negative = new bool[differences.Length];
        for (long i = 1; ; i++)
        {
            if (Math.Abs(sum) >= observed)
                extreme++;
            if (i == flips)
                return (double)extreme / flips;
            int bit = System.Numerics.BitOperations.TrailingZeroCount(i);
            negative[bit] = !negative[bit];
            sum += negative[bit] ? -2 * differences[bit] : 2 * differences[bit];
        }
    }

    private static double RandomPValue(double[] differences, BootstrapOptions options)
    {
        double observed = Threshold(differences);
        RandomStream random = options.Seed.Derive("sign flips").Stream();
        int extreme = 1; // the sample itself is one of the flips (Phipson and Smyth 2010)
        for (int b = 0; b < options.Resamples; b++)
        {
            double sum = 0;
            uint bits = 0;
            for (int i = 0; i < differences.Length; i++)
            {
                if (i % 32 == 0)
                    bits = random.NextUInt32();
                sum += (bits >> (i % 32) & 1) == 0 ? differences[i] : -differences[i];
            }
            if (Math.Abs(sum) >= observed)
                extreme++;
        }
        return (double)extreme / (options.Resamples + 1);
    }

    /// <summary>The observed |Σ d|, less what rounding may take from a flip that is exactly as extreme.</summary>
    private static double Threshold(double[] differences) =>
        Math.Abs(differences.Sum()) - 1e-9 * differences.Sum(Math.Abs);
}
