using Offprint.Numerics;

namespace Offprint.Statistics;

/// <summary>
/// Whether the values of one group are greater than those of another: the difference of means under all ways to split them.
/// </summary>
/// <param name="Difference">mean(x) − mean(y).</param>
/// <param name="PValue">The one-sided p-value: the share of splits with at least this difference.</param>
/// <param name="Test">How it was computed.</param>
public sealed record PermutationTest(double Difference, double PValue, string Test)
{
    private const double MaximumExactSplits = 1e6;

    /// <summary>Tests whether the mean of x is greater than that of y.</summary>
    /// <param name="x">One group.</param>
    /// <param name="y">The other.</param>
    /// <param name="options">Seed and number of random splits, where there are more than 10⁶; the defaults if
    /// <see langword="null"/>.</param>
    /// <returns>The test; its least possible p-value is one over the number of splits.</returns>
    /// <exception cref="ArgumentException">A group is empty, or holds NaN or infinity.</exception>
    public static PermutationTest Greater(ReadOnlySpan<double> x, ReadOnlySpan<double> y, BootstrapOptions? options = null)
    {
        double[] all = [.. x, .. y];
        if (x.IsEmpty || y.IsEmpty || !all.All(double.IsFinite))
            throw new ArgumentException($"Groups of {x.Length} and {y.Length} values; both need one at least, all of them finite.",
                nameof(x));
        options ??= new();
        options.Validate();
        double difference = Moments.Mean(x) - Moments.Mean(y);
        // The difference grows with the sum of the first group alone; rounding must not turn away splits that are exactly as extreme.
        double threshold = Sum(x) - 1e-9 * all.Sum(Math.Abs), splits = Splits(all.Length, x.Length);
        if (splits <= MaximumExactSplits)
            return new(difference, Count(all, 0, x.Length, threshold) / splits, $"permutation, all {Bootstrap.Count((int)splits)} splits");
        return new(difference, Random(all, x.Length, threshold, options),
            $"permutation, {Bootstrap.Count(options.Resamples)} random splits");
    }

    /// <summary>
    /// Tests whether x is greater than y within strata, such as levels that differ in all their values: values change sides within their
    /// own stratum only. The difference is the mean over strata of mean(x) − mean(y).
    /// </summary>
    /// <param name="strata">The two groups of each stratum.</param>
    /// <param name="options">Seed and number of random splits, where there are more than 10⁶; the defaults if
    /// <see langword="null"/>.</param>
    /// <returns>The test; its least possible p-value is one over the product of the strata's numbers of splits.</returns>
    /// <exception cref="ArgumentException">There is no stratum, a group is empty, or holds NaN or infinity.</exception>
    public static PermutationTest GreaterWithin(
        IReadOnlyList<(IReadOnlyList<double> X, IReadOnlyList<double> Y)> strata, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(strata);
        if (strata.Count == 0 || strata.Any(s => s.X.Count == 0 || s.Y.Count == 0 || !s.X.Concat(s.Y).All(double.IsFinite)))
            throw new ArgumentException("Both groups of each stratum need one value at least, all of them finite.", nameof(strata));
        options ??= new();
        options.Validate();
        // mean(x) − mean(y) = (1/n + 1/m) Σx − Σ/m: a stratum's difference grows with the sum of its first group alone.
        double[][] weighed = [.. strata.Select(s => s.X.Concat(s.Y).Select(v => v * (1.0 / s.X.Count + 1.0 / s.Y.Count)).ToArray())];
        int[] chosen = [.. strata.Select(s => s.X.Count)];
        double threshold = Chosen() - 1e-9 * weighed.Sum(values => values.Sum(Math.Abs));
        double difference = strata.Average(s => s.X.Average() - s.Y.Average());
        double splits = strata.Aggregate(1.0, (product, s) => product * Splits(s.X.Count + s.Y.Count, s.X.Count));
        if (splits <= MaximumExactSplits)
        {
            double[][] sums = [.. weighed.Zip(chosen, (values, count) => Sums(values, 0, count).ToArray())];
            return new(difference, CountOf(sums, 0, threshold) / splits,
                $"permutation within {strata.Count} strata, all {Bootstrap.Count((int)splits)} splits");
        }
        RandomStream random = options.Seed.Derive("splits").Stream();
        int extreme = 1; // the sample itself is one of the splits (Phipson and Smyth 2010)
        for (int b = 0; b < options.Resamples; b++)
        {
            foreach (double[] values in weighed)
                random.Shuffle(values.AsSpan());
            extreme += Chosen() >= threshold ? 1 : 0;
        }
        return new(difference, (double)extreme / (options.Resamples + 1),
            $"permutation within {strata.Count} strata, {Bootstrap.Count(options.Resamples)} random splits");

        double Chosen() => weighed.Zip(chosen, (values, count) => Sum(values.AsSpan(0, count))).Sum();
    }

    /// <summary>How many choices of a sum from each stratum reach a total.</summary>
    private static double CountOf(double[][] sums, int stratum, double rest) => stratum == sums.Length
        ? rest <= 0 ? 1 : 0
        : sums[stratum].Sum(sum => CountOf(sums, stratum + 1, rest - sum));

    /// <summary>The sums of all choices of some of the values from a place on.</summary>
    private static IEnumerable<double> Sums(double[] values, int first, int chosen) => chosen == 0
        ? [0]
        : Enumerable.Range(first, values.Length - chosen - first + 1)
            .SelectMany(i => Sums(values, i + 1, chosen - 1).Select(sum => values[i] + sum));

    /// <summary>How many choices of some of the values from a place on reach a sum.</summary>
    private static double Count(double[] values, int first, int chosen, double rest)
    {
        if (chosen == 0)
            return rest <= 0 ? 1 : 0;
        double count = 0;
        for (int i = first; i <= values.Length - chosen; i++)
            count += Count(values, i + 1, chosen - 1, rest - values[i]);
        return count;
    }

    private static double Random(double[] values, int chosen, double threshold, BootstrapOptions options)
    {
        RandomStream random = options.Seed.Derive("splits").Stream();
        int extreme = 1; // the sample itself is one of the splits (Phipson and Smyth 2010)
        for (int b = 0; b < options.Resamples; b++)
        {
            random.Shuffle(values.AsSpan());
            if (Sum(values.AsSpan(0, chosen)) >= threshold)
                extreme++;
        }
        return (double)extreme / (options.Resamples + 1);
    }

    private static double Splits(int count, int chosen)
    {
        double splits = 1;
        for (int i = 1; i <= chosen; i++)
            splits = Math.Round(splits * (count - chosen + i) / i);
        return splits;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        return sum;
    }
}
