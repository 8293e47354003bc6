using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Tests.Statistics;

public class PairedDifferenceTests
{
    [Fact]
    public void Five_seeds_that_agree_give_the_least_p_value()
    {
        PairedDifference result = PairedDifference.Of([2, 3, 4, 5, 6], [1, 1, 1, 1, 1]);
        Assert.Equal(2.0 / 32, result.PValue);
        Assert.Equal(3, result.Difference.Value);
        Assert.Equal("sign-flip permutation, all 32 flips", result.Test);
        Assert.StartsWith("t interval", result.Difference.Interval.Method);
        Assert.Equal(5, result.Pairs);
    }

    [Fact]
    public void Exact_p_values_are_those_counted_by_hand()
    {
        // Differences 1, 2, −4: sums of flips ±7, ±5, ±3, ±1; observed |−1|, so all eight are as extreme.
        Assert.Equal(1, PairedDifference.Of([1, 2, 0], [0, 0, 4]).PValue);
        // Differences 1, 2, 4: only ±7.
        Assert.Equal(0.25, PairedDifference.Of([1, 2, 4], [0, 0, 0]).PValue);
        // Darwin's maize (Fisher 1935): 863 of 32,768 flips reach the observed sum on each side.
        double[] inches = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
        Assert.Equal(2 * 863.0 / 32768, PairedDifference.Of(inches, new double[15]).PValue, 1e-12);
    }

    [Fact]
    public void Rounding_does_not_break_ties()
    {
        double[] differences = [0.1, 0.2, 0.3, -0.3, -0.2, -0.1];
        Assert.Equal(1, PairedDifference.Of(differences, new double[6]).PValue);
        Assert.Equal(0.5, PairedDifference.Of([0.1, 0.7], [0, 0]).PValue);
    }

    [Fact]
    public void Random_flips_agree_with_all_flips_and_reject_as_often_as_they_say()
    {
        RandomStream random = new Seed(31).Stream();
        int rejected = 0;
        double[] differences = new double[25];
        for (int trial = 0; trial < 1000; trial++)
        {
            random.FillNormal(differences);
            PairedDifference result = PairedDifference.Of(differences, new double[25], new() { Resamples = 400, Seed = new((ulong)trial) });
            rejected += result.PValue <= 0.05 ? 1 : 0;
            Assert.True(trial > 0 || result.Difference.Interval.Method.StartsWith("BCa", StringComparison.Ordinal));
        }
        // Nominal 5 %; σ = 0.7 %, bounds at 4σ.
        Assert.InRange(rejected / 1000.0, 0.022, 0.078);
    }

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PairedDifference.Of([], []));
        Assert.Throws<ArgumentException>(() => PairedDifference.Of([1], [1, 2]));
        Assert.Contains("Pair 1", Assert.Throws<ArgumentException>(() => PairedDifference.Of([1, double.NaN], [1, 2])).Message);
    }
}
