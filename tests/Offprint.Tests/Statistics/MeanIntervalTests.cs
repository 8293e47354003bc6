using Offprint.Statistics;

namespace Offprint.Tests.Statistics;

public class MeanIntervalTests
{
    [Fact]
    public void It_is_the_textbook_interval()
    {
        // s² = 1, n = 3, t(2) = 4.302653 for 95 %: half-width 4.302653 / √3.
        Estimate mean = MeanInterval.StudentT([1, 2, 3]);
        Assert.Equal(2, mean.Value);
        Assert.Equal(2 - 2.484138, mean.Interval.Low, 1e-6);
        Assert.Equal(2 + 2.484138, mean.Interval.High, 1e-6);
        Assert.Equal("t interval, 2 degrees of freedom", mean.Interval.Method);
        Assert.Equal("2 [-0.484, 4.48]", mean.ToString());
    }

    [Fact]
    public void One_value_says_nothing_of_the_spread()
    {
        Estimate single = MeanInterval.StudentT([5]);
        Assert.Equal((5, double.NegativeInfinity, double.PositiveInfinity), (single.Value, single.Interval.Low, single.Interval.High));
        Assert.True(double.IsNaN(MeanInterval.StudentT([]).Value));
        Assert.Throws<ArgumentOutOfRangeException>(() => MeanInterval.StudentT([1, 2], 1));
    }
}
