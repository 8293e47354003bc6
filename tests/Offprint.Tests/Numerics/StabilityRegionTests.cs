using System.Numerics;
using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class StabilityRegionTests
{
    private static readonly double[] s_adams = [-2, -1, -6.0 / 11, -3.0 / 10];

    public static TheoryData<int, double> Methods =>
        new(from r in Enumerable.Range(1, 4) from b in new[] { 1, 0.9, 0.8, 0.5 } select (r, b));

    [Theory]
    [MemberData(nameof(Methods))]
    public void Limits_of_GHVB_are_the_closed_forms(int r, double b)
    {
        double[] closed = [-2 * (2 - b) / b, -(2 - b), -6 * (2 - b) / (12 - b), -3 * (2 - b) / (11 - b)];
        var region = StabilityRegion.GeneralizedHeavyBall(r, b);
        Assert.Equal(closed[r - 1], region.Locus(Math.PI).Real, 1e-10);
        Assert.Equal(closed[r - 1], region.RealAxisLimit(), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Limits_of_heavy_ball_and_Nesterov_are_the_closed_forms(int r, double b)
    {
        double heavy = s_adams[r - 1] * (2 - b) / b;
        Assert.Equal(heavy, StabilityRegion.HeavyBall(r, b).Locus(Math.PI).Real, 1e-10);
        Assert.Equal(heavy, StabilityRegion.HeavyBall(r, b).RealAxisLimit(), 1e-6);
        Assert.Equal(heavy / (3 - 2 * b), StabilityRegion.Nesterov(r, b).RealAxisLimit(), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_limit_separates_stable_from_unstable(int r, double b)
    {
        foreach (MultistepKind kind in new[] { MultistepKind.HeavyBall, MultistepKind.GeneralizedHeavyBall, MultistepKind.Nesterov })
        {
            var region = StabilityRegion.Of(new(kind, r, b));
            double limit = region.RealAxisLimit();
            Assert.True(limit < 0, $"{kind} {r} {b}: {limit}");
            for (int i = 1; i < 20; i++)
                Assert.True(region.Contains(limit * i / 20.0), $"{kind} {r} {b}: not stable at {i}/20 of {limit}");
            Assert.False(region.Contains(limit * 1.001), $"{kind} {r} {b}: still stable beyond {limit}");
        }
    }

    [Fact]
    public void The_locus_starts_at_zero_with_slope_i()
    {
        foreach (MultistepKind kind in Enum.GetValues<MultistepKind>())
        {
            var region = StabilityRegion.Of(new(kind, 3, kind == MultistepKind.AdamsBashforth ? 1 : 0.7));
            Assert.Equal(0, region.Locus(0).Magnitude, 1e-12);
            Assert.True(((region.Locus(1e-5) - region.Locus(-1e-5)) / 2e-5 - Complex.ImaginaryOne).Magnitude < 1e-6);
        }
    }

    [Fact]
    public void The_spectral_radius_of_Euler_is_that_of_one_plus_z()
    {
        var region = StabilityRegion.AdamsBashforth(1);
        foreach (Complex z in new Complex[] { -0.5, new(-1, 0.7), new(0.3, 2) })
            Assert.Equal((1 + z).Magnitude, region.SpectralRadius(z), 1e-12);
        Assert.True(region.Contains(new(-1, 0.99)));
        Assert.False(region.Contains(new(-1, 1.01)));
    }

    [Fact]
    public void The_boundary_locus_is_closed()
    {
        Complex[] locus = StabilityRegion.HeavyBall(4, 0.8).BoundaryLocus(101);
        Assert.True((locus[0] - locus[^1]).Magnitude < 1e-9);
        Assert.Equal(101, locus.Length);
    }

    [Fact]
    public void Polynomials_that_define_no_method_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new StabilityRegion([0, 1], [0, 1]));
        Assert.Throws<ArgumentException>(() => new StabilityRegion([1, -1], [0, 0]));
    }

    /// <summary>
    /// ζ² − ζ + x (0.6 ζ + 1) has the complex pair of product x and sum 1 − 0.6 x: it leaves the circle at x = 1, at the angle of cosine
    /// 0.2,
    /// where the locus crosses the axis between two samples; at θ = π it is far to the right.
    /// </summary>
    [Fact]
    public void A_limit_at_a_crossing_between_samples_is_found_by_bisection()
    {
        var region = new StabilityRegion([1, -1, 0], [0, 0.6, 1]);
        Assert.Equal(5, region.Locus(Math.PI).Real, 1e-12);
        Assert.Equal(-1, region.RealAxisLimit(), 1e-9);
    }
}
