using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Datasets.Manifolds;

/// <summary>A standard normal law on a flat space of d dimensions.</summary>
/// <param name="IntrinsicDimension">d.</param>
public sealed record Plane(int IntrinsicDimension = 2) : IManifold
{
    /// <inheritdoc/>
    public int AmbientDimension => IntrinsicDimension;

    /// <inheritdoc/>
    public Tensor Sample(int count, RandomStream random)
    {
        double[] points = new double[count * IntrinsicDimension];
        random.FillNormal(points);
        return tensor(points, [count, IntrinsicDimension]);
    }
}
