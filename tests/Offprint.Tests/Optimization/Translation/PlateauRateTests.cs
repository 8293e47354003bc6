using Offprint.Optimization.Translation;

namespace Offprint.Tests.Optimization.Translation;

public sealed class PlateauRateTests
{
    /// <summary>Patience 2, cooldown 3, counted by hand from the definition.</summary>
    [Fact]
    public void The_rate_falls_after_patience_and_rests()
    {
        var rate = new PlateauRate(new() { Patience = 2, Cooldown = 3, Factor = 0.5, Floor = 0.2, Threshold = 0.1 });
        List<double> scales = [];
        // 0.95 is no improvement on 1: it lies within a tenth.
        foreach (double loss in (double[])[1, 0.95, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
        {
            rate.Observe(loss);
            scales.Add(rate.Scale);
        }
        Assert.Equal([1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.2], scales);
    }

    [Fact]
    public void Improvements_keep_the_rate()
    {
        var rate = new PlateauRate(new() { Patience = 1, Cooldown = 0 });
        for (int i = 0; i < 100; i++)
            rate.Observe(Math.Pow(0.99, i / 2));
        Assert.Equal(1, rate.Scale);
    }
}
