using Offprint.Statistics;

namespace Offprint.Tests.Statistics;

public class ProportionIntervalTests
{
    /// <summary>Published values of Wilson's interval (Newcombe 1998, table I: 81/263, 15/148, 0/20, 1/29).</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilsons_interval_has_its_published_values(int successes, int trials, double low, double high)
    {
        var estimate = ProportionInterval.Wilson(successes, trials);
        Assert.Equal(successes / (double)trials, estimate.Value, 1e-15);
        Assert.Equal(low, estimate.Interval.Low, 5e-5);
        Assert.Equal(high, estimate.Interval.High, 5e-5);
    }

    [Fact]
    public void Impossible_counts_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.Wilson(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.Wilson(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.Wilson(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.Wilson(1, 2, 1));
    }

    /// <summary>The ends are where the tails of the binomial law hold 2.5 %, and nothing or everything has one open end.</summary>
    [Fact]
    public void The_exact_interval_has_binomial_tails()
    {
        Estimate e = ProportionInterval.Exact(7, 20);
        double Tail(double p, int from) => Enumerable.Range(from, 21 - from).Sum(k =>
            MathNet.Numerics.SpecialFunctions.Binomial(20, k) * Math.Pow(p, k) * Math.Pow(1 - p, 20 - k));
        Assert.Equal(0.025, Tail(e.Interval.Low, 7), 1e-6);
        Assert.Equal(0.025, 1 - Tail(e.Interval.High, 8), 1e-6);
        Assert.Equal(0, ProportionInterval.Exact(0, 10).Interval.Low);
        Assert.Equal(1 - Math.Pow(0.025, 0.1), ProportionInterval.Exact(0, 10).Interval.High, 1e-6);
        Assert.Equal(1, ProportionInterval.Exact(10, 10).Interval.High);
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.Exact(3, 2));
    }
}
