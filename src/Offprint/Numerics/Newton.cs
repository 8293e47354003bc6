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

/// <summary>
/// Newton's method for convex functions of few variables, damped by backtracking (Boyd and Vandenberghe 2004, section 9.5).
/// </summary>
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
        var at = new Point(function, start);
        if (!double.IsFinite(at.Value))
            throw new ArgumentException($"The function is {at.Value} at the start.", nameof(start));
        for (int iteration = 0; ; iteration++)
        {
            var (step, singular) = Solve(at);
            double slope = Vector<double>.Build.Dense(at.Gradient) * step, decrement = Math.Sqrt(Math.Max(-slope, 0));
            if (decrement <= options.Tolerance || iteration == options.MaxIterations)
                return at.End(decrement, iteration, decrement <= options.Tolerance);
            if (Search(function, at, step, slope, singular) is not { } next)
                return at.End(decrement, iteration, decrement < RoundingDecrement);
            at = next;
        }
    }

    /// <summary>
    /// A point along a step with enough less: the full step if it will do. Otherwise the quadratic model says nothing about lengths: the
    /// next
    /// trial promises a decrease by 1 at most, and is doubled while values fall.
    /// </summary>
    private static Point? Search(ConvexFunction function, Point at, Vector<double> step, double slope, bool singular)
    {
        for (double size = 1, least = 1e-12; size > least; size /= 2)
        {
            var trial = at.Moved(function, step, size);
            if (trial.Value <= at.Value + 0.25 * size * slope)
                return singular || size < 1 ? Extended(function, at, step, size, trial) : trial;
            // Near the minimum values differ by less than rounding: there a smaller gradient decides.
            if (slope > -RoundingDecrement * RoundingDecrement && double.IsFinite(trial.Value) && Norm(trial.Gradient) < Norm(at.Gradient))
                return trial;
            if (size == 1)
                (size, least) = (Math.Min(1, -2 / slope), Math.Min(1, -2 / slope) * 1e-12);
        }
        return null;
    }

    private static Point Extended(ConvexFunction function, Point at, Vector<double> step, double size, Point best)
    {
        while (true)
        {
            var trial = at.Moved(function, step, size *= 2);
            if (!(trial.Value < best.Value))
                return best;
            best = trial;
        }
    }

    private static double Norm(double[] vector) => Math.Sqrt(vector.Sum(v => v * v));

    /// <summary>−H⁻¹g, with something added to the diagonal where H is singular to rounding.</summary>
    private static (Vector<double> Step, bool Singular) Solve(Point at)
    {
        var gradient = Vector<double>.Build.Dense(at.Gradient);
        double mean = at.Hessian.Trace() / at.Hessian.RowCount, unit = mean > 0 ? mean : gradient * gradient, ridge = mean > 0 ? 0 : unit;
        if (gradient.AbsoluteMaximum() == 0)
            return (gradient, false);
        while (true)
        {
            try
            {
                var factor = (at.Hessian + ridge * Matrix<double>.Build.DenseIdentity(at.Hessian.RowCount)).Cholesky();
                return (-factor.Solve(gradient), ridge > 0);
            }
            catch (ArgumentException) when (ridge < unit)
            {
                ridge = ridge == 0 ? 1e-14 * unit : 10 * ridge;
            }
        }
    }

    /// <summary>A point with the function's value and derivatives.</summary>
    private sealed class Point
    {
        private readonly double[] _x;

        public Point(ConvexFunction function, double[] x)
        {
            _x = [.. x];
            (Gradient, Hessian) = (new double[x.Length], Matrix<double>.Build.Dense(x.Length, x.Length));
            Value = function(_x, Gradient, Hessian);
        }

        public double Value { get; }

        public double[] Gradient { get; }

        public Matrix<double> Hessian { get; }

        public Point Moved(ConvexFunction function, Vector<double> step, double size) =>
            new(function, [.. _x.Select((x, i) => x + size * step[i])]);

        public NewtonResult End(double decrement, int iterations, bool converged) =>
            new(_x, Value, Gradient, Hessian, decrement, iterations, converged);
    }
}
