using Offprint.Papers.OfflineToOnline.WsrlStudy;

namespace Offprint.Papers.Tests.OfflineToOnline.WsrlStudy;

public sealed class SpiralToyTests
{
    [Fact]
    public void Both_causes_make_the_value_fall_without_end()
    {
        var toy = new SpiralToy(1, -20);
        double[] values = toy.Iterate(50);
        Assert.Equal([-60, -62.02, -64.038, -66.0539], values[..4], (x, y) => Math.Abs(x - y) < 5e-4);
        Assert.Equal(-158.564631, values[50], 1e-6);
        Assert.Equal(-2080, toy.FixedPoint, 1e-9);
    }

    [Fact]
    public void Without_pessimism_or_without_generalization_it_does_not()
    {
        var calibrated = new SpiralToy(1, 0.4);
        Assert.Equal(-60.0195, calibrated.Iterate(50)[^1], 5e-3);
        Assert.Equal(-60.4, calibrated.FixedPoint, 1e-9);
        var local = new SpiralToy(0.5, -20);
        Assert.Equal(-42.598, local.Iterate(50)[^1], 1e-3);
        Assert.Equal(-41.1881, local.FixedPoint, 1e-4);
    }

    [Theory]
    [InlineData(1, -20, 0)]
    [InlineData(0.5, 0.4, 0)]
    [InlineData(1, -20, 0.5)]
    public void The_closed_form_is_the_recursion(double generalization, double offset, double retained)
    {
        var toy = new SpiralToy(generalization, offset) { Retained = retained };
        double[] values = toy.Iterate(200);
        Assert.All(Enumerable.Range(0, 201), t => Assert.Equal(values[t], toy.Value(t), 1e-9));
        Assert.Equal(toy.FixedPoint, toy.Iterate(20_000)[^1], 1e-5);
    }

    /// <summary>By hand: half of the step goes to −60, so w∞ = (½(−1 − 19.8) − 30) / (1 − ½ · 0.99) = −80.</summary>
    [Fact]
    public void Half_of_retained_rows_stop_the_fall() =>
        Assert.Equal(-80, new SpiralToy(1, -20) { Retained = 0.5 }.FixedPoint, 1e-9);
}
