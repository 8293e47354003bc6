using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Datasets.Manifolds;

/// <summary>
/// The Swiss roll in R³: \( (\tau\cos\tau,\; 21u,\; \tau\sin\tau) \) with \( \tau = \tfrac{3}{2}\pi(1 + 2v) \) and u, v uniform in [0, 1],
/// each coordinate shifted and divided by its standard deviation.
/// </summary>
public sealed record SwissRoll : IManifold
{
    // Moments of the two rolled coordinates over v, by the midpoint rule.
    private static readonly (double Mean, double Deviation) s_first = Moments(Math.Cos), s_third = Moments(Math.Sin);

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
            double u = random.NextDouble(), tau = Angle(random.NextDouble());
            points[3 * i] = (tau * Math.Cos(tau) - s_first.Mean) / s_first.Deviation;
            points[3 * i + 1] = (u - 0.5) * Math.Sqrt(12);
            points[3 * i + 2] = (tau * Math.Sin(tau) - s_third.Mean) / s_third.Deviation;
        }
        return tensor(points, [count, 3]);
    }

    private static double Angle(double v) => 1.5 * Math.PI * (1 + 2 * v);

    private static (double Mean, double Deviation) Moments(Func<double, double> wave)
    {
        double[] values = [.. Enumerable.Range(0, 10_000).Select(i => Angle((i + 0.5) / 10_000)).Select(tau => tau * wave(tau))];
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Average(v => (v - mean) * (v - mean))));
    }
}
