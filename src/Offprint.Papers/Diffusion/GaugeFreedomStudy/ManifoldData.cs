using Offprint.Datasets.Manifolds;
using Offprint.Numerics;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>The paper's toy manifolds, all of dimension 2.</summary>
public enum ManifoldKind
{
    /// <summary>A standard normal law on a plane.</summary>
    Plane,

    /// <summary>The mixture of four clusters on the sphere S² of radius √3.</summary>
    Sphere,

    /// <summary>The Swiss roll, standardized.</summary>
    SwissRoll,
}

/// <summary>Makes the manifolds.</summary>
public static class ManifoldData
{
    private static readonly Seed s_isometry = new(2402);

    /// <summary>A manifold in a space of D dimensions, turned at random but always in the same way.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="dimension">D, at least 3.</param>
    /// <returns>The manifold.</returns>
    public static Embedded Of(ManifoldKind kind, int dimension) => new(kind switch
    {
        ManifoldKind.Plane => new Plane(),
        ManifoldKind.Sphere => new Sphere(Radius: Math.Sqrt(3)),
        _ => new SwissRoll(),
    }, dimension, s_isometry);
}
