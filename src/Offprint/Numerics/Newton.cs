using MathNet.Numerics.LinearAlgebra;

namespace Offprint.Numerics;

/// <summary>A smooth convex function with its derivatives.</summary>
/// <param name="x">The point, [n].</param>
/// <param name="gradient">Receives the gradient, [n].</param>
/// <param name="hessian">Receives the Hessian, [n, n].</param>
/// <returns>The value; infinity outside the domain.</returns>
public delegate double ConvexFunction(ReadOnlySpan<double> x, Span<double> gradient, Matrix<double> hessian);

/// <summary>Limits of a Newton iteration.</summary>
public sealed record NewtonOptions
{
    /// <summary>The Newton decrement √(gᵀH⁻¹g) at which a point counts as the minimum. Default 10⁻¹².</summary>
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>Steps after which the iteration gives up. Default 100.</summary>
    public int MaxIterations { get; init; } = 100;
}

/// <summary>The end of a Newton iteration.</summary>
/// <param name="X">The point, [n].</param>
/// <param name="Value">The function there.</param>
/// <param name="Gradient">Its gradient, [n].</param>
/// <param name="Hessian">Its Hessian, [n, n].</param>
/// <param name="Decrement">The Newton decrement: roughly the distance to the minimum in the Hessian's norm.</param>
/// <param name="Iterations">Steps made.</param>
/// <param name="Converged">Whether the decrement fell below the tolerance, or to the level of rounding.</param>
public sealed record NewtonResult(
    double[] X, double Value, double[] Gradient, Matrix<double> Hessian, double Decrement, int Iterations, bool Converged);

/// <summary>Newton's method for convex functions of few variables, damped by backtracking (Boyd and Vandenberghe 2004, section 9.5).</summary>
public static class Newton
{
    private const double RoundingDecrement = 1e-7;

    /// <summary>Minimizes a convex function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="start">The first point, inside the domain; not changed.</param>
    /// <param name="options">Limits; <see langword="null"/> for the defaults.</param>
    /// <returns>The last point; whether it is the minimum is told by <see cref="NewtonResult.Converged"/>.</returns>
    /// <exception cref="ArgumentException">The function is not finite at the start.</exception>
    public static NewtonResult Minimize(ConvexFunction function, double[] start, NewtonOptions? options = null)
    {
        options ??= new();
        int n = start.Length;
        var (x, gradient, hessian) = ((double[])start.Clone(), new double[n], Matrix<double>.Build.Dense(n, n));
        var (trial, trialGradient, trialHessian) = (new double[n], new double[n], Matrix<double>.Build.Dense(n, n));
        double value = function(x, gradient, hessian);
        if (!double.IsFinite(value))
            throw new ArgumentException($"The function is {value} at the start.", nameof(start));
        for (int iteration = 0; ; iteration++)
        {
            var g = Vector<double>.Build.Dense(gradient);
            var step = -Solve(hessian, g);
            double slope = g * step, decrement = Math.Sqrt(Math.Max(-slope, 0));
            if (decrement <= options.Tolerance || iteration == options.MaxIterations)
                return new(x, value, gradient, hessian, decrement, iteration, decrement <= options.Tolerance);
            bool moved = false;
            for (double size = 1; size > 1e-12 && !moved; size /= 2)
            {
                for (int i = 0; i < n; i++)
                    trial[i] = x[i] + size * step[i];
                double next = function(trial, trialGradient, trialHessian);
                // Near the minimum values differ by less than rounding: there a smaller gradient decides.
                moved = next <= value + 0.25 * size * slope
                    || (decrement < RoundingDecrement && double.IsFinite(next) && Norm(trialGradient) < Norm(gradient));
                if (moved)
                    value = next;
            }
            if (!moved)
                return new(x, value, gradient, hessian, decrement, iteration, decrement < RoundingDecrement);
            (x, trial, gradient, trialGradient, hessian, trialHessian) = (trial, x, trialGradient, gradient, trialHessian, hessian);
        }
    }

    private static double Norm(double[] vector) => Math.Sqrt(vector.Sum(v => v * v));

    /// <summary>Adds to the diagonal where the Hessian is singular to rounding.</summary>
    private static Vector<double> Solve(Matrix<double> hessian, Vector<double> gradient)
    {
        double ridge = 0, unit = Math.Max(hessian.Trace() / hessian.RowCount, double.Epsilon * 1e20);
        while (true)
        {
            try
            {
                return (hessian + ridge * Matrix<double>.Build.DenseIdentity(hessian.RowCount)).Cholesky().Solve(gradient);
            }
            catch (ArgumentException) when (ridge < unit)
            {
                ridge = ridge == 0 ? 1e-14 * unit : 10 * ridge;
            }
        }
    }
}
