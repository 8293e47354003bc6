using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Datasets.Manifolds;

/// <summary>A random point on a manifold of known dimension.</summary>
public interface IManifold
{
    /// <summary>d, the manifold's own dimension.</summary>
    int IntrinsicDimension { get; }

    /// <summary>D, the dimension of the space around it.</summary>
    int AmbientDimension { get; }

    /// <summary>Draws points.</summary>
    /// <param name="count">n.</param>
    /// <param name="random">The source of randomness.</param>
    /// <returns>[n, D], float64; the caller's dispose scope owns it.</returns>
    Tensor Sample(int count, RandomStream random);
}
