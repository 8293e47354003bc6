using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Statistics;
using Offprint.Numerics;
using Offprint.Samplers.MonteCarlo;

namespace Offprint.Tests.Samplers.MonteCarlo;

public class CrossEntropyFitTests
{
    [Fact]
    public void Equal_weights_give_the_sample_mean_and_the_covariance_of_divisor_N()
    {
        var points = Draw(GaussianDensity.Standard(3), 101, 1);
        var fit = CrossEntropyFit.Gaussian(points, [.. Enumerable.Repeat(0.3, 101)]);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(points[i].ToArray().Mean(), fit.Mean[i], 1e-13);
            for (int k = 0; k < 3; k++)
                Assert.Equal(points[i].ToArray().PopulationCovariance(points[k].ToArray()) + (i == k ? 1e-6 : 0), fit.Covariance[i, k],
                    1e-13);
        }
    }

    [Fact]
    public void Integer_weights_count_points()
    {
        var points = Draw(GaussianDensity.Standard(2), 5, 2);
        double[] weights = [1, 0, 2, 3, 1];
        int[] repeated = [0, 2, 2, 3, 3, 3, 4];
        var copies = new PointMatrix(2, 7);
        for (int i = 0; i < 2; i++)
        {
            for (int n = 0; n < 7; n++)
                copies[i][n] = points[i][repeated[n]];
        }
        GaussianDensity weighted = CrossEntropyFit.Gaussian(points, weights),
            plain = CrossEntropyFit.Gaussian(copies, [.. Enumerable.Repeat(1.0, 7)]);
        Assert.Equal(0, (weighted.Covariance - plain.Covariance).InfinityNorm(), 1e-13);
        Assert.Equal(0, CrossEntropyFit.Gaussian(points, weights, diagonal: true).Covariance[0, 1]);
    }

    [Fact]
    public void Importance_weights_fit_another_law()
    {
        // Points of N(0, 4 I) weighted to N((1, −1), Σ): 20,000 points give the law within 5 %.
        var target = new GaussianDensity(Vector<double>.Build.Dense([1.0, -1]),
            Matrix<double>.Build.DenseOfArray(new[,] { { 1, 0.4 }, { 0.4, 0.5 } }));
        var wide = new GaussianDensity(Vector<double>.Build.Dense(2), Matrix<double>.Build.DenseIdentity(2) * 4);
        var points = Draw(wide, 20_000, 3);
        double[] logs = new double[20_000], proposal = new double[20_000];
        target.LogDensity(points, logs);
        wide.LogDensity(points, proposal);
        double[] weights = [.. logs.Zip(proposal, (f, q) => Math.Exp(f - q))];
        var fit = CrossEntropyFit.Gaussian(points, weights);
        Assert.Equal(0, (fit.Mean - target.Mean).L2Norm(), 0.05);
        Assert.Equal(0, (fit.Covariance - target.Covariance).InfinityNorm(), 0.05);
    }

    [Fact]
    public void Two_components_are_found_again()
    {
        var truth = new MixtureDensity([At(-3, 0.5), At(3, 1.5)], [0.3, 0.7]);
        var fit = CrossEntropyFit.GaussianMixture(Draw(truth, 20_000, 4), [.. Enumerable.Repeat(1.0, 20_000)], 2, new Seed(5).Stream());
        var found = fit.Components.Zip(fit.Weights).OrderBy(c => c.First.Mean[0]).ToList();
        Assert.Equal(0.3, found[0].Second, 0.02);
        Assert.Equal(-3, found[0].First.Mean[0], 0.05);
        Assert.Equal(0.25, found[0].First.Covariance[0, 0], 0.03);
        Assert.Equal(2.25, found[1].First.Covariance[0, 0], 0.1);
    }

    [Fact]
    public void Fewer_places_than_components_leave_fewer_components()
    {
        var points = new PointMatrix(1, 10); // all at zero
        var fit = CrossEntropyFit.GaussianMixture(points, [.. Enumerable.Repeat(1.0, 10)], 2, new Seed(1).Stream());
        Assert.Single(fit.Components);
        Assert.Equal(1e-6, fit.Covariance[0, 0], 1e-12);
    }

    [Fact]
    public void Weights_without_a_fit_are_refused()
    {
        var points = Draw(GaussianDensity.Standard(1), 3, 6);
        Assert.Contains("vanish", Assert.Throws<ArgumentException>(() => CrossEntropyFit.Gaussian(points, [0, 0, 0])).Message);
        Assert.Contains("not negative", Assert.Throws<ArgumentException>(() => CrossEntropyFit.Gaussian(points, [1, -0.5, 1])).Message);
        Assert.Throws<ArgumentException>(() => CrossEntropyFit.Gaussian(points, [1, 1]));
        Assert.Throws<ArgumentException>(() => CrossEntropyFit.GaussianMixture(points, [1, 1, 1], 4, new Seed(1).Stream()));
    }

    private static GaussianDensity At(double mean, double deviation) =>
        new(Vector<double>.Build.Dense(1, mean), Matrix<double>.Build.Dense(1, 1, deviation * deviation));

    private static PointMatrix Draw(IDensity density, int count, ulong seed)
    {
        var points = new PointMatrix(density.Dimension, count);
        density.Sample(new Seed(seed).Stream(), points);
        return points;
    }
}
