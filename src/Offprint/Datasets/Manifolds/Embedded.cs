using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Datasets.Manifolds;

/// <summary>A manifold carried into a space of more dimensions by a random isometry.</summary>
public sealed record Embedded : IManifold
{
    private readonly double[] _basis; // [D, inner D], orthonormal columns

    /// <summary>Embeds a manifold.</summary>
    /// <param name="inner">The manifold.</param>
    /// <param name="dimension">D, at least the manifold's own ambient dimension.</param>
    /// <param name="seed">Where the isometry is drawn from.</param>
    public Embedded(IManifold inner, int dimension, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, inner.AmbientDimension);
        (Inner, AmbientDimension) = (inner, dimension);
        var random = seed.Derive("isometry").Stream();
        var gaussian = Matrix<double>.Build.Dense(dimension, dimension, (_, _) => random.NextNormal());
        var orthonormal = gaussian.QR().Q;
        _basis = [.. Enumerable.Range(0, dimension).SelectMany(row =>
            Enumerable.Range(0, inner.AmbientDimension).Select(column => orthonormal[row, column]))];
    }

    /// <summary>The manifold that is embedded.</summary>
    public IManifold Inner { get; }

    /// <inheritdoc/>
    public int IntrinsicDimension => Inner.IntrinsicDimension;

    /// <inheritdoc/>
    public int AmbientDimension { get; }

    /// <summary>The isometry's matrix [D, inner D], with orthonormal columns; the caller's dispose scope owns it.</summary>
    /// <returns>The matrix, float64.</returns>
    public Tensor Basis() => tensor(_basis, [AmbientDimension, Inner.AmbientDimension]);

    /// <inheritdoc/>
    public Tensor Sample(int count, RandomStream random)
    {
        using var scope = NewDisposeScope();
        return Inner.Sample(count, random).matmul(Basis().t()).MoveToOuterDisposeScope();
    }
}
