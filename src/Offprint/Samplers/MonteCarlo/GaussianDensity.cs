using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;

namespace Offprint.Samplers.MonteCarlo;

/// <summary>The normal law N(μ, Σ).</summary>
public sealed class GaussianDensity : IDensity
{
    private readonly CholeskyFactor _factor;
    private readonly double[] _mean;
    private readonly double _logConstant;

    /// <summary>Takes mean and covariance.</summary>
    /// <param name="mean">μ, [D].</param>
    /// <param name="covariance">Σ, [D, D].</param>
    /// <exception cref="ArgumentException">The shapes disagree, or Σ is not positive definite: the message says by how much, and what to
    /// do.</exception>
    public GaussianDensity(Vector<double> mean, Matrix<double> covariance)
    {
        if (covariance.RowCount != mean.Count)
            throw new ArgumentException(
                $"A mean of {mean.Count} coordinates and a covariance {covariance.RowCount} × {covariance.ColumnCount}.",
                nameof(covariance));
        _factor = CholeskyFactor.Of(covariance, "covariance",
            "Fit it to more points than dimensions, leave out coordinates that others determine, or add a ridge to its diagonal.");
        _mean = mean.ToArray();
        _logConstant = -0.5 * (mean.Count * Math.Log(2 * Math.PI) + _factor.LogDeterminant);
        (Mean, Covariance) = (mean, covariance);
    }

    /// <inheritdoc/>
    public int Dimension => _mean.Length;

    /// <inheritdoc/>
    public Vector<double> Mean { get; }

    /// <inheritdoc/>
    public Matrix<double> Covariance { get; }

    /// <summary>The standard normal law.</summary>
    /// <param name="dimension">D.</param>
    /// <returns>N(0, I).</returns>
    public static GaussianDensity Standard(int dimension) =>
        new(Vector<double>.Build.Dense(dimension), Matrix<double>.Build.DenseIdentity(dimension));

    /// <inheritdoc/>
    public void Sample(RandomStream random, PointMatrix points)
    {
        for (int i = 0; i < Dimension; i++)
            random.FillNormal(points[i]);
        _factor.Transform(points, _mean);
    }

    /// <inheritdoc/>
    public void LogDensity(PointMatrix points, Span<double> logDensity)
    {
        _factor.SquaredDistances(points, _mean, logDensity);
        TensorPrimitives.Multiply(logDensity, -0.5, logDensity);
        TensorPrimitives.Add(logDensity, _logConstant, logDensity);
    }
}
