using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;

namespace Offprint.Samplers.MonteCarlo;

/// <summary>
/// The member of a family that is closest to a weighted sample in Kullback–Leibler divergence: weighted maximum likelihood (Rubinstein
/// 1999).
/// </summary>
/// <remarks>With weights φ(x) f(x)/h(x) on points drawn from h it fits the zero-variance density φf/I.</remarks>
public static class CrossEntropyFit
{
    /// <summary>The ridge on covariances. code: 10⁻⁶, in the points' squared unit.</summary>
    public const double DefaultRidge = 1e-6;

    /// <summary>Fits a normal law.</summary>
    /// <param name="points">[D, N].</param>
    /// <param name="weights">[N], not negative.</param>
    /// <param name="ridge">Added to the covariance's diagonal.</param>
    /// <param name="diagonal">Whether coordinates are taken as independent.</param>
    /// <returns>The weighted mean and the weighted covariance (divisor Σ w) with the ridge.</returns>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all vanish; the message says what to do.</exception>
    public static GaussianDensity Gaussian(PointMatrix points, ReadOnlySpan<double> weights, double ridge = DefaultRidge,
        bool diagonal = false)
    {
        var (mean, covariance) = WeightedMoments.Of(points, weights);
        return new GaussianDensity(mean, Regularized(covariance, ridge, diagonal));
    }

    /// <summary>Fits a mixture of normal laws by expectation–maximization from a random split of the points.</summary>
    /// <param name="points">[D, N].</param>
    /// <param name="weights">[N], not negative.</param>
    /// <param name="components">The most components; those that win no point are removed.</param>
    /// <param name="random">Chooses the start.</param>
    /// <param name="ridge">Added to the covariances' diagonals.</param>
    /// <param name="diagonal">Whether coordinates are taken as independent within a component.</param>
    /// <returns>A local maximum of the weighted likelihood.</returns>
    /// <exception cref="ArgumentException">A weight is negative or not finite, all vanish, or there are fewer points than
    /// components.</exception>
    public static MixtureDensity GaussianMixture(
        PointMatrix points, ReadOnlySpan<double> weights, int components, RandomStream random, double ridge = DefaultRidge,
        bool diagonal = false) =>
        new WeightedExpectationMaximization(points, weights.ToArray(), ridge, diagonal).Run(components, random);

    internal static Matrix<double> Regularized(Matrix<double> covariance, double ridge, bool diagonal) => Matrix<double>.Build.Dense(
        covariance.RowCount, covariance.ColumnCount, (i, k) => i == k ? covariance[i, i] + ridge : diagonal ? 0 : covariance[i, k]);
}
