using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Tests.Statistics;

public class ImportanceWeightsTests
{
    [Fact]
    public void Three_weights_by_hand()
    {
        var weights = ImportanceWeights.FromLogs([Math.Log(1), Math.Log(2), Math.Log(5), double.NegativeInfinity]);
        Assert.Equal(4, weights.Count);
        Assert.Equal(5, weights.Maximum, 1e-14);
        Assert.Equal(2, weights.Mean, 1e-14);
        Assert.Equal(64.0 / 30, weights.EffectiveSampleSize, 1e-13);
        Assert.Equal(5.0 / 8, weights.Normalized[2], 1e-14);
        Assert.Equal(0, weights.Normalized[3]);
        Assert.Equal((10 + 40 + 150) / 8.0, weights.Average([10, 20, 30, 1e6]), 1e-12);
        Assert.Equal(64.0 / 30, ImportanceWeights.EffectiveSize([1, 2, 5, 0]), 1e-13);
        Assert.Equal(0, ImportanceWeights.EffectiveSize([0, 0]));
    }

    [Fact]
    public void Clipping_bounds_weights_and_truncation_bounds_them_by_the_root_of_N()
    {
        var weights = ImportanceWeights.FromLogs([Math.Log(1), Math.Log(2), Math.Log(5), Math.Log(8)]);
        var clipped = weights.Clip(3);
        Assert.Equal(3, clipped.Maximum, 1e-14);
        Assert.Equal((1 + 2 + 3 + 3) / 4.0, clipped.Mean, 1e-13);
        Assert.Same(weights, weights.Clip(8.5));
        Assert.Equal(8, weights.Truncate().Maximum, 1e-12); // mean 4, √N = 2: the bound is 8
        var heavy = ImportanceWeights.FromLogs([.. Enumerable.Repeat(0.0, 99), Math.Log(1901)]);
        Assert.Equal(200, heavy.Truncate().Maximum, 1e-9); // mean 20, √N = 10
    }

    [Fact]
    public void Neither_huge_nor_tiny_weights_overflow()
    {
        foreach (double scale in new[] { 5000.0, -5000.0 })
        {
            var weights = ImportanceWeights.FromLogs([scale, scale, scale + Math.Log(2)]);
            Assert.Equal(16.0 / 6, weights.EffectiveSampleSize, 1e-10);
            Assert.Equal(scale + Math.Log(4.0 / 3), weights.LogMean, 1e-9);
        }
        Assert.Equal(2, ImportanceWeights.EffectiveSize([1e300, 1e300]), 1e-14);
    }

    [Fact]
    public void The_mean_of_weights_is_one_and_the_effective_size_that_of_theory()
    {
        // Target N(1/2, 1), sample N(0, 1): E[w²] = exp(1/4). False alarm below 10⁻⁴ at these tolerances; the seed is fixed.
        var random = new Seed(5).Stream();
        double[] logs = [.. Enumerable.Range(0, 200_000).Select(_ => 0.5 * random.NextNormal() - 0.125)];
        var weights = ImportanceWeights.FromLogs(logs);
        Assert.Equal(1, weights.Mean, 0.005);
        Assert.Equal(Math.Exp(-0.25), weights.EffectiveSampleSize / logs.Length, 0.01);
    }

    [Fact]
    public void Weights_that_say_nothing_are_refused_with_a_remedy()
    {
        string vanished = Assert.Throws<ArgumentException>(() =>
            ImportanceWeights.FromLogs([double.NegativeInfinity, double.NegativeInfinity])).Message;
        Assert.Contains("All 2 weights vanish", vanished);
        Assert.Contains("wider density", vanished);
        Assert.Contains("weight 1 is NaN", Assert.Throws<ArgumentException>(() => ImportanceWeights.FromLogs([0, double.NaN])).Message);
        Assert.Throws<ArgumentException>(() => ImportanceWeights.FromLogs([double.PositiveInfinity]));
        Assert.Throws<ArgumentException>(() => ImportanceWeights.FromLogs([]));
        Assert.Throws<ArgumentException>(() => ImportanceWeights.FromLogs([0, 0]).Average([1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImportanceWeights.FromLogs([0]).Clip(0));
    }
}
