using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;

namespace Offprint.Samplers.MonteCarlo;

/// <summary>
/// Coordinates of given laws, tied by a Gaussian copula: X_i = F_i⁻¹(Φ(Z_i)) with Z ~ N(0, R). Independent log-normal coordinates are the
/// case R = I.
/// </summary>
/// <remarks>log f = Σ log f_i − ½ log|R| − ½ zᵀ(R⁻¹ − I)z, computed as the normal density of z times Π dz_i/dx_i.</remarks>
public sealed class GaussianCopulaDensity : IDensity
{
    private const int Block = 256;
    private readonly CholeskyFactor _factor;
    private readonly double[] _zero;
    private readonly double _logConstant;

    /// <summary>Ties marginal laws.</summary>
    /// <param name="marginals">The coordinates' laws, [D].</param>
    /// <param name="correlation">R, [D, D], with a unit diagonal.</param>
    /// <exception cref="ArgumentException">The shapes disagree, the diagonal is not one, or R is not positive definite.</exception>
    public GaussianCopulaDensity(IReadOnlyList<Marginal> marginals, Matrix<double> correlation)
    {
        if (correlation.RowCount != marginals.Count)
            throw new ArgumentException(
                $"{marginals.Count} marginal laws and a correlation {correlation.RowCount} × {correlation.ColumnCount}.",
                nameof(correlation));
        if (correlation.Diagonal().Any(r => Math.Abs(r - 1) > 1e-12))
            throw new ArgumentException("A correlation matrix has ones on its diagonal; divide a covariance by the standard deviations.",
                nameof(correlation));
        _factor = CholeskyFactor.Of(correlation, "correlation",
            "No law has these correlations: bring them closer to zero, or shrink the matrix toward the identity.");
        _logConstant = -0.5 * (marginals.Count * Math.Log(2 * Math.PI) + _factor.LogDeterminant);
        _zero = new double[marginals.Count];
        Marginals = marginals;
        Mean = Vector<double>.Build.Dense(marginals.Count, i => marginals[i].Mean);
        Covariance = Matrix<double>.Build.Dense(marginals.Count, marginals.Count,
            (i, k) => i == k ? Math.Pow(marginals[i].StandardDeviation, 2)
                : Marginal.Covariance(marginals[i], marginals[k], correlation[i, k]));
    }

    /// <summary>The coordinates' laws.</summary>
    public IReadOnlyList<Marginal> Marginals { get; }

    /// <inheritdoc/>
    public int Dimension => Marginals.Count;

    /// <inheritdoc/>
    public Vector<double> Mean { get; }

    /// <inheritdoc/>
    public Matrix<double> Covariance { get; }

    /// <summary>The product of marginal laws.</summary>
    /// <param name="marginals">The coordinates' laws.</param>
    /// <returns>The law of independent coordinates.</returns>
    public static GaussianCopulaDensity Independent(IReadOnlyList<Marginal> marginals) =>
        new(marginals, Matrix<double>.Build.DenseIdentity(marginals.Count));

    /// <inheritdoc/>
    public void Sample(RandomStream random, PointMatrix points)
    {
        for (int i = 0; i < Dimension; i++)
            random.FillNormal(points[i]);
        _factor.Transform(points, _zero);
        for (int i = 0; i < Dimension; i++)
            Marginals[i].FromStandard(points[i], points[i]);
    }

    /// <inheritdoc/>
    public void LogDensity(PointMatrix points, Span<double> logDensity)
    {
        var standard = new PointMatrix(Dimension, Math.Min(Block, points.Count));
        Span<double> slopes = stackalloc double[Block];
        for (int first = 0; first < points.Count; first += Block)
        {
            int count = Math.Min(Block, points.Count - first);
            PointMatrix part = points.Slice(first, count), z = standard.Slice(0, count);
            Span<double> slope = slopes[..count], result = logDensity.Slice(first, count);
            slope.Fill(_logConstant);
            for (int i = 0; i < Dimension; i++)
                Marginals[i].ToStandard(part[i], z[i], slope);
            _factor.SquaredDistances(z, _zero, result);
            TensorPrimitives.MultiplyAdd(result, -0.5, slope, result);
        }
    }
}
