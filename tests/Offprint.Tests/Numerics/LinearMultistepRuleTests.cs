using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class LinearMultistepRuleTests
{
    private static double Error(MultistepMethod method, StartUp start, int steps)
    {
        double[] times = [.. Enumerable.Range(0, steps + 1).Select(i => 2.0 * i / steps)];
        double[][] y = new LinearMultistepRule(method, start).Integrate((_, y, d) => d[0] = -y[0] * y[0], [1], times, t => [1 / (1 + t)]);
        return Math.Abs(y[^1][0] - 1.0 / 3);
    }

    [Theory]
    [InlineData(MultistepKind.HeavyBall, 4, 0.8, 1)]
    [InlineData(MultistepKind.Nesterov, 3, 0.7, 1)]
    [InlineData(MultistepKind.NaiveInterpolation, 2, 0.5, 1)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 1, 0.5, 1)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 2, 0.5, 2)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 3, 0.5, 2)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 4, 0.5, 2)]
    [InlineData(MultistepKind.AdamsBashforth, 4, 1, 2)]
    public void The_official_start_limits_the_order_to_two(MultistepKind kind, int r, double beta, int order) =>
        Assert.Equal(order, Slopes.Last(n => Error(new(kind, r, beta), StartUp.LowOrder, n), 2560, 5120), 0.1);

    [Theory]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 1, 0.5, 1)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 2, 0.5, 2)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 3, 0.5, 3)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 4, 0.5, 4)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 4, 0.8, 4)]
    [InlineData(MultistepKind.AdamsBashforth, 4, 1, 4)]
    [InlineData(MultistepKind.AdamsBashforth, 5, 1, 5)]
    [InlineData(MultistepKind.HeavyBall, 4, 0.8, 1)]
    [InlineData(MultistepKind.Nesterov, 4, 0.8, 1)]
    public void Known_states_give_the_full_order(MultistepKind kind, int r, double beta, int order)
    {
        foreach (StartUp start in new[] { StartUp.ExactHistory, StartUp.RungeKutta })
        {
            if (start == StartUp.ExactHistory || order < 5) // the classical method has order 4
                Assert.Equal(order, Slopes.Last(n => Error(new(kind, r, beta), start, n), 160, 320), 0.15);
        }
    }

    [Theory]
    [InlineData(MultistepKind.AdamsBashforth, 2, 1.0)]
    [InlineData(MultistepKind.HeavyBall, 3, 0.7)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 4, 0.6)]
    [InlineData(MultistepKind.Nesterov, 3, 0.7)]
    public void After_an_exact_start_the_one_line_form_holds(MultistepKind kind, int r, double beta)
    {
        var method = new MultistepMethod(kind, r, beta);
        double[] times = [.. Enumerable.Range(0, 16).Select(i => 0.1 * i)];
        var f = new List<double>();
        double[][] y = new LinearMultistepRule(method, StartUp.ExactHistory).Integrate(
            (t, y, d) => f.Add(d[0] = Math.Cos(t) - y[0] * y[0]), [1], times, t => [1 / (1 + t) + 0.01 * t * t]);
        var (a, b) = method.Polynomials();
        for (int n = method.HistoryLength + (kind == MultistepKind.Nesterov ? 1 : 0); n < 15; n++)
        {
            double left = a.Select((v, j) => v * y[n + 1 - j][0]).Sum(), right = b.Select((v, j) => j == 0 ? 0 : v * f[n + 1 - j]).Sum();
            Assert.Equal(left, 0.1 * right, 1e-12);
        }
    }

    [Fact]
    public void The_first_order_momentum_methods_are_the_same_recurrence()
    {
        double[] times = [.. Enumerable.Range(0, 20).Select(i => 0.05 * i)];
        OdeField field = (t, y, d) => d[0] = Math.Sin(3 * t) - y[0];
        double[][] ghvb = new LinearMultistepRule(new(MultistepKind.GeneralizedHeavyBall, 1, 0.6)).Integrate(field, [1], times);
        double[][] hb = new LinearMultistepRule(new(MultistepKind.HeavyBall, 1, 0.6)).Integrate(field, [1], times);
        for (int n = 1; n < 19; n++)
        {
            Assert.Equal(hb[n][0], ghvb[n][0], 1e-14);
            double f = Math.Sin(3 * times[n]) - hb[n][0];
            Assert.Equal(hb[n + 1][0] - hb[n][0], 0.4 * (hb[n][0] - hb[n - 1][0]) + 0.05 * 0.6 * f, 1e-14);
        }
    }

    [Fact]
    public void Without_damping_all_kinds_are_Adams_Bashforth_bit_for_bit()
    {
        double[] times = [.. Enumerable.Range(0, 30).Select(i => Math.Sqrt(i))];
        OdeField field = (t, y, d) => (d[0], d[1]) = (y[1], -y[0] + Math.Sin(t));
        for (int r = 1; r <= 5; r++)
        {
            double[] adams = new LinearMultistepRule(new(MultistepKind.AdamsBashforth, r)).Integrate(field, [1, 0], times)[^1];
            foreach (MultistepKind kind in new[] { MultistepKind.HeavyBall, MultistepKind.GeneralizedHeavyBall, MultistepKind.Nesterov })
                Assert.Equal(adams, new LinearMultistepRule(new(kind, r)).Integrate(field, [1, 0], times)[^1]);
        }
    }

    [Fact]
    public void A_linear_slope_is_exact_for_second_order_and_not_for_heavy_ball()
    {
        double[] times = [.. Enumerable.Range(0, 11).Select(i => 0.1 * i)];
        double End(MultistepKind kind, int r, double b) => new LinearMultistepRule(new(kind, r, b), StartUp.ExactHistory)
            .Integrate((t, _, d) => d[0] = 2 * t, [0], times, t => [t * t])[^1][0];
        for (int r = 2; r <= 5; r++)
        {
            Assert.Equal(1, End(MultistepKind.AdamsBashforth, r, 1), 1e-13);
            Assert.Equal(1, End(MultistepKind.GeneralizedHeavyBall, r, 0.5), 1e-12);
            Assert.True(Math.Abs(End(MultistepKind.HeavyBall, r, 0.5) - 1) > 1e-3);
            Assert.True(Math.Abs(End(MultistepKind.Nesterov, r, 0.5) - 1) > 1e-3);
        }
    }

    /// <summary>The paper's toy: x′ = [[0, 1], [−9, −10]] x on [0, 3] in 26 steps, so that −9 δ lies just outside AB2's region.</summary>
    [Theory]
    [InlineData(MultistepKind.AdamsBashforth, 2, 1.0, 1, double.PositiveInfinity)]
    [InlineData(MultistepKind.AdamsBashforth, 4, 1.0, 1e6, double.PositiveInfinity)]
    [InlineData(MultistepKind.AdamsBashforth, 1, 1.0, 0, 0.07)]
    [InlineData(MultistepKind.HeavyBall, 2, 0.9, 0, 0.07)]
    [InlineData(MultistepKind.HeavyBall, 2, 0.8, 0, 0.07)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 2, 0.9, 0, 0.07)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 2, 0.8, 0, 0.07)]
    public void The_toy_equation_separates_stable_from_unstable(MultistepKind kind, int r, double beta, double above, double below)
    {
        double[] times = [.. Enumerable.Range(0, 27).Select(i => 3.0 * i / 26)];
        double[] x = new LinearMultistepRule(new(kind, r, beta))
            .Integrate((_, y, d) => (d[0], d[1]) = (y[1], -9 * y[0] - 10 * y[1]), [-1, 0], times)[^1];
        double fast = Math.Exp(-27) / 8, slow = 9 * Math.Exp(-3) / 8;
        double error = Math.Sqrt(Math.Pow(x[0] - (fast - slow), 2) + Math.Pow(x[1] - (-9 * fast + slow), 2));
        Assert.InRange(error, above, below);
    }

    [Fact]
    public void Bad_grids_and_missing_history_are_named()
    {
        var rule = new LinearMultistepRule(new(MultistepKind.AdamsBashforth, 2), StartUp.ExactHistory);
        OdeField field = (_, _, d) => d[0] = 0;
        Assert.Contains("index 2", Assert.Throws<ArgumentException>(() => rule.Integrate(field, [0], [0, 1, 1], t => [t])).Message);
        Assert.Throws<ArgumentException>(() => rule.Integrate(field, [0], [0, 1, 2]));
    }
}
