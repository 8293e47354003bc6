using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;

namespace Offprint.Statistics;

/// <summary>
/// A normal law: what the Fréchet distance keeps of a sample. Fit a reference sample once and use it for all comparisons.
/// </summary>
public sealed class GaussianFit
{
    /// <summary>Takes a mean and a covariance.</summary>
    /// <param name="mean">[d].</param>
    /// <param name="covariance">[d, d], symmetric.</param>
    /// <exception cref="ArgumentException">The shapes disagree, or the covariance is not symmetric or not finite.</exception>
    public GaussianFit(Vector<double> mean, Matrix<double> covariance)
    {
        if (covariance.RowCount != mean.Count || covariance.ColumnCount != mean.Count)
        {
            throw new ArgumentException(
                $"A mean of {mean.Count} features and a covariance {covariance.RowCount} × {covariance.ColumnCount}.", nameof(covariance));
        }
        double asymmetry = (covariance - covariance.Transpose()).InfinityNorm();
        if (!(asymmetry <= 1e-9 * covariance.InfinityNorm()))
            throw new ArgumentException("The covariance is not symmetric, or not finite.", nameof(covariance));
        Mean = mean;
        Covariance = covariance;
    }

    /// <summary>[d].</summary>
    public Vector<double> Mean { get; }

    /// <summary>[d, d].</summary>
    public Matrix<double> Covariance { get; }

    /// <summary>The mean and the covariance (divisor N − 1) of a sample, in double precision.</summary>
    /// <param name="sample">At least two points; with no more points than features the covariance is singular, which is allowed.</param>
    /// <returns>The fit.</returns>
    /// <exception cref="ArgumentException">There are fewer than two points.</exception>
    public static GaussianFit Of(SampleMatrix sample)
    {
        sample.RequireComparable(sample, 2);
        int d = sample.Columns;
        double[] mean = new double[d];
        for (int i = 0; i < sample.Rows; i++)
        {
            ReadOnlySpan<float> row = sample.Row(i);
            for (int j = 0; j < d; j++)
                mean[j] += row[j];
        }
        for (int j = 0; j < d; j++)
            mean[j] /= sample.Rows;
        var centered = Matrix<double>.Build.Dense(sample.Rows, d, (i, j) => sample.Values[i * d + j] - mean[j]);
        Matrix<double> covariance = centered.TransposeThisAndMultiply(centered) / (sample.Rows - 1);
        return new(Vector<double>.Build.Dense(mean), (covariance + covariance.Transpose()) / 2);
    }
}
