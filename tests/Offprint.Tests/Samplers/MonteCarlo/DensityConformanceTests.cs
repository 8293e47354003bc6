using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;
using Offprint.Samplers.MonteCarlo;
using Offprint.Tests.Conformance;

namespace Offprint.Tests.Samplers.MonteCarlo;

/// <summary>What every density must satisfy.</summary>
public class DensityConformanceTests
{
    private static readonly Matrix<double> s_correlation =
        Matrix<double>.Build.DenseOfArray(new[,] { { 1, 0.5, -0.3 }, { 0.5, 1, 0.2 }, { -0.3, 0.2, 1 } });
    private static readonly Matrix<double> s_plane = Matrix<double>.Build.DenseOfArray(new[,] { { 1.5, 0.6 }, { 0.6, 0.5 } });

    private static readonly Dictionary<string, IDensity> s_densities = new()
    {
        ["standard"] = GaussianDensity.Standard(1),
        ["plane"] = new GaussianDensity(Vector<double>.Build.Dense([1.0, -2]), s_plane),
        ["mixture"] = new MixtureDensity(
            [new GaussianDensity(Vector<double>.Build.Dense([1.0, -2]), s_plane), GaussianDensity.Standard(2),
                GaussianDensity.Standard(2)], [0.5, 1.5, 0]),
        ["log-normal"] = GaussianCopulaDensity.Independent([Marginal.LogNormal(2, 0.3), Marginal.LogNormal(0.5, 0.1)]),
        ["normals"] = new GaussianCopulaDensity([Marginal.Normal(1, 2), Marginal.Normal(0, 1), Marginal.Normal(-1, 0.5)], s_correlation),
        ["copula"] = new GaussianCopulaDensity([Marginal.LogNormal(2, 0.3), Marginal.Normal(1, 0.2), Marginal.Uniform(-1, 3)],
            s_correlation),
        ["uniforms"] = new GaussianCopulaDensity([Marginal.Uniform(0, 1), Marginal.Uniform(0, 2), Marginal.LogNormal(1, 0.5)],
            s_correlation),
    };

    public static TheoryData<string> Names => [.. s_densities.Keys];

    [Fact]
    public void No_density_of_the_library_is_forgotten() => Implementations.AssertCovered(typeof(IDensity).Assembly, s_densities.Values);

    /// <summary>Moments of 200,000 draws within five standard errors: a false alarm in 10⁶ comparisons.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Draws_have_the_exact_mean_and_covariance(string name)
    {
        var density = s_densities[name];
        const int count = 200_000;
        var points = new PointMatrix(density.Dimension, count);
        density.Sample(new Seed(11).Stream(), points);
        for (int i = 0; i < density.Dimension; i++)
        {
            double mean = density.Mean[i];
            Assert.Equal(mean, points[i].ToArray().Average(), 5 * Math.Sqrt(density.Covariance[i, i] / count));
            for (int k = 0; k <= i; k++)
            {
                double[] products = [.. points[i].ToArray().Zip(points[k].ToArray(), (x, y) => (x - mean) * (y - density.Mean[k]))];
                double average = products.Average(), error = Math.Sqrt(products.Sum(p => Math.Pow(p - average, 2)) / count / count);
                Assert.Equal(density.Covariance[i, k], average, 5 * error);
            }
        }
    }

    /// <summary>E_q[f/q] = 1 with a wide normal q in which all fit: the density integrates to one.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_density_integrates_to_one(string name)
    {
        var density = s_densities[name];
        const int count = 200_000;
        var wide = new GaussianDensity(density.Mean, 3 * density.Covariance);
        var points = new PointMatrix(density.Dimension, count);
        wide.Sample(new Seed(12).Stream(), points);
        double[] logs = new double[count], proposal = new double[count];
        density.LogDensity(points, logs);
        wide.LogDensity(points, proposal);
        double[] weights = [.. logs.Zip(proposal, (f, q) => Math.Exp(f - q))];
        double mean = weights.Average(), error = Math.Sqrt(weights.Sum(w => Math.Pow(w - mean, 2)) / count / count);
        Assert.InRange(error, 0, 0.01);
        Assert.Equal(1, mean, 5 * error);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_points_density_does_not_depend_on_its_place(string name)
    {
        var density = s_densities[name];
        var points = new PointMatrix(density.Dimension, 1003);
        density.Sample(new Seed(13).Stream(), points);
        double[] whole = new double[1003], part = new double[7];
        density.LogDensity(points, whole);
        density.LogDensity(points.Slice(995, 7), part);
        Assert.Equal(whole[995..1002], part);
        density.LogDensity(points.Slice(0, 0), []);
    }
}
