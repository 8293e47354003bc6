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
