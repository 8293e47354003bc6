using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class PhiFunctionsTests
{
    /// <summary>The integral ∫₀¹ e^{(1−u)z} u^{k−1}/(k−1)! du by Gauss–Legendre panels: no cancellation for any z.</summary>
    private static double Integral(int k, double z)
    {
        double factorial = Enumerable.Range(1, k - 1).Aggregate(1.0, (p, i) => p * i);
        return MathNet.Numerics.Integration.GaussLegendreRule.Integrate(u => Math.Exp((1 - u) * z) * Math.Pow(u, k - 1) / factorial, 0, 1,
            64);
    }

    [Theory]
    [InlineData(1e-8)]
    [InlineData(-1e-4)]
    [InlineData(1e-3)]
    [InlineData(-0.3)]
    [InlineData(1.9999)]
    [InlineData(-2.0001)]
    [InlineData(5)]
    [InlineData(-12)]
    public void Values_agree_with_the_integral(double z)
    {
        for (int k = 1; k <= 5; k++)
            Assert.Equal(1, PhiFunctions.Phi(k, z) / Integral(k, z), 1e-12);
        Assert.Equal(Math.Exp(z), PhiFunctions.Phi(0, z), 1e-12 * Math.Exp(z));
    }

    [Fact]
    public void Difference_weights_are_the_textbook_ones()
    {
        const double h = 0.3;
        Assert.Equal([1 / h], DerivativeWeights.Solve([h], 1));
        double[] first = DerivativeWeights.Solve([-h, -2 * h], 1), second = DerivativeWeights.Solve([-h, -2 * h], 2);
        Assert.Equal(-2 / h, first[0], 1e-12);
        Assert.Equal(1 / (2 * h), first[1], 1e-12);
        Assert.Equal(-2 / (h * h), second[0], 1e-12);
        Assert.Equal(1 / (h * h), second[1], 1e-12);
    }

    [Fact]
    public void Difference_weights_are_exact_for_polynomials()
    {
        double[] d = [-0.7, 0.2, -1.1];
        for (int k = 1; k <= 3; k++)
        {
            double[] a = DerivativeWeights.Solve(d, k);
            double[] derivatives = [5, -3, 2]; // of 7 + 5x − 3x²/2 + 2x³/6 at 0
            double estimate = d.Select((x, j) => a[j] * (5 * x - 1.5 * x * x + x * x * x / 3)).Sum();
            Assert.Equal(derivatives[k - 1], estimate, 1e-11);
        }
    }

    [Fact]
    public void Coinciding_points_are_refused()
    {
        Assert.Throws<ArgumentException>(() => DerivativeWeights.Solve([0.1, 0.1], 1));
        Assert.Throws<ArgumentException>(() => DerivativeWeights.Solve([0.1, 0], 1));
        Assert.Throws<ArgumentException>(() => DerivativeWeights.Solve([0.1], 2));
    }
}
