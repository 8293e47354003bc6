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
}
