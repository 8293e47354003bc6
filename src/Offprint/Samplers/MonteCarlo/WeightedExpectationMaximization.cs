using System.Numerics.Tensors;
using Offprint.Numerics;

namespace Offprint.Samplers.MonteCarlo;

/// <summary>
/// Expectation–maximization of a normal mixture on weighted points (as in the paper's code: 500 rounds, relative change 10⁻⁵).
/// </summary>
internal sealed class WeightedExpectationMaximization(PointMatrix points, double[] weights, double ridge, bool diagonal)
{
    private const int MaximumRounds = 500, MaximumStarts = 1000;
    private const double Tolerance = 1e-5;
    private readonly double[] _logDensity = new double[points.Count], _responsible = new double[points.Count];
    private readonly double _total = TensorPrimitives.Sum<double>(weights);

    public MixtureDensity Run(int components, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        if (points.Count < components)
            throw new ArgumentException($"{components} components need as many points; there are {points.Count}.", nameof(components));
        var shares = Start(components, random);
        MixtureDensity? mixture = null;
        double likelihood = double.NegativeInfinity;
        for (int round = 0; round < MaximumRounds; round++)
        {
            mixture = Maximize(shares);
            shares = new PointMatrix(mixture.Components.Count, points.Count);
            double next = Expect(mixture, shares);
            bool converged = Math.Abs(next - likelihood) < Tolerance * Math.Abs(next);
            likelihood = next;
            if (converged)
                break;
        }
        return mixture!;
    }

    /// <summary>
    /// Each point to the nearest of some random points, drawn again until every one of them has a point of positive weight.
    /// </summary>
    private PointMatrix Start(int components, RandomStream random)
    {
        int[] centers = new int[components];
        for (int attempt = 0; attempt < MaximumStarts; attempt++)
        {
            for (int k = 0; k < components; k++)
                centers[k] = random.NextInt(points.Count);
            var shares = new PointMatrix(components, points.Count);
            for (int n = 0; n < points.Count; n++)
                shares[Nearest(centers, n)][n] = 1;
            if (Enumerable.Range(0, components).All(k => TensorPrimitives.Dot<double>(shares[k], weights) > 0))
                return shares;
        }
        var whole = new PointMatrix(1, points.Count); // fewer distinct points than components
        whole[0].Fill(1);
        return whole;
    }

    private int Nearest(int[] centers, int n)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int k = 0; k < centers.Length; k++)
        {
            double distance = 0;
            for (int i = 0; i < points.Dimension; i++)
                distance += Math.Pow(points[i][n] - points[i][centers[k]], 2);
            if (distance < least)
                (best, least) = (k, distance);
        }
        return best;
    }

    private MixtureDensity Maximize(PointMatrix shares)
    {
        var (components, sizes) = (new List<IDensity>(), new List<double>());
        for (int k = 0; k < shares.Dimension; k++)
        {
            TensorPrimitives.Multiply(weights, shares[k], _responsible);
            double size = TensorPrimitives.Sum<double>(_responsible);
            if (size <= 1e-12 * _total) // won no point
                continue;
            components.Add(CrossEntropyFit.Gaussian(points, _responsible, ridge, diagonal));
            sizes.Add(size);
        }
        return new MixtureDensity(components, sizes);
    }

    /// <summary>Fills the responsibilities and returns the mean weighted log-likelihood.</summary>
    private double Expect(MixtureDensity mixture, PointMatrix shares)
    {
        mixture.LogDensities(points, shares, _logDensity);
        for (int k = 0; k < shares.Dimension; k++)
        {
            TensorPrimitives.Subtract(shares[k], _logDensity, shares[k]);
            SpanMath.Exp(shares[k]);
            TensorPrimitives.Multiply(shares[k], mixture.Weights[k], shares[k]);
        }
        return TensorPrimitives.Dot<double>(weights, _logDensity) / _total;
    }
}
