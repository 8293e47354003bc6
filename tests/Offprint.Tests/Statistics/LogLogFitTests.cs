using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Tests.Statistics;

public class LogLogFitTests
{
    private static readonly double[] s_steps = [10, 20, 40, 80, 160, 320];

    [Fact]
    public void An_exact_power_law_is_found()
    {
        LogLogFit fit = LogLogFit.Of([1, 2, 5, 9], [3, 3 * Math.Pow(2, 1.5), 3 * Math.Pow(5, 1.5), 3 * Math.Pow(9, 1.5)]);
        Assert.Equal(1.5, fit.Slope.Value, 1e-12);
        Assert.Equal(Math.Log(3), fit.Intercept, 1e-12);
        Assert.Equal(0, fit.StandardError, 1e-12);
        Assert.Equal(1, fit.RSquared, 1e-12);
        Assert.Equal((4, 0), (fit.Points, fit.Censored));
    }

    [Fact]
    public void Standard_errors_are_those_of_least_squares()
    {
        // u = 0, 1, 2, 3 and v = 1, 3, 2, 5: slope 1.1, intercept 1.1, residual sum 2.7, error √(2.7/2/5) = 0.519615.
        LogLogFit fit = LogLogFit.Of([1, Math.E, Math.Exp(2), Math.Exp(3)], [Math.E, Math.Exp(3), Math.Exp(2), Math.Exp(5)]);
        Assert.Equal(1.1, fit.Slope.Value, 1e-12);
        Assert.Equal(1.1, fit.Intercept, 1e-12);
        Assert.Equal(0.519615, fit.StandardError, 1e-6);
        Assert.Equal(1.1 + 4.302653 * 0.519615, fit.Slope.Interval.High, 1e-5);
        Assert.Equal(1 - 2.7 / 8.75, fit.RSquared, 1e-12);
    }

    [Fact]
    public void The_order_of_a_method_is_positive()
    {
        double[] errors = [.. s_steps.Select(n => 7 / (n * n))];
        Assert.Equal(2, LogLogFit.ConvergenceOrder(s_steps, errors).Slope.Value, 1e-12);
        Assert.All(LogLogFit.LocalSlopes(s_steps, errors), slope => Assert.Equal(-2, slope, 1e-12));
    }

    [Fact]
    public void Missing_and_vanishing_errors_are_left_out()
    {
        LogLogFit fit = LogLogFit.Of([1, 2, 4, 8, 16], [1, 2, 0, double.NaN, 16]);
        Assert.Equal(1, fit.Slope.Value, 1e-12);
        Assert.Equal((3, 2), (fit.Points, fit.Censored));
        Assert.Equal([1, double.NaN, double.NaN, double.NaN], LogLogFit.LocalSlopes([1, 2, 4, 8, 16], [1, 2, 0, double.NaN, 16]));
    }

    [Fact]
    public void The_window_leaves_out_the_coarse_start_and_the_rounding_floor()
    {
        double[] steps = [.. Enumerable.Range(0, 14).Select(i => Math.Pow(2, i))];
        double[] errors = [.. steps.Select(n => Math.Pow(n, -3) * (1 + 5 / n) + 3e-9)];
        Range window = Assert.NotNull(LogLogFit.StraightWindow(steps, errors, tolerance: 0.15));
        Assert.InRange(window.Start.Value, 3, 5);
        Assert.InRange(window.End.Value, 8, 10);
        Assert.Equal(3, LogLogFit.ConvergenceOrder(steps.AsSpan()[window], errors.AsSpan()[window]).Slope.Value, 0.15);
        Assert.Null(LogLogFit.StraightWindow([1, 2, 4, 8], [1, 2, 8, 64]));
        Assert.Equal(0..4, LogLogFit.StraightWindow([1, 2, 4, 8], [1, 2, 4, 8]));
    }

    [Fact]
    public void The_interval_covers_as_often_as_it_says()
    {
        RandomStream random = new Seed(51).Stream();
        int covered = 0;
        for (int trial = 0; trial < 2000; trial++)
        {
            double[] y = [.. s_steps.Select(n => Math.Pow(n, 0.5) * Math.Exp(0.1 * random.NextNormal()))];
            covered += LogLogFit.Of(s_steps, y).Slope.Interval.Contains(0.5) ? 1 : 0;
        }
        Assert.Equal(0.95, covered / 2000.0, 0.02); // 4σ
    }

    [Fact]
    public void Runs_give_the_mean_of_their_slopes()
    {
        Estimate slope = LogLogFit.SlopeOverRuns([1, 2, 4], [[1, 2, 4], [1, 4, 16], [1, 8, 64]]);
        Assert.Equal(2, slope.Value, 1e-12);
        Assert.Equal(2.484138, slope.Interval.Width / 2, 1e-6);
    }

    [Fact]
    public void Two_points_have_a_slope_without_an_error()
    {
        LogLogFit fit = LogLogFit.Of([1, 2], [1, 4]);
        Assert.Equal(2, fit.Slope.Value, 1e-12);
        Assert.True(double.IsNaN(fit.StandardError));
        Assert.Equal(double.PositiveInfinity, fit.Slope.Interval.Width);
    }

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        Assert.Contains("x[1] is 0", Assert.Throws<ArgumentException>(() => LogLogFit.Of([1, 0], [1, 1])).Message);
        Assert.Throws<ArgumentException>(() => LogLogFit.Of([1, 2], [1, -1]));
        Assert.Throws<ArgumentException>(() => LogLogFit.Of([2, 2], [1, 3]));
        Assert.Throws<ArgumentException>(() => LogLogFit.Of([1, 2], [1]));
    }
}
