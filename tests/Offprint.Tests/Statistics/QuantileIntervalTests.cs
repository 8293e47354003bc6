using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Tests.Statistics;

public sealed class QuantileIntervalTests
{
    private static double[] Ranks(int n) => [.. Enumerable.Range(1, n).Select(i => (double)i)];

    [Theory]
    // Tables of the sign test: P(Bin(10, ½) ≤ 1) = 11/1024, P(Bin(20, ½) ≤ 5) = 0.0207, P(Bin(100, ½) ≤ 39) = 0.0176.
    [InlineData(10, 0.5, 2, 9)]
    [InlineData(20, 0.5, 6, 15)]
    [InlineData(100, 0.5, 40, 61)]
    // P(Bin(100, 0.9) ≤ 83) = 0.0206 and P(Bin(100, 0.9) ≥ 96) = 0.0237.
    [InlineData(100, 0.9, 84, 96)]
    public void Its_ends_are_the_ranks_of_binomial_tables(int n, double share, double low, double high)
    {
        Estimate estimate = QuantileInterval.OrderStatistics(Ranks(n), share);

        Assert.Equal((low, high), (estimate.Interval.Low, estimate.Interval.High));
        Assert.Equal(share * n, estimate.Value);
    }

    [Fact]
    public void An_end_that_the_sample_cannot_bound_is_infinite()
    {
        // 0.9²⁰ = 0.12: all twenty values lie below the 90 % quantile more often than in one of forty samples.
        Estimate estimate = QuantileInterval.OrderStatistics(Ranks(20), 0.9);

        Assert.Equal(double.PositiveInfinity, estimate.Interval.High);
        Assert.Equal(18, estimate.Value);
        Assert.Equal(double.NegativeInfinity, QuantileInterval.OrderStatistics(Ranks(3), 0.5).Interval.Low);
    }

    [Fact]
    public void Infinite_values_count_as_large_ones()
    {
        double[] sample = [.. Ranks(95), .. Enumerable.Repeat(double.PositiveInfinity, 5)];

        Estimate estimate = QuantileInterval.OrderStatistics(sample, 0.9);

        Assert.Equal((90, 84, double.PositiveInfinity), (estimate.Value, estimate.Interval.Low, estimate.Interval.High));
    }

    /// <summary>False-alarm rate 10⁻⁴: of 2,000 intervals at least 94 % by the level's promise, less four standard errors.</summary>
    [Fact]
    public void It_covers_as_often_as_it_says()
    {
        RandomStream random = new Seed(5).Stream();
        int covered = 0;
        for (int i = 0; i < 2000; i++)
        {
            double[] sample = [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())];
            Interval interval = QuantileInterval.OrderStatistics(sample, 0.8).Interval;
            covered += interval.Low <= 0.8 && 0.8 <= interval.High ? 1 : 0;
        }

        Assert.InRange(covered / 2000.0, 0.95 - 4 * Math.Sqrt(0.95 * 0.05 / 2000), 1);
    }

    [Fact]
    public void What_is_no_sample_is_refused()
    {
        Assert.Throws<ArgumentException>(() => QuantileInterval.OrderStatistics([], 0.5));
        Assert.Throws<ArgumentException>(() => QuantileInterval.OrderStatistics([1, double.NaN], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => QuantileInterval.OrderStatistics([1, 2], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => QuantileInterval.OrderStatistics([1, 2], 0.5, 1));
    }
}
