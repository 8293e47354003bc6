using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;
using Offprint.Samplers.MonteCarlo;
using Offprint.Statistics;

namespace Offprint.Estimators.ControlVariates;

/// <summary>The cross-entropy step: one density an expectation, fitted to all points so far.</summary>
internal sealed class AuxiliaryFit(ExpectationProblem problem, AdaptiveImportanceSamplingOptions options, RandomStream random)
{
    private const int MixtureComponents = 2;

    /// <summary>Fits all densities.</summary>
    /// <param name="sample">The points with their terms.</param>
    /// <param name="smallest">Receives the smallest effective sample size.</param>
    /// <param name="pooled">Receives the number of fits that took the pooled covariance: those of fewer than 2 D effective points.</param>
    public IReadOnlyList<IDensity> Fit(PooledSample sample, out double smallest, out int pooled)
    {
        var densities = new IDensity[problem.Count];
        Matrix<double>? shared = null;
        (smallest, pooled) = (double.PositiveInfinity, 0);
        bool diagonal = options.Family == AuxiliaryFamily.DiagonalGaussian;
        for (int j = 0; j < densities.Length; j++)
        {
            ReadOnlySpan<double> weights = sample.Terms(j);
            double size = ImportanceWeights.EffectiveSize(weights);
            if (size == 0)
                throw new InvalidOperationException(ImportanceWeights.Vanishing($"All {weights.Length} weights of expectation {j}",
                    "integrand φ f"));
            smallest = Math.Min(smallest, size);
            if (size < 2 * problem.Dimension)
            {
                shared ??= WeightedMoments.Of(sample.Points, Together(sample)).Covariance;
                var mean = WeightedMoments.Of(sample.Points, weights).Mean;
                densities[j] = new GaussianDensity(mean, CrossEntropyFit.Regularized(shared, CrossEntropyFit.DefaultRidge, diagonal));
                pooled++;
            }
            else
            {
                densities[j] = options.Family == AuxiliaryFamily.GaussianMixture
                    ? CrossEntropyFit.GaussianMixture(sample.Points, weights, MixtureComponents, random)
                    : CrossEntropyFit.Gaussian(sample.Points, weights, diagonal: diagonal);
            }
        }
        return densities;
    }

    /// <summary>The sum of all expectations' weights, each normalized.</summary>
    private double[] Together(PooledSample sample)
    {
        double[] sum = new double[sample.Points.Count];
        for (int j = 0; j < problem.Count; j++)
        {
            double total = TensorPrimitives.Sum(sample.Terms(j));
            if (total > 0)
                TensorPrimitives.MultiplyAdd(sample.Terms(j), 1 / total, sum, sum);
        }
        return sum;
    }
}
