using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Tests.Statistics;

public class PairedEquivalenceTests
{
    [Fact]
    public void Interval_and_p_value_are_those_of_two_one_sided_t_tests()
    {
        // Differences 1, 2, 3: mean 2, standard error 1/√3; t with two degrees of freedom has its 95 % point at 2.91999.
        PairedEquivalence result = PairedEquivalence.Of([2, 3, 4], [1, 1, 1], 4);
        Assert.Equal(2, result.Difference.Value, 1e-12);
        Assert.Equal(2 + 2.919986 / Math.Sqrt(3), result.Difference.Interval.High, 1e-5);
        // P(T₂ > t) = (1 − t/√(t² + 2))/2 at t = 2√3.
        Assert.Equal((1 - Math.Sqrt(12.0 / 14)) / 2, result.PValue, 1e-9);
        Assert.True(result.Equivalent);
        Assert.False(PairedEquivalence.Of([2, 3, 4], [1, 1, 1], 3.6).Equivalent);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(2.0)]
    [InlineData(3.7)]
    [InlineData(3.6)]
    public void Interval_and_p_value_agree(double margin)
    {
        PairedEquivalence result = PairedEquivalence.Of([1.2, -0.4, 3.9, 2.2], [0.1, 0.2, 0.3, 0.4], margin);
        Assert.Equal(result.Equivalent, result.PValue < 0.05);
    }

    [Fact]
    public void Methods_that_differ_by_the_margin_are_called_equivalent_in_one_of_twenty()
    {
        RandomStream random = new Seed(11).Stream();
        int equivalent = 0;
        double[] values = new double[10];
        for (int trial = 0; trial < 2000; trial++)
        {
            random.FillNormal(values);
            equivalent += PairedEquivalence.Of([.. values.Select(v => v + 3)], new double[10], 3).Equivalent ? 1 : 0;
        }
        // Nominal 5 %; σ = 0.5 %, bounds at 4σ.
        Assert.InRange(equivalent / 2000.0, 0.03, 0.07);
    }

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PairedEquivalence.Of([1], [1], 1));
        Assert.Throws<ArgumentException>(() => PairedEquivalence.Of([1, 2], [1], 1));
        Assert.Throws<ArgumentException>(() => PairedEquivalence.Of([1, double.NaN], [1, 2], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedEquivalence.Of([1, 2], [1, 2], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedEquivalence.Of([1, 2], [1, 2], 1, 0.5));
    }
}
