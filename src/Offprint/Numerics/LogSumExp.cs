using System.Numerics.Tensors;

namespace Offprint.Numerics;

/// <summary>Logarithms of weighted sums of exponentials, over many points at a time and without overflow.</summary>
internal static class LogSumExp
{
    /// <summary>log Σ_k weights[k] exp(logs[k, n]) for each n. Rows of weight zero are left out; a sum of zeros is −∞.</summary>
    /// <param name="logs">[K, N].</param>
    /// <param name="weights">[K], not negative.</param>
    /// <param name="result">[N].</param>
    public static void Rows(PointMatrix logs, ReadOnlySpan<double> weights, Span<double> result)
    {
        const int block = 256;
        Span<double> maxima = stackalloc double[block], terms = stackalloc double[block];
        for (int first = 0; first < logs.Count; first += block)
        {
            int count = Math.Min(block, logs.Count - first);
            Span<double> maximum = maxima[..count], term = terms[..count], sum = result.Slice(first, count);
            maximum.Fill(double.MinValue); // not −∞: a point outside every support must give exp(−∞), not exp(−∞ + ∞)
            for (int k = 0; k < weights.Length; k++)
            {
                if (weights[k] > 0)
                    TensorPrimitives.Max(maximum, logs[k].Slice(first, count), maximum);
            }
            sum.Clear();
            for (int k = 0; k < weights.Length; k++)
            {
                if (weights[k] <= 0)
                    continue;
                TensorPrimitives.Subtract(logs[k].Slice(first, count), maximum, term);
                SpanMath.Exp(term);
                TensorPrimitives.MultiplyAdd(term, weights[k], sum, sum);
            }
            TensorPrimitives.Log(sum, sum);
            TensorPrimitives.Add(sum, maximum, sum);
        }
    }
}
