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
}
