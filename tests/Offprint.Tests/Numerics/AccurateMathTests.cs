using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

/// <summary>Against series and sums that lose no digits, on both sides of each switch.</summary>
public class AccurateMathTests
{
    [Theory]
    [InlineData(1e-300)]
    [InlineData(-1e-17)]
    [InlineData(3e-9)]
    [InlineData(-0.02)]
    [InlineData(0.3)]
    public void Small_arguments_keep_their_digits(double x)
    {
        // Σ xᵏ/k! and Σ −(−x)ᵏ/k.
        double power = 1, exponential = 0, logarithm = 0;
        for (int k = 1; k < 60; k++)
        {
            power *= x / k;
            exponential += power;
            logarithm -= Math.Pow(-x, k) / k;
        }
        Assert.Equal(1, AccurateMath.ExpMinusOne(x) / exponential, 1e-15);
        Assert.Equal(1, AccurateMath.LogOnePlus(x) / logarithm, 1e-15);
    }

    [Fact]
    public void Large_arguments_have_their_limits()
    {
        Assert.Equal(Math.E - 1, AccurateMath.ExpMinusOne(1), 1e-15);
        Assert.Equal((-1, double.PositiveInfinity), (AccurateMath.ExpMinusOne(-800), AccurateMath.ExpMinusOne(800)));
        Assert.Equal((0, 0), (AccurateMath.ExpMinusOne(0), AccurateMath.LogOnePlus(0)));
        Assert.Equal((800, 0), (AccurateMath.SoftPlus(800), AccurateMath.SoftPlus(-800)));
        Assert.Equal(Math.Log(2), AccurateMath.SoftPlus(0), 1e-16);
        Assert.Equal(Math.Log(1 + Math.Exp(1.5)), AccurateMath.SoftPlus(1.5), 1e-15);
        Assert.Equal(1, AccurateMath.SoftPlus(-40) / Math.Exp(-40), 1e-15);
    }

    [Theory]
    [InlineData(-1e-12)]
    [InlineData(-0.5)]
    [InlineData(-0.9)]
    [InlineData(-3)]
    [InlineData(-50)]
    public void The_log_of_one_minus_an_exponential_is_exact_near_zero_and_far_away(double x)
    {
        // For small |x|: 1 − eˣ = −x (1 + x/2 + …); for large: −eˣ − e²ˣ/2 − ….
        double near = Math.Log(-x * (1 + x / 2 + x * x / 6)), far = 0;
        for (int k = 1; k < 400; k++)
            far -= Math.Exp(k * x) / k;
        Assert.Equal(1, AccurateMath.LogOneMinusExp(x) / (x > -1e-6 ? near : far), 1e-13);
    }
}
