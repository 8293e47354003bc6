using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class OdeIntegratorTests
{
    private static readonly OdeField s_riccati = (t, y, d) => d[0] = -y[0] * y[0];

    private static double[] Grid(int steps) => [.. Enumerable.Range(0, steps + 1).Select(i => (double)i / steps)];

    [Fact]
    public void Fixed_step_methods_have_their_orders()
    {
        Assert.Equal(1, Slopes.Last(n => Math.Abs(OdeIntegrator.Euler(s_riccati, [1], Grid(n)).Y[0] - 0.5), 640, 1280), 0.05);
        Assert.Equal(2, Slopes.Last(n => Math.Abs(OdeIntegrator.Heun(s_riccati, [1], Grid(n)).Y[0] - 0.5), 640, 1280), 0.05);
        Assert.Equal(4, Slopes.Last(n => Math.Abs(OdeIntegrator.Rk4(s_riccati, [1], Grid(n)).Y[0] - 0.5), 40, 80), 0.1);
    }

    /// <summary>y' = −2 t y², y = 1/(1 + t²): each stage must be asked for its own time.</summary>
    [Fact]
    public void Orders_hold_where_the_field_depends_on_time()
    {
        OdeField field = (t, y, d) => d[0] = -2 * t * y[0] * y[0];
        Assert.Equal(1, Slopes.Last(n => Math.Abs(OdeIntegrator.Euler(field, [1], Grid(n)).Y[0] - 0.5), 640, 1280), 0.05);
        Assert.Equal(2, Slopes.Last(n => Math.Abs(OdeIntegrator.Heun(field, [1], Grid(n)).Y[0] - 0.5), 640, 1280), 0.05);
        Assert.Equal(4, Slopes.Last(n => Math.Abs(OdeIntegrator.Rk4(field, [1], Grid(n)).Y[0] - 0.5), 40, 80), 0.1);
        var tight = new OdeTolerance { Relative = 1e-10, Absolute = 1e-10 };
        Assert.Equal(0.5, OdeIntegrator.Rk45(field, [1], 0, 1, tight).Y[0], 1e-9);
    }

    /// <summary>Where the field is time alone, a step is a quadrature rule: the left end, the trapezoid, Simpson's.</summary>
    [Fact]
    public void A_step_of_a_pure_quadrature_is_the_rule_that_belongs_to_it()
    {
        OdeField field = (t, _, d) => d[0] = Math.Exp(t);
        double[] grid = [0.3, 0.8];
        double a = Math.Exp(0.3), middle = Math.Exp(0.55), b = Math.Exp(0.8);
        Assert.Equal(0.5 * a, OdeIntegrator.Euler(field, [0], grid).Y[0], 1e-15);
        Assert.Equal(0.25 * (a + b), OdeIntegrator.Heun(field, [0], grid).Y[0], 1e-15);
        Assert.Equal(0.5 / 6 * (a + 4 * middle + b), OdeIntegrator.Rk4(field, [0], grid).Y[0], 1e-15);
    }

    [Fact]
    public void Evaluations_are_counted()
    {
        long calls = 0;
        OdeField field = (_, y, d) => (d[0], calls) = (-y[0], calls + 1);
        Assert.Equal(10, OdeIntegrator.Euler(field, [1], Grid(10)).Evaluations);
        Assert.Equal(20, OdeIntegrator.Heun(field, [1], Grid(10)).Evaluations);
        Assert.Equal(40, OdeIntegrator.Rk4(field, [1], Grid(10)).Evaluations);
        calls = 0;
        long reported = OdeIntegrator.Rk45(field, [1], 0, 1).Evaluations;
        Assert.Equal(calls, reported);
    }

    [Fact]
    public void Adaptive_steps_meet_their_tolerance_forward_and_backward()
    {
        OdeField oscillator = (_, y, d) => (d[0], d[1]) = (y[1], -y[0]);
        foreach (double tolerance in new[] { 1e-6, 1e-9, 1e-11 })
        {
            var options = new OdeTolerance { Relative = tolerance, Absolute = tolerance };
            var forward = OdeIntegrator.Rk45(oscillator, [1, 0], 0, 20, options);
            Assert.Equal(Math.Cos(20), forward.Y[0], 100 * tolerance);
            Assert.Equal(1, OdeIntegrator.Rk45(oscillator, forward.Y, 20, 0, options).Y[0], 200 * tolerance);
            Assert.Equal(20, forward.Times[^1]);
            Assert.Equal(forward.Times.Count, forward.States.Count);
        }
    }

    [Fact]
    public void A_singularity_is_reported_with_its_time()
    {
        var e = Assert.Throws<ArithmeticException>(() => OdeIntegrator.Rk45((_, y, d) => d[0] = y[0] * y[0], [1], 0, 2));
        Assert.Contains("t = 1", e.Message);
    }

    /// <summary>Without an error to control, the first step is a hundredth of the way and each later one five times the last.</summary>
    [Fact]
    public void Steps_grow_fivefold_from_a_hundredth_where_the_field_is_constant()
    {
        OdeSolution solution = OdeIntegrator.Rk45((_, _, d) => d[0] = 2, [1], 0, 1);
        Assert.Equal([0, 0.01, 0.06, 0.31, 1], solution.Times, (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal(3, solution.Y[0], 1e-14);
        Assert.Equal(1 + 6 * 4, solution.Evaluations);
    }

    /// <summary>0.9 error^(−1/5), within a fifth and five.</summary>
    [Fact]
    public void Steps_change_with_the_fifth_root_of_their_error() => Assert.Equal(
        [5, 5, 1.8, 0.9, 0.45, 0.2], new[] { 0, 1e-9, 1 / 32.0, 1, 32, 1e9 }.Select(DormandPrince.Growth), (a, b) =>
            Math.Abs(a - b) < 1e-14);
}
