using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Tests.Statistics;

/// <summary>Tests of randomized experiments against hand computation.</summary>
public sealed class LiftTestTests
{
    [Fact]
    public void Welch_and_the_delta_method()
    {
        double[] control = [1, 2, 3, 4], treatment = [2, 4, 6, 8, 5];
        Lift lift = LiftTest.Means("m", control, treatment);
        Assert.Equal((2.5, 5.0, 2.5), (lift.Control, lift.Treatment, lift.Difference.Value));
        // Variances 5/3 and 5: squared errors 5/12 and 1, t = 2.5/√(17/12) = 2.1004, Welch's degrees 6.4416.
        double square = 17.0 / 12, degrees = square * square / (25.0 / 144 / 3 + 1.0 / 4);
        Assert.Equal(6.5, degrees, 0.1);
        double t = MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, degrees, 0.975);
        Assert.Equal(2.5 - t * Math.Sqrt(square), lift.Difference.Interval.Low, 1e-9);
        Assert.Equal(2 * MathNet.Numerics.Distributions.StudentT.CDF(0, 1, degrees, -2.5 / Math.Sqrt(square)), lift.P, 1e-9);
        Assert.Equal(1, lift.Relative.Value);
        // Var(T/C) ≈ (s_T² + (T/C)² s_C²)/C².
        Assert.Equal(1 + t * Math.Sqrt(1 + 4 * 5.0 / 12) / 2.5, lift.Relative.Interval.High, 1e-9);
        Assert.Throws<ArgumentException>(() => LiftTest.Means("m", [1], [1, 2]));
    }

    [Fact]
    public void Ratios_are_of_sums_and_reduce_to_means_over_equal_denominators()
    {
        double[] ones = [1, 1, 1, 1];
        Lift means = LiftTest.Means("m", [1, 2, 3, 5], [2, 2, 4, 4]);
        Lift same = LiftTest.Ratios("m", ([1, 2, 3, 5], ones), ([2, 2, 4, 4], ones));
        Assert.Equal(means.P, same.P, 1e-12);
        Assert.Equal(means.Relative.Interval.Low, same.Relative.Interval.Low, 1e-12);
        Lift ratio = LiftTest.Ratios("m", ([1, 0, 2], [2, 1, 3]), ([3, 0, 1], [3, 1, 1]));
        Assert.Equal(0.5, ratio.Control, 1e-12);
        Assert.Equal(0.8, ratio.Treatment, 1e-12);
    }

    [Fact]
    public void Holm_steps_down()
    {
        Lift[] lifts = [.. new[] { 0.01, 0.04, 0.03, 0.005 }.Select(p => new Lift("m", 0, 0, default, default, p))];
        Assert.Equal([0.03, 0.06, 0.06, 0.02], LiftTest.Holm(lifts).Select(l => l.Adjusted), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Unequal_arms_are_noticed()
    {
        Assert.Equal(1, LiftTest.SampleRatio([1000, 1000]), 1e-12);
        // χ² = 2 · 60²/1000 = 7.2 with one degree of freedom.
        Assert.Equal(0.00729, LiftTest.SampleRatio([1060, 940]), 1e-5);
        Assert.Equal(1, LiftTest.SampleRatio([300, 600, 100], [3, 6, 1]), 1e-12);
        Assert.Throws<ArgumentException>(() => LiftTest.SampleRatio([5]));
    }

    /// <summary>1000 comparisons of equal laws: a test of 5 % alarms in 3 to 7.2 % of them (outside with probability 0.002).</summary>
    [Fact]
    public void The_level_is_kept()
    {
        int alarms = 0;
        for (int r = 0; r < 1000; r++)
        {
            RandomStream random = new Seed(9).Derive((ulong)r).Stream();
            double[] a = [.. Enumerable.Range(0, 80).Select(_ => random.NextGamma(2))];
            double[] b = [.. Enumerable.Range(0, 60).Select(_ => random.NextGamma(2))];
            alarms += LiftTest.Means("m", a, b).P < 0.05 ? 1 : 0;
        }
        Assert.InRange(alarms, 30, 72);
    }

    /// <summary>y = 1 + 2x + effect + noise: what x explains, four fifths of the variance, goes; the effect stays.</summary>
    [Fact]
    public void What_was_known_before_is_taken_out()
    {
        RandomStream random = new Seed(4).Stream();
        (double[] Metric, double[] Before) Arm(int users, double effect)
        {
            double[] before = [.. Enumerable.Range(0, users).Select(_ => random.NextNormal())];
            return ([.. before.Select(x => 1 + 2 * x + effect + random.NextNormal())], before);
        }
        var (control, treatment) = (Arm(4000, 0), Arm(3000, 0.25));
        (double[] a, double[] b) = LiftTest.Cuped(control, treatment);
        Lift plain = LiftTest.Means("m", control.Metric, treatment.Metric), adjusted = LiftTest.Means("m", a, b);
        Assert.Equal(0.2, Math.Pow(adjusted.Difference.Interval.Width / plain.Difference.Interval.Width, 2), 0.02);
        Assert.InRange(0.25, adjusted.Difference.Interval.Low, adjusted.Difference.Interval.High);
        // By hand: θ = 2 exactly where there is no noise, and nothing of y is left but the effect.
        (a, b) = LiftTest.Cuped(([1, 3, 5], [0, 1, 2]), ([4, 8], [1, 3]));
        Assert.All(a, y => Assert.Equal(1 + 2 * 1.4, y, 1e-12));
        Assert.All(b, y => Assert.Equal(2 + 2 * 1.4, y, 1e-12));
        // Nothing known: nothing changes.
        Assert.Equal([1, 3, 5], LiftTest.Cuped(([1, 3, 5], [7, 7, 7]), ([4, 8], [7, 7])).Control);
        Assert.Throws<ArgumentException>(() => LiftTest.Cuped(([1, 3], [7]), ([4, 8], [7, 7])));
    }
}
