using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Datasets.Manifolds;

/// <summary>
/// A sphere S² in R³. Its density is uniform, or the mixture of four products of von Mises laws in polar and azimuthal angle that
/// the authors' earlier simulator draws (Horvat and Pfister 2021).
/// </summary>
/// <param name="Concentration">κ of the four clusters; 0 for the uniform law. Default 6, the simulator's.</param>
/// <param name="Radius">The radius; √3 gives unit variance a coordinate.</param>
public sealed record Sphere(double Concentration = 6, double Radius = 1) : IManifold
{
    private static readonly (double Theta, double Phi)[] s_centers =
        [(Math.PI / 4, Math.PI / 2), (3 * Math.PI / 4, 4 * Math.PI / 3), (3 * Math.PI / 4, Math.PI / 2), (Math.PI / 4, 4 * Math.PI / 3)];

    /// <inheritdoc/>
    public int IntrinsicDimension => 2;

    /// <inheritdoc/>
    public int AmbientDimension => 3;

    /// <inheritdoc/>
    public Tensor Sample(int count, RandomStream random)
    {
        double[] points = new double[3 * count];
        for (int i = 0; i < count; i++)
        {
            var (theta, phi) = Concentration > 0 ? Clustered(random)
                : (Math.Acos(random.NextUniform(-1, 1)), random.NextUniform(0, 2 * Math.PI));
            points[3 * i] = Radius * Math.Sin(theta) * Math.Cos(phi);
            points[3 * i + 1] = Radius * Math.Sin(theta) * Math.Sin(phi);
            points[3 * i + 2] = Radius * Math.Cos(theta);
        }
        return tensor(points, [count, 3]);
    }

    private (double Theta, double Phi) Clustered(RandomStream random)
    {
        var (theta, phi) = s_centers[random.NextInt(4)];
        // The polar angle has half a circle: twice the angle is drawn on the whole one, and wrapped there.
        double twice = 2 * (theta - Math.PI / 2) + VonMises.Next(random, Concentration);
        return (Math.IEEERemainder(twice, 2 * Math.PI) / 2 + Math.PI / 2, phi + VonMises.Next(random, Concentration));
    }
}
