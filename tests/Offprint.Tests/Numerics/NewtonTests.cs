using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class NewtonTests
{
    [Fact]
    public void A_quadratic_takes_one_step()
    {
        var hessian = Matrix<double>.Build.DenseOfArray(new[,] { { 4.0, 1 }, { 1, 3 } });
        var result = Newton.Minimize((x, g, h) =>
        {
            var p = Vector<double>.Build.Dense([x[0] - 1, x[1] + 2]);
            (hessian * p).AsArray().CopyTo(g);
            hessian.CopyTo(h);
            return 0.5 * p * (hessian * p) + 7;
        }, [10, 10]);
        Assert.True(result.Converged);
        Assert.Equal(1, result.Iterations);
        Assert.Equal([1, -2], result.X, (a, b) => Math.Abs(a - b) < 1e-13);
        Assert.Equal(7, result.Value, 1e-13);
    }

    [Fact]
    public void Damping_saves_a_step_that_would_overshoot()
    {
        // √(1 + x²): undamped Newton maps x to −x³ and diverges from |x| > 1.
        var result = Newton.Minimize((x, g, h) =>
        {
            double root = Math.Sqrt(1 + x[0] * x[0]);
            g[0] = x[0] / root;
            h[0, 0] = 1 / (root * root * root);
            return root;
        }, [3]);
        Assert.True(result.Converged);
        Assert.Equal(0, result.X[0], 1e-10);
    }

    [Fact]
    public void A_function_without_minimum_reports_that_it_did_not_converge()
    {
        var result = Newton.Minimize((x, g, h) => (g[0] = h[0, 0] = Math.Exp(x[0])) - 0, [0], new NewtonOptions { MaxIterations = 20 });
        Assert.False(result.Converged);
        Assert.Equal(20, result.Iterations);
    }

    [Fact]
    public void A_flat_direction_is_left_alone()
    {
        var result = Newton.Minimize((x, g, h) =>
        {
            g[0] = x[0] - 2;
            g[1] = 0;
            h.Clear();
            h[0, 0] = 1;
            return 0.5 * (x[0] - 2) * (x[0] - 2);
        }, [0, 5]);
        Assert.True(result.Converged);
        Assert.Equal([2, 5], result.X, (a, b) => Math.Abs(a - b) < 1e-10);
    }

    [Fact]
    public void A_start_outside_the_domain_is_refused() => Assert.Contains("at the start",
        Assert.Throws<ArgumentException>(() => Newton.Minimize((_, _, _) => double.PositiveInfinity, [0])).Message);

    /// <summary>The same with a tenth of the height: the first trial after the full step is no longer than half of it.</summary>
    [Fact]
    public void A_small_slope_does_not_lengthen_the_step_that_failed()
    {
        var result = Newton.Minimize((x, g, h) =>
        {
            double root = Math.Sqrt(1 + x[0] * x[0]);
            g[0] = 0.1 * x[0] / root;
            h[0, 0] = 0.1 / (root * root * root);
            return 0.1 * root;
        }, [1.5]);
        Assert.True(result.Converged);
        Assert.Equal(0, result.X[0], 1e-9);
        Assert.InRange(result.Iterations, 2, 20);
    }

    /// <summary>Linear outside of [−1, 1], where a step has no natural length: doubling reaches the bowl from 10⁶ in a few steps.</summary>
    [Fact]
    public void Where_there_is_no_curvature_steps_are_extended()
    {
        var result = Newton.Minimize((x, g, h) =>
        {
            bool inside = Math.Abs(x[0]) <= 1;
            g[0] = 0.1 * (inside ? x[0] : Math.Sign(x[0]));
            h[0, 0] = inside ? 0.1 : 0;
            return 0.1 * (inside ? x[0] * x[0] / 2 : Math.Abs(x[0]) - 0.5);
        }, [1e6]);
        Assert.True(result.Converged);
        Assert.Equal(0, result.X[0], 1e-9);
        Assert.InRange(result.Iterations, 2, 30);
    }
}
