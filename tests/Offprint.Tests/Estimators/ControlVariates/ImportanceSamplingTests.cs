using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Offprint.Estimators.ControlVariates;
using Offprint.Numerics;
using Offprint.Samplers.MonteCarlo;

namespace Offprint.Tests.Estimators.ControlVariates;

public class ImportanceSamplingTests
{
    /// <summary>φ = exp(a x) under N(0, 1): I = exp(a²/2), and the optimal density is N(a, 1).</summary>
    private static readonly double[] s_slopes = [0.5, 1, -1.5];

    private static readonly ExpectationProblem s_exponentials = new([GaussianDensity.Standard(1)], 3, (points, values) =>
    {
        for (int j = 0; j < 3; j++)
        {
            TensorPrimitives.Multiply(points[0], s_slopes[j], values[j]);
            SpanMath.Exp(values[j]);
        }
    });

    private static double[] Exact => [.. s_slopes.Select(a => Math.Exp(a * a / 2))];

    [Fact]
    public void The_optimal_family_has_zero_variance_whatever_the_weights()
    {
        foreach (double[] alpha in new double[][] { [1, 1, 1], [0.01, 0.9, 0.09], [1, 0, 0] })
        {
            var mixture = new MixtureDensity([.. s_slopes.Select(a => At(a, 1))], alpha);
            var estimates = ImportanceSampling.Estimate(s_exponentials, mixture, Exact, 5_000, new Seed(1).Stream());
            for (int j = 0; j < 3; j++)
            {
                Assert.Equal(Exact[j], estimates.Values[j], 1e-12);
                Assert.InRange(estimates.Variances[j], 0, 1e-24);
            }
        }
    }

    [Fact]
    public void Away_from_the_optimal_coefficients_the_variance_is_a_parabola()
    {
        // N Var = (I − β)² (∫ g²/g_α − 1): on one sample, variances of β = c I are in the ratio of (1 − c)² exactly.
        var mixture = MixtureDensity.Equal([.. s_slopes.Select(a => At(a, 1))]);
        double[] at0 = Variances(0), atHalf = Variances(0.5), beyond = Variances(3);
        for (int j = 0; j < 3; j++)
        {
            Assert.Equal(0.25, atHalf[j] / at0[j], 1e-9);
            Assert.Equal(4, beyond[j] / at0[j], 1e-9);
        }

        double[] Variances(double factor) =>
            ImportanceSampling.Estimate(s_exponentials, mixture, [.. Exact.Select(i => factor * i)], 3_000, new Seed(2).Stream()).Variances;
    }

    /// <summary>2,000 repetitions of poor parameters, within 4 standard errors: a false alarm in 5,000 for all three.</summary>
    [Fact]
    public void Poor_parameters_leave_the_estimate_unbiased()
    {
        var mixture = new MixtureDensity([At(0.2, 1.5), At(-0.5, 2), At(1, 1.3)], [0.2, 0.3, 0.5]);
        var rows = Enumerable.Range(0, 2_000).Select(r =>
            ImportanceSampling.Estimate(s_exponentials, mixture, [3, -1, 0.5], 50, new Seed((ulong)r).Stream()).Values).ToList();
        for (int j = 0; j < 3; j++)
        {
            double mean = rows.Average(r => r[j]), error = Math.Sqrt(rows.Sum(r => Math.Pow(r[j] - mean, 2))) / rows.Count;
            Assert.Equal(Exact[j], mean, 4 * error);
        }
    }

    [Fact]
    public void Sampling_the_law_itself_is_plain_monte_carlo()
    {
        var points = new PointMatrix(1, 2_500);
        s_exponentials.Pooled.Sample(new Seed(3).Stream(), points);
        var estimates = ImportanceSampling.Estimate(s_exponentials, s_exponentials.Pooled, 2_500, new Seed(3).Stream());
        double[] terms = [.. points[0].ToArray().Select(x => Math.Exp(0.5 * x))];
        Assert.Equal(terms.Average(), estimates.Values[0], 1e-12);
        Assert.Equal(MathNet.Numerics.Statistics.Statistics.Variance(terms), estimates.Variances[0], 1e-12);
        // With one density and itself as the control nothing is explained and nothing is lost.
        var single = new ExpectationProblem(s_exponentials.Densities, 1, (x, y) => s_exponentials.Densities[0].LogDensity(x, y[0]));
        var mixture = MixtureDensity.Equal(s_exponentials.Densities);
        Assert.Equal(ImportanceSampling.Estimate(single, mixture, 100, new Seed(4).Stream()).Values[0],
            ImportanceSampling.Estimate(single, mixture, [5], 100, new Seed(4).Stream()).Values[0], 1e-12);
    }

    [Fact]
    public void Many_laws_of_one_function()
    {
        // E[x²] under N(m, 1) is 1 + m²; the mixture of all laws sees them all.
        double[] means = [-1, 0, 2];
        var problem = new ExpectationProblem([.. means.Select(m => At(m, 1))], 1, (x, y) => TensorPrimitives.Multiply(x[0], x[0], y[0]));
        var estimates = ImportanceSampling.Estimate(problem, problem.Pooled, 200_000, new Seed(5).Stream());
        for (int j = 0; j < 3; j++)
            Assert.Equal(1 + means[j] * means[j], estimates.Values[j], 5 * Math.Sqrt(estimates.Variances[j] / estimates.Samples));
    }

    [Fact]
    public void Where_the_density_vanishes_the_function_does_not_count_and_elsewhere_it_must_be_finite()
    {
        var law = GaussianCopulaDensity.Independent([Marginal.LogNormal(1, 0.2)]);
        var problem = new ExpectationProblem([law], 1, (x, y) =>
        {
            for (int n = 0; n < x.Count; n++)
                y[0][n] = Math.Log(x[0][n]); // NaN at negative points
        });
        var estimates = ImportanceSampling.Estimate(problem, At(1, 1), 50_000, new Seed(6).Stream());
        Assert.Equal(-0.5 * Math.Log(1.04), estimates.Values[0], 5 * Math.Sqrt(estimates.Variances[0] / 50_000));
        var wrong = new ExpectationProblem([At(0, 1)], 1, problem.Function);
        Assert.Contains("must be finite wherever its density is positive",
            Assert.Throws<InvalidOperationException>(() =>
                ImportanceSampling.Estimate(wrong, At(0, 1), 100, new Seed(6).Stream())).Message);
    }

    [Fact]
    public void Numbers_that_do_not_fit_are_refused()
    {
        IDensity[] two = [At(0, 1), At(1, 1)];
        VectorFunction function = (_, _) => { };
        Assert.Contains("one for all", Assert.Throws<ArgumentException>(() => new ExpectationProblem(two, 3, function)).Message);
        Assert.Contains("positive weights", Assert.Throws<ArgumentException>(() =>
            new ExpectationProblem(two, 1, function, [1, 0])).Message);
        Assert.Throws<ArgumentException>(() => new ExpectationProblem([At(0, 1), GaussianDensity.Standard(2)], 1, function));
        var problem = new ExpectationProblem(two, 1, function);
        Assert.Throws<ArgumentException>(() => ImportanceSampling.Estimate(problem, MixtureDensity.Equal(two), [1], 10,
            new Seed(1).Stream()));
        Assert.Throws<ArgumentException>(() => ImportanceSampling.Estimate(problem, GaussianDensity.Standard(2), 10, new Seed(1).Stream()));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImportanceSampling.Estimate(problem, At(0, 1), 1, new Seed(1).Stream()));
    }

    private static GaussianDensity At(double mean, double deviation) =>
        new(Vector<double>.Build.Dense(1, mean), Matrix<double>.Build.Dense(1, 1, deviation * deviation));
}
