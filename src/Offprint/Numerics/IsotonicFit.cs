namespace Offprint.Numerics;

/// <summary>The non-decreasing sequence nearest to given values in weighted least squares: pool adjacent violators, O(n).</summary>
public static class IsotonicFit
{
    /// <summary>Fits a non-decreasing sequence.</summary>
    /// <param name="values">The values, in order; one without weight may be NaN.</param>
    /// <param name="weights">Their weights, not negative, as many.</param>
    /// <param name="fitted">
    /// Receives the fit. Where there is no weight it repeats the fit before it; before the first weight it is NaN.
    /// </param>
    /// <exception cref="ArgumentException">The lengths differ, a weight is negative, or a weighted value is not finite.</exception>
    public static void Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, Span<double> fitted)
    {
        if (values.Length != weights.Length || fitted.Length != values.Length)
        {
            throw new ArgumentException(
                $"There are {values.Length} values, {weights.Length} weights and room for {fitted.Length} results; all three must agree.",
                nameof(weights));
        }
        // Blocks are kept in place: means at the front of `fitted`, with their weights and ends beside them.
        Span<double> mass = values.Length <= 256 ? stackalloc double[values.Length] : new double[values.Length];
        Span<int> end = values.Length <= 256 ? stackalloc int[values.Length] : new int[values.Length];
        int blocks = 0, first = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!(weights[i] >= 0) || (weights[i] > 0 && !double.IsFinite(values[i])))
                throw new ArgumentException(
                    $"Entry {i} is {values[i]} with weight {weights[i]}; a fit needs finite values and weights from 0.", nameof(values));
            if (weights[i] == 0)
            {
                if (blocks == 0)
                    first = i + 1;
                else
                    end[blocks - 1] = i + 1;
                continue;
            }
            (double mean, double weight) = (values[i], weights[i]);
            for (; blocks > 0 && fitted[blocks - 1] >= mean; blocks--)
            {
                double sum = mass[blocks - 1] + weight;
                mean += (fitted[blocks - 1] - mean) * (mass[blocks - 1] / sum);
                weight = sum;
            }
            (fitted[blocks], mass[blocks], end[blocks]) = (mean, weight, i + 1);
            blocks++;
        }
        for (int b = blocks - 1; b >= 0; b--)
        {
            int start = b > 0 ? end[b - 1] : first;
            fitted[start..end[b]].Fill(fitted[b]);
        }
        fitted[..first].Fill(double.NaN);
    }
}
