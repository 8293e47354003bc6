using FsCheck;
using FsCheck.Fluent;
using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class MultistepCoefficientsTests
{
    [Fact]
    public void Adams_Bashforth_weights_are_the_textbook_ones()
    {
        double[][] numerators = [[1], [3, -1], [23, -16, 5], [55, -59, 37, -9], [1901, -2774, 2616, -1274, 251]];
        double[] denominators = [1, 2, 12, 24, 720];
        for (int r = 1; r <= 5; r++)
        {
            double[] w = MultistepCoefficients.AdamsBashforth(r);
            for (int j = 0; j < r; j++)
                Assert.Equal(numerators[r - 1][j] / denominators[r - 1], w[j], 14);
        }
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.8)]
    [InlineData(0.5)]
    [InlineData(0.1)]
    public void Heavy_ball_weights_are_those_of_the_paper(double b)
    {
        double[][] expected =
        [
            [1],
            [(2 + b) / (2 * b), -(2 - b) / (2 * b)],
            [(18 + 5 * b) / (12 * b), -(24 - 8 * b) / (12 * b), (6 - b) / (12 * b)],
            [(46 + 9 * b) / (24 * b), -(78 - 19 * b) / (24 * b), (42 - 5 * b) / (24 * b), -(10 - b) / (24 * b)],
            [(1650 + 251 * b) / (720 * b), -(3420 - 646 * b) / (720 * b), (2880 - 264 * b) / (720 * b), -(1380 - 106 * b) / (720 * b),
                (270 - 19 * b) / (720 * b)],
        ];
        for (int r = 1; r <= 5; r++)
        {
            double[] w = MultistepCoefficients.GeneralizedHeavyBall(r, b);
            for (int j = 0; j < r; j++)
                Assert.Equal(expected[r - 1][j], w[j], 1e-12 / b);
        }
    }

    [Fact]
    public void Weights_sum_to_one_for_every_order_and_damping() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Choose(1, 5).SelectMany(r => Gen.Choose(1, 1000).Select(b => (Order: r, Beta: b / 1000.0))).ToArbitrary(),
            c => Math.Abs(MultistepCoefficients.GeneralizedHeavyBall(c.Order, c.Beta).Sum() - 1) < 1e-11 / c.Beta));

    [Theory]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 0.5, 5)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 0.9, 5)]
    [InlineData(MultistepKind.HeavyBall, 0.5, 1)]
    [InlineData(MultistepKind.Nesterov, 0.5, 1)]
    public void Order_conditions_hold_up_to_the_claimed_order_and_no_further(MultistepKind kind, double beta, int highest)
    {
        for (int r = 2; r <= 5; r++)
        {
            var (a, b) = new MultistepMethod(kind, r, beta).Polynomials();
            int order = Math.Min(r, highest);
            for (int k = 0; k <= order + 1; k++)
            {
                // x(t) = t^k/k! at the times −j: Σ a_j x(−j) = Σ b_j x′(−j).
                double defect = a.Select((v, j) => v * Power(-j, k)).Sum() - (k == 0 ? 0 : b.Select((v, j) => v * Power(-j, k - 1)).Sum());
                if (k <= order)
                    Assert.Equal(0, defect, 1e-12);
                else
                    Assert.True(Math.Abs(defect) > 1e-3, $"order {r}, k = {k}");
            }
        }
    }

    [Theory]
    [InlineData(3.8, 4, 0.8)]
    [InlineData(0.7, 1, 0.7)]
    [InlineData(2.1, 3, 0.1)]
    [InlineData(4.0, 4, 1.0)]
    public void Momentum_numbers_name_order_and_damping(double number, int order, double beta)
    {
        var method = MultistepMethod.FromMomentumNumber(number, MultistepKind.GeneralizedHeavyBall);
        Assert.Equal((order, beta), (method.Order, method.Beta));
    }

    [Fact]
    public void Methods_are_named_as_in_the_paper()
    {
        Assert.Equal("DDIM", new MultistepMethod(MultistepKind.AdamsBashforth, 1).Name);
        Assert.Equal("PLMS4 HB 0.8", new MultistepMethod(MultistepKind.HeavyBall, 4, 0.8).Name);
        Assert.Equal("GHVB 3.8", MultistepMethod.FromMomentumNumber(3.8, MultistepKind.GeneralizedHeavyBall).Name);
    }

    [Fact]
    public void Impossible_methods_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MultistepCoefficients.AdamsBashforth(6));
        Assert.Throws<ArgumentOutOfRangeException>(() => MultistepCoefficients.GeneralizedHeavyBall(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultistepMethod(MultistepKind.AdamsBashforth, 2, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultistepMethod(MultistepKind.NaiveInterpolation, 1, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => MultistepMethod.FromMomentumNumber(double.NaN, MultistepKind.HeavyBall));
    }

    private static double Power(double t, int k) => Math.Pow(t, k) / Enumerable.Range(1, k).Aggregate(1.0, (p, i) => p * i);
}
