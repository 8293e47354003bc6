using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;

namespace Offprint.Samplers.MonteCarlo;

/// <summary>A probability density on R^D that can be drawn from and evaluated, many points at a time.</summary>
public interface IDensity
{
    /// <summary>D.</summary>
    int Dimension { get; }

    /// <summary>The exact mean, [D].</summary>
    Vector<double> Mean { get; }

    /// <summary>The exact covariance, [D, D].</summary>
    Matrix<double> Covariance { get; }

    /// <summary>Draws independent points.</summary>
    /// <param name="random">The randomness.</param>
    /// <param name="points">[D, N], filled.</param>
    void Sample(RandomStream random, PointMatrix points);

    /// <summary>The logarithm of the density; −∞ outside the support.</summary>
    /// <param name="points">[D, N].</param>
    /// <param name="logDensity">[N], filled.</param>
    void LogDensity(PointMatrix points, Span<double> logDensity);
}
