using System.Numerics.Tensors;
using Offprint.Numerics;

namespace Offprint.Statistics;

/// <summary>
/// Weights target density ÷ sampling density of a sample, kept relative to the largest so that nothing over- or underflows.
/// </summary>
public sealed class ImportanceWeights
{
    private readonly double[] _relative; // w / max w
    private readonly double _logMaximum, _sum;

    private ImportanceWeights(double[] relative, double logMaximum)
    {
        (_relative, _logMaximum, _sum) = (relative, logMaximum, TensorPrimitives.Sum<double>(relative));
        double[] normalized = new double[relative.Length];
        TensorPrimitives.Divide(relative, _sum, normalized);
        Normalized = normalized;
    }

    /// <summary>The number of weights.</summary>
    public int Count => _relative.Length;

    /// <summary>The weights divided by their sum.</summary>
    public IReadOnlyList<double> Normalized { get; }

    /// <summary>The largest weight.</summary>
    public double Maximum => Math.Exp(_logMaximum);

    /// <summary>The mean weight: an unbiased estimate of the target's normalizing constant, 1 for a normalized target.</summary>
    public double Mean => Math.Exp(LogMean);

    /// <summary>The logarithm of the mean weight, for constants that no double holds.</summary>
    public double LogMean => _logMaximum + Math.Log(_sum / Count);

    /// <summary>Kish's effective sample size, (Σ w)² / Σ w²: from 1 (one weight has all) to N (all are equal).</summary>
    public double EffectiveSampleSize => _sum * _sum / TensorPrimitives.SumOfSquares<double>(_relative);

    /// <summary>Takes logarithms of weights.</summary>
    /// <param name="logWeights">One a point; −∞ for a weight of zero.</param>
    /// <returns>The weights.</returns>
    /// <exception cref="ArgumentException">There are none, one is NaN or +∞, or all vanish; the message says what to do.</exception>
    public static ImportanceWeights FromLogs(ReadOnlySpan<double> logWeights)
    {
        if (logWeights.IsEmpty)
            throw new ArgumentException("There are no weights.", nameof(logWeights));
        for (int n = 0; n < logWeights.Length; n++)
        {
            if (double.IsNaN(logWeights[n]) || double.IsPositiveInfinity(logWeights[n]))
                throw new ArgumentException(
                    $"The logarithm of weight {n} is {logWeights[n]}: the sampling density must be positive where it draws.",
                    nameof(logWeights));
        }
        double largest = TensorPrimitives.Max(logWeights);
        if (double.IsNegativeInfinity(largest))
            throw new ArgumentException(Vanishing($"All {logWeights.Length} weights", "target"), nameof(logWeights));
        double[] relative = new double[logWeights.Length];
        TensorPrimitives.Subtract(logWeights, largest, relative);
        SpanMath.Exp(relative);
        return new ImportanceWeights(relative, largest);
    }

    /// <summary>The effective sample size of weights that are at hand as such.</summary>
    /// <param name="weights">Not negative.</param>
    /// <returns>(Σ w)² / Σ w²; 0 if all vanish.</returns>
    public static double EffectiveSize(ReadOnlySpan<double> weights)
    {
        double largest = TensorPrimitives.Max(weights); // relative to it, so that squares do not overflow
        double sum = 0, squares = 0;
        if (!(largest > 0))
            return 0;
        foreach (double weight in weights)
        {
            double relative = weight / largest;
            sum += relative;
            squares += relative * relative;
        }
        return sum * sum / squares;
    }

    /// <summary>
    /// The self-normalized estimate Σ w y / Σ w of the target's mean of y: biased by O(1/N), free of normalizing constants.
    /// </summary>
    /// <param name="values">y, one a weight.</param>
    /// <returns>The estimate.</returns>
    /// <exception cref="ArgumentException">The numbers of values and weights differ.</exception>
    public double Average(ReadOnlySpan<double> values)
    {
        Require.SameLength(values.Length, Count);
        return TensorPrimitives.Dot(values, _relative) / _sum;
    }

    /// <summary>Weights above a bound become the bound.</summary>
    /// <param name="maximum">The bound, positive.</param>
    /// <returns>The changed weights: less variance, some bias.</returns>
    public ImportanceWeights Clip(double maximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximum);
        double bound = Math.Exp(Math.Log(maximum) - _logMaximum);
        if (bound >= 1)
            return this;
        double[] relative = new double[Count];
        TensorPrimitives.Min(_relative, bound, relative);
        TensorPrimitives.Divide(relative, bound, relative);
        return new ImportanceWeights(relative, Math.Log(maximum));
    }

    /// <summary>Clips at √N times the mean weight (Ionides 2008): the bias vanishes as N grows, the variance stays finite.</summary>
    /// <returns>The changed weights.</returns>
    public ImportanceWeights Truncate() => Clip(Mean * Math.Sqrt(Count));

    internal static string Vanishing(string which, string what) =>
        $"{which} vanish: no point fell where the {what} is positive. Draw from a wider density, from a mixture that includes the " +
            $"{what}'s support, or draw more points.";
}
