using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;

namespace Offprint.Samplers.MonteCarlo;

/// <summary>Mean and covariance of weighted points: the maximum-likelihood normal law.</summary>
internal static class WeightedMoments
{
    /// <summary>Divisor Σ w, so that equal weights give the covariance of divisor N.</summary>
    public static (Vector<double> Mean, Matrix<double> Covariance) Of(PointMatrix points, ReadOnlySpan<double> weights)
    {
        double total = TensorPrimitives.Sum(weights);
        if (points.Count != weights.Length || !(total > 0 && double.IsFinite(total)) || TensorPrimitives.Min(weights) < 0)
        {
            throw new ArgumentException(points.Count != weights.Length ? $"{points.Count} points and {weights.Length} weights."
                : total == 0 ? Statistics.ImportanceWeights.Vanishing($"All {weights.Length} weights", "weighted target")
                : $"Weights must be finite and not negative; these run from {TensorPrimitives.Min(weights)} to " +
                    $"{TensorPrimitives.Max(weights)}.", nameof(weights));
        }
        int d = points.Dimension;
        var mean = Vector<double>.Build.Dense(d);
        var covariance = Matrix<double>.Build.Dense(d, d);
        var centered = new PointMatrix(d, points.Count);
        double[] weighted = new double[points.Count];
        for (int i = 0; i < d; i++)
        {
            mean[i] = TensorPrimitives.Dot(weights, points[i]) / total;
            TensorPrimitives.Subtract(points[i], mean[i], centered[i]);
            TensorPrimitives.Multiply(weights, centered[i], weighted);
            for (int k = 0; k <= i; k++)
                covariance[i, k] = covariance[k, i] = TensorPrimitives.Dot<double>(weighted, centered[k]) / total;
        }
        return (mean, covariance);
    }
}
