using Offprint.Statistics;

namespace Offprint.Tests.Statistics;

public class DetectionTests
{
    [Fact]
    public void Areas_are_the_shares_of_ordered_pairs()
    {
        Assert.Equal(0.75, Detection.AreaUnderCurve([0.1, 0.4, 0.35, 0.8], [false, false, true, true]), 1e-12);
        Assert.Equal(0.5, Detection.AreaUnderCurve([1, 1, 1], [true, false, true]), 1e-12);
        Assert.True(double.IsNaN(Detection.AreaUnderCurve([1, 2], [true, true])));
    }

    [Fact]
    public void Average_precision_is_that_of_the_step_curve()
    {
        // The example of scikit-learn's documentation.
        Assert.Equal(0.8333333, Detection.AveragePrecision([0.1, 0.4, 0.35, 0.8], [false, false, true, true]), 1e-6);
        // Tied scores cannot be told apart: the share of positives.
        Assert.Equal(2.0 / 3, Detection.AveragePrecision([1, 1, 1], [true, false, true]), 1e-12);
        Assert.True(double.IsNaN(Detection.AveragePrecision([1, 2], [false, false])));
        Assert.True(double.IsNaN(Detection.AveragePrecision([], [])));
        Assert.True(double.IsNaN(Detection.AveragePrecision([1, double.NaN], [true, false])));
    }
}
