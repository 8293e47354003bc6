using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Offprint.Estimators.ControlVariates;
using Offprint.Numerics;
using Offprint.Samplers.MonteCarlo;

namespace Offprint.Tests.Estimators.ControlVariates;

public class AdaptiveImportanceSamplingTests
{
    /// <summary>exp(a·x) under N(0, I): the optimal densities are normal, so that adaptation can reach zero variance.</summary>
    private static ExpectationProblem Exponentials(params double[][] slopes) =>
        new([GaussianDensity.Standard(slopes[0].Length)], slopes.Length, (points, values) =>
    {
        for (int j = 0; j < slopes.Length; j++)
        {
            values[j].Clear();
            for (int i = 0; i < points.Dimension; i++)
                TensorPrimitives.MultiplyAdd(points[i], slopes[j][i], values[j], values[j]);
            SpanMath.Exp(values[j]);
        }
    });

    [Fact]
    public void Where_the_family_holds_the_optimum_variances_collapse()
    {
        double[][] slopes = [[1, 0], [0, 1.5], [-1, 1]];
        var problem = Exponentials(slopes);
        var result = new AdaptiveImportanceSampling(new() { Budget = 10_000 }).Estimate(problem, new Seed(1));
        for (int j = 0; j < 3; j++)
        {
            double exact = Math.Exp((slopes[j][0] * slopes[j][0] + slopes[j][1] * slopes[j][1]) / 2);
            Assert.Equal(exact, result.Estimates.Values[j], 5 * Math.Sqrt(result.Estimates.Variances[j] / result.Estimates.Samples));
            Assert.InRange(result.Estimates.Variances[j] / (exact * exact), 0, 0.02); // plain Monte Carlo: e^{|a|²} − 1, at least 1.7
            Assert.Equal(1, result.Beta[j] / exact, 0.1);
        }
        Assert.InRange(result.Rounds[^1].Variance, 0, result.Rounds[0].Variance / 50);
    }

    [Fact]
    public void Every_evaluation_is_counted()
    {
        int evaluations = 0;
        var plain = Exponentials([0.5], [1]);
        var problem = new ExpectationProblem(plain.Densities, 2, (points, values) =>
        {
            evaluations += points.Count;
            plain.Function(points, values);
        });
        var result = new AdaptiveImportanceSampling(new() { Budget = 3_000 }).Estimate(problem, new Seed(2));
        Assert.Equal(3_000, evaluations);
        Assert.Equal(3_000, result.Rounds[^1].Used + result.Estimates.Samples);
        Assert.Equal(300 * result.Rounds.Count, result.Rounds[^1].Used);
        Assert.InRange(result.Rounds.Count, 2, 5);
        Assert.Equal(result.StoppedEarly, result.Rounds.Count < 5);
    }

    [Fact]
    public void The_stopping_rule_is_the_papers()
    {
        var problem = Exponentials([0.5], [1]);
        foreach (ulong seed in Enumerable.Range(0, 20).Select(s => (ulong)s))
        {
            var result = new AdaptiveImportanceSampling(new() { Budget = 2_000 }).Estimate(problem, new Seed(seed));
            for (int k = 1; k < result.Rounds.Count; k++)
            {
                AdaptationRound before = result.Rounds[k - 1], after = result.Rounds[k];
                bool pays = before.Variance / (2_000 - before.Used) > after.Variance / (2_000 - after.Used);
                Assert.True(pays || k == result.Rounds.Count - 1);
                Assert.True(!pays || k < result.Rounds.Count - 1 || after.Used == 1_000);
            }
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_variants_differ()
    {
        var problem = Exponentials([0.5, 0], [1, 1]);
        double[] Run(AdaptiveImportanceSamplingOptions options, ulong seed) =>
            new AdaptiveImportanceSampling(options with { Budget = 2_000 }).Estimate(problem, new Seed(seed)).Estimates.Values;
        AdaptiveImportanceSamplingOptions[] variants =
            [new(), new() { ControlVariates = false }, new() { OptimizeWeights = false },
                new() { Family = AuxiliaryFamily.DiagonalGaussian }, new() { Family = AuxiliaryFamily.GaussianMixture }];
        foreach (var options in variants)
            Assert.Equal(Run(options, 3), Run(options, 3));
        Assert.Equal(variants.Length, variants.Select(o => Run(o, 3)[0]).Distinct().Count());
        Assert.NotEqual(Run(new(), 3), Run(new(), 4));
    }

    [Fact]
    public void The_best_round_can_be_kept()
    {
        var problem = Exponentials([0.5], [1]);
        var results = Enumerable.Range(0, 20).Select(s => new AdaptiveImportanceSampling(new() { Budget = 2_000, KeepBest = true })
            .Estimate(problem, new Seed((ulong)s))).ToList();
        Assert.All(results, r => Assert.Same(r.Rounds.Skip(1).MinBy(k => k.Variance)!.Beta, r.Beta));
        Assert.Contains(results, r => r.Beta != r.Rounds[^1].Beta);
    }

    /// <summary>400 repetitions within 4 standard errors, one law a function: a false alarm in 8,000 for both.</summary>
    [Fact]
    public void Estimates_are_unbiased()
    {
        var problem = new ExpectationProblem([At(0), At(1)], 2, (x, y) =>
        {
            TensorPrimitives.Multiply(x[0], x[0], y[0]);
            TensorPrimitives.Multiply(y[0], x[0], y[1]);
            TensorPrimitives.Multiply(y[1], x[0], y[1]);
        });
        double[] exact = [1, 10]; // E[x²] under N(0, 1), E[x⁴] under N(1, 1) = 1 + 6 + 3
        var rows = Enumerable.Range(0, 400).Select(s => new AdaptiveImportanceSampling(new() { Budget = 500 })
            .Estimate(problem, new Seed((ulong)s)).Estimates.Values).ToList();
        for (int j = 0; j < 2; j++)
        {
            double mean = rows.Average(r => r[j]), error = Math.Sqrt(rows.Sum(r => Math.Pow(r[j] - mean, 2))) / rows.Count;
            Assert.Equal(exact[j], mean, 4 * error);
        }
    }

    [Fact]
    public void A_single_expectation_is_importance_sampling_with_nothing_left_to_control()
    {
        var result = new AdaptiveImportanceSampling(new() { Budget = 1_000 }).Estimate(Exponentials([1]), new Seed(5));
        Assert.Equal([1.0], result.Proposal.Weights);
        Assert.Equal(0, result.Beta[0]); // g/g_α = 1: no coefficient is better than another
        Assert.Equal(Math.Exp(0.5), result.Estimates.Values[0], 0.02);
        Assert.Contains("A", result.Describe().Title, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Weights_that_vanish_and_functions_below_zero_are_named_with_a_remedy()
    {
        var nowhere = new ExpectationProblem([At(0)], 2, (x, y) =>
        {
            y[0].Fill(1);
            for (int n = 0; n < x.Count; n++)
                y[1][n] = x[0][n] > 50 ? 1 : 0;
        });
        string vanished = Assert.Throws<InvalidOperationException>(() =>
            new AdaptiveImportanceSampling(new() { Budget = 1_000 }).Estimate(nowhere, new Seed(1))).Message;
        Assert.Contains("weights of expectation 1 vanish", vanished);
        Assert.Contains("wider density", vanished);
        var signed = new ExpectationProblem([At(0)], 1, (x, y) => x[0].CopyTo(y[0]));
        string negative = Assert.Throws<InvalidOperationException>(() =>
            new AdaptiveImportanceSampling(new() { Budget = 1_000 }).Estimate(signed, new Seed(1))).Message;
        Assert.Contains("Function 0 is negative", negative);
        Assert.Contains("Add a constant", negative);
    }

    [Fact]
    public void A_budget_that_cannot_fit_a_covariance_says_what_would()
    {
        var problem = Exponentials([1, 0, 0, 0, 0, 0]);
        Assert.Contains("take 140 or more", Assert.Throws<ArgumentException>(() =>
            new AdaptiveImportanceSampling(new() { Budget = 100 }).Estimate(problem, new Seed(1))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveImportanceSampling(new() { AdaptationShare = 1 })
            .Estimate(problem, new Seed(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveImportanceSampling(new() { Rounds = 1 })
            .Estimate(problem, new Seed(1)));
        Assert.Throws<OperationCanceledException>(() => new AdaptiveImportanceSampling()
            .Estimate(problem, new Seed(1), new CancellationToken(true)));
    }

    [Fact]
    public void Too_small_an_effective_sample_takes_the_pooled_covariance()
    {
        // exp(8 x) under N(0, 1): of 100 points nearly all weight lies on one or two.
        var result = new AdaptiveImportanceSampling(new() { Budget = 1_000 }).Estimate(Exponentials([0.2], [8]), new Seed(7));
        Assert.InRange(result.Rounds[1].SmallestEffectiveSize, 1, 2);
        Assert.Equal(1, result.Rounds[1].PooledFits);
    }

    private static GaussianDensity At(double mean) => new(Vector<double>.Build.Dense(1, mean), Matrix<double>.Build.DenseIdentity(1));
}
