using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;
using Offprint.Samplers.MonteCarlo;

namespace Offprint.Tests.Samplers.MonteCarlo;

public class DensityTests
{
    [Fact]
    public void The_normal_density_is_that_of_the_library()
    {
        var covariance = Matrix<double>.Build.DenseOfArray(new[,] { { 2, 0.5, 0.1 }, { 0.5, 1, -0.2 }, { 0.1, -0.2, 0.7 } });
        var density = new GaussianDensity(Vector<double>.Build.Dense([1.0, 2, 3]), covariance);
        double[] values = LogDensity(density, [0.3, 2.5, 1.9]);
        var x = Vector<double>.Build.Dense([-0.7, 0.5, -1.1]);
        Assert.Equal(-0.5 * (3 * Math.Log(2 * Math.PI) + Math.Log(covariance.Determinant()) + x * covariance.Inverse() * x), values[0],
            1e-12);
    }

    [Fact]
    public void Log_normal_is_made_from_its_mean_and_variation()
    {
        // E[1/X] = exp(−μ + σ²/2) = (1 + c²)/m, by quadrature through the map from the normal law.
        var law = Marginal.LogNormal(200, 0.06);
        double[] x = new double[1];
        double inverse = new GaussHermite(20).Expectation(1, z =>
        {
            law.FromStandard(z, x);
            return 1 / x[0];
        });
        Assert.Equal((1 + 0.06 * 0.06) / 200, inverse, 1e-15);
        Assert.Equal(12, law.StandardDeviation, 1e-12);
        var density = GaussianCopulaDensity.Independent([law]);
        Assert.Equal(MathNet.Numerics.Distributions.LogNormal.WithMeanVariance(200, 144).DensityLn(190), LogDensity(density, [190])[0],
            1e-10);
    }

    [Fact]
    public void A_copula_of_normals_is_the_normal_law()
    {
        var correlation = Matrix<double>.Build.DenseOfArray(new[,] { { 1, -0.4 }, { -0.4, 1 } });
        var copula = new GaussianCopulaDensity([Marginal.Normal(1, 2), Marginal.Normal(-1, 0.5)], correlation);
        var normal = new GaussianDensity(copula.Mean, copula.Covariance);
        Assert.Equal(LogDensity(normal, [0.2, 0.1])[0], LogDensity(copula, [0.2, 0.1])[0], 1e-12);
    }

    [Fact]
    public void Outside_the_support_the_density_vanishes()
    {
        var density = GaussianCopulaDensity.Independent([Marginal.LogNormal(1, 0.1), Marginal.Uniform(0, 1)]);
        foreach (double[] point in new double[][] { [-1, 0.5], [0, 0.5], [1, 1.5], [1, -0.1], [1, double.NaN] })
            Assert.Equal(double.NegativeInfinity, LogDensity(density, point)[0]);
        Assert.True(double.IsFinite(LogDensity(density, [1, 0.5])[0]));
        // A mixture where one component has no support there, and where none has.
        var mixture = new MixtureDensity([density, GaussianDensity.Standard(2)], [1, 1]);
        Assert.Equal(LogDensity(GaussianDensity.Standard(2), [-1, 0.5])[0] - Math.Log(2), LogDensity(mixture, [-1, 0.5])[0], 1e-12);
        Assert.Equal(double.NegativeInfinity, LogDensity(MixtureDensity.Equal([density, density]), [-1, 0.5])[0]);
    }

    [Fact]
    public void A_covariance_that_is_none_is_refused_with_the_reason_and_a_remedy()
    {
        var indefinite = Matrix<double>.Build.DenseOfArray(new[,] { { 1.0, 2 }, { 2, 1 } });
        var zero = Vector<double>.Build.Dense(2);
        string message = Assert.Throws<ArgumentException>(() => new GaussianDensity(zero, indefinite)).Message;
        Assert.Contains("eigenvalues run from -1 to 3", message);
        Assert.Contains("ridge", message);
        Assert.Contains("shrink", Assert.Throws<ArgumentException>(() =>
            new GaussianCopulaDensity([Marginal.Normal(0, 1), Marginal.Normal(0, 1)], indefinite)).Message);
        Assert.Contains("not symmetric", Assert.Throws<ArgumentException>(() =>
            new GaussianDensity(zero, Matrix<double>.Build.DenseOfArray(new[,] { { 1.0, 0.2 }, { 0, 1 } }))).Message);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => new GaussianDensity(zero, indefinite * double.NaN)).Message);
        Assert.Throws<ArgumentException>(() => new GaussianDensity(Vector<double>.Build.Dense(3), indefinite));
        Assert.Contains("diagonal", Assert.Throws<ArgumentException>(() =>
            new GaussianCopulaDensity([Marginal.Normal(0, 1)], Matrix<double>.Build.Dense(1, 1, 2))).Message);
    }

    [Fact]
    public void Mixtures_check_their_weights()
    {
        IDensity[] two = [GaussianDensity.Standard(1), GaussianDensity.Standard(1)];
        Assert.Contains("must be positive", Assert.Throws<ArgumentException>(() => new MixtureDensity(two, [0, 0])).Message);
        Assert.Throws<ArgumentException>(() => new MixtureDensity(two, [1, -1]));
        Assert.Throws<ArgumentException>(() => new MixtureDensity(two, [1]));
        Assert.Throws<ArgumentException>(() => MixtureDensity.Equal([GaussianDensity.Standard(1), GaussianDensity.Standard(2)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Marginal.LogNormal(-1, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Marginal.Uniform(1, 1));
    }

    private static double[] LogDensity(IDensity density, double[] point)
    {
        var points = new PointMatrix(point.Length, 1);
        for (int i = 0; i < point.Length; i++)
            points[i][0] = point[i];
        double[] result = new double[1];
        density.LogDensity(points, result);
        return result;
    }
}
