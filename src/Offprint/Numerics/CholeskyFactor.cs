using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;
using Lanes = System.Numerics.Vector<double>;

namespace Offprint.Numerics;

/// <summary>Σ = L Lᵀ with L and its inverse at hand: what normal laws need, over many points at a time.</summary>
internal sealed class CholeskyFactor
{
    private const double SymmetryTolerance = 1e-9;
    private const int StackLimit = 64;
    private readonly int _dimension;
    private readonly double[] _lower, _inverse;

    private CholeskyFactor(Matrix<double> lower)
    {
        _dimension = lower.RowCount;
        _lower = lower.ToRowMajorArray();
        _inverse = lower.Inverse().ToRowMajorArray();
        for (int i = 0; i < _dimension; i++)
            LogDeterminant += 2 * Math.Log(lower[i, i]);
    }

    /// <summary>log det Σ.</summary>
    public double LogDeterminant { get; }

    /// <summary>Factors a matrix.</summary>
    /// <param name="matrix">[d, d], symmetric and positive definite.</param>
    /// <param name="name">What it is, for the error.</param>
    /// <param name="remedy">What to do if it is not positive definite.</param>
    /// <exception cref="ArgumentException">It is not; the message names the smallest eigenvalue and the remedy.</exception>
    public static CholeskyFactor Of(Matrix<double> matrix, string name, string remedy)
    {
        double size = matrix.InfinityNorm();
        if (matrix.RowCount != matrix.ColumnCount || !double.IsFinite(size))
            throw new ArgumentException(
                $"The {name} is {matrix.RowCount} × {matrix.ColumnCount} with norm {size}: it must be square and finite.", nameof(matrix));
        if ((matrix - matrix.Transpose()).InfinityNorm() > SymmetryTolerance * size)
            throw new ArgumentException($"The {name} is not symmetric.", nameof(matrix));
        try
        {
            return new CholeskyFactor(matrix.Cholesky().Factor);
        }
        catch (ArgumentException e)
        {
            var values = matrix.Evd(Symmetricity.Symmetric).EigenValues;
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The {name} is not positive definite: its eigenvalues run from {values.Min(v => v.Real):G3} to " +
                    $"{values.Max(v => v.Real):G3}. {remedy}"), nameof(matrix), e);
        }
    }

    /// <summary>Turns standard normal points into points of N(mean, Σ), in place.</summary>
    public void Transform(PointMatrix points, ReadOnlySpan<double> mean)
    {
        for (int i = _dimension - 1; i >= 0; i--) // from the last row on: row i needs the rows before it as they were
        {
            Span<double> row = points[i];
            TensorPrimitives.Multiply(row, _lower[i * _dimension + i], row);
            for (int k = 0; k < i; k++)
                TensorPrimitives.MultiplyAdd(points[k], _lower[i * _dimension + k], row, row);
            TensorPrimitives.Add(row, mean[i], row);
        }
    }

    /// <summary>|L⁻¹(x − mean)|² of every point.</summary>
    public void SquaredDistances(PointMatrix points, ReadOnlySpan<double> mean, Span<double> squared)
    {
        int width = Lanes.Count, n = 0;
        Span<Lanes> centered = _dimension <= StackLimit ? stackalloc Lanes[_dimension] : new Lanes[_dimension];
        ref double origin = ref MemoryMarshal.GetReference(points.Storage);
        for (; n <= points.Count - width; n += width)
        {
            var sum = Lanes.Zero;
            for (int i = 0; i < centered.Length; i++)
            {
                centered[i] = Vector.LoadUnsafe(ref origin, (nuint)(i * points.Stride + n)) - new Lanes(mean[i]);
                var z = Lanes.Zero;
                for (int k = 0; k <= i; k++)
                    z = Vector.FusedMultiplyAdd(new Lanes(_inverse[i * _dimension + k]), centered[k], z);
                sum = Vector.FusedMultiplyAdd(z, z, sum);
            }
            sum.CopyTo(squared[n..]);
        }
        for (; n < points.Count; n++)
            squared[n] = SquaredDistance(points, mean, n);
    }

    /// <summary>The same arithmetic for one point, so that a point's value does not depend on its place.</summary>
    private double SquaredDistance(PointMatrix points, ReadOnlySpan<double> mean, int n)
    {
        double sum = 0;
        for (int i = 0; i < _dimension; i++)
        {
            double z = 0;
            for (int k = 0; k <= i; k++)
                z = Math.FusedMultiplyAdd(_inverse[i * _dimension + k], points[k][n] - mean[k], z);
            sum = Math.FusedMultiplyAdd(z, z, sum);
        }
        return sum;
    }
}
