namespace Offprint.Numerics;

/// <summary>The right-hand side of an ordinary differential equation.</summary>
/// <param name="t">The time.</param>
/// <param name="y">The state.</param>
/// <param name="derivative">Receives dy/dt; as long as the state.</param>
public delegate void OdeField(double t, ReadOnlySpan<double> y, Span<double> derivative);

/// <summary>The end of an integration.</summary>
/// <param name="Y">The final state.</param>
/// <param name="Evaluations">How often the field was evaluated.</param>
/// <param name="Times">The times of <paramref name="States"/>, both ends included.</param>
/// <param name="States">The states at those times: every step.</param>
public sealed record OdeSolution(double[] Y, long Evaluations, IReadOnlyList<double> Times, IReadOnlyList<double[]> States);

/// <summary>Tolerances of adaptive integration.</summary>
public sealed record OdeTolerance
{
    /// <summary>Relative tolerance of one step. Default 10⁻⁹.</summary>
    public double Relative { get; init; } = 1e-9;

    /// <summary>Absolute tolerance of one step. Default 10⁻¹².</summary>
    public double Absolute { get; init; } = 1e-12;

    /// <summary>Steps, accepted and rejected, after which the integration gives up. Default one million.</summary>
    public int MaxSteps { get; init; } = 1_000_000;
}

/// <summary>Explicit one-step integration of ordinary differential equations in double precision, forward or backward in time.</summary>
public static class OdeIntegrator
{
    private delegate long Advance(OdeField field, double t, double[] y, double h, double[] next);

    /// <summary>Euler's method, order 1.</summary>
    /// <param name="field">The right-hand side.</param>
    /// <param name="start">The state at the first time; not changed.</param>
    /// <param name="times">The grid, strictly monotone.</param>
    /// <returns>The solution at the grid's times.</returns>
    /// <exception cref="ArgumentException">The grid is not strictly monotone.</exception>
    public static OdeSolution Euler(OdeField field, double[] start, IReadOnlyList<double> times) => Fixed(field, start, times, EulerStep);

    /// <summary>Heun's method (the explicit trapezoidal rule), order 2.</summary>
    /// <inheritdoc cref="Euler"/>
    public static OdeSolution Heun(OdeField field, double[] start, IReadOnlyList<double> times) => Fixed(field, start, times, HeunStep);

    /// <summary>The classical Runge–Kutta method, order 4.</summary>
    /// <inheritdoc cref="Euler"/>
    public static OdeSolution Rk4(OdeField field, double[] start, IReadOnlyList<double> times) =>
        Fixed(field, start, times, (f, t, y, h, next) =>
    {
        Rk4Step(f, t, y, h).CopyTo(next, 0);
        return 4;
    });

    /// <summary>The adaptive pair of Dormand and Prince (1980), order 5 with an error estimate of order 4.</summary>
    /// <param name="field">The right-hand side.</param>
    /// <param name="start">The state at <paramref name="from"/>; not changed.</param>
    /// <param name="from">The first time.</param>
    /// <param name="to">The last time, before or after the first.</param>
    /// <param name="tolerance">Tolerances; <see langword="null"/> for the defaults.</param>
    /// <returns>The solution at every accepted step.</returns>
    /// <exception cref="ArithmeticException">The steps shrink to nothing, or too many are needed; the message names the time.</exception>
    public static OdeSolution Rk45(OdeField field, double[] start, double from, double to, OdeTolerance? tolerance = null)
    {
        tolerance ??= new();
        double t = from, h = (to - from) / 100;
        double[] y = [.. start];
        var times = new List<double> { t };
        var states = new List<double[]> { y };
        var stages = new double[7][];
        for (int i = 0; i < 7; i++)
            stages[i] = new double[y.Length];
        var (next, work) = (new double[y.Length], new double[y.Length]);
        field(t, y, stages[0]);
        long evaluations = 1;
        for (int attempt = 0; t != to; attempt++)
        {
            if (attempt == tolerance.MaxSteps || t + h == t)
                throw new ArithmeticException(
                    $"The integration stalls at t = {t:G6} (step {h:G3}, {attempt} attempts): the field is stiff or singular there.");
            if (Math.Abs(h) >= Math.Abs(to - t))
                h = to - t;
            DormandPrince.Stages(field, t, y, h, stages, next, work);
            evaluations += 6;
            double error = DormandPrince.Error(stages, y, next, h, tolerance);
            if (error <= 1)
            {
                t = h == to - t ? to : t + h;
                y = [.. next];
                times.Add(t);
                states.Add(y);
                (stages[0], stages[6]) = (stages[6], stages[0]); // the last stage is the first of the next step
            }
            h *= DormandPrince.Growth(error);
        }
        return new(y, evaluations, times, states);
    }

    internal static double[] Rk4Step(OdeField field, double t, double[] y, double h)
    {
        int size = y.Length;
        double[] k1 = new double[size], k2 = new double[size], k3 = new double[size], k4 = new double[size], point = new double[size];
        field(t, y, k1);
        field(t + h / 2, Shift(y, k1, h / 2, point), k2);
        field(t + h / 2, Shift(y, k2, h / 2, point), k3);
        field(t + h, Shift(y, k3, h, point), k4);
        for (int i = 0; i < size; i++)
            point[i] = y[i] + h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
        return point;
    }

    internal static void CheckGrid(IReadOnlyList<double> times)
    {
        if (times.Count < 2)
            throw new ArgumentException($"A grid needs at least two times; this one has {times.Count}.", nameof(times));
        int direction = Math.Sign(times[1] - times[0]);
        for (int i = 1; i < times.Count; i++)
        {
            if (direction == 0 || Math.Sign(times[i] - times[i - 1]) != direction)
                throw new ArgumentException($"The grid is not strictly monotone at index {i}: {times[i - 1]:R}, then {times[i]:R}.",
                    nameof(times));
        }
    }

    private static OdeSolution Fixed(OdeField field, double[] start, IReadOnlyList<double> times, Advance advance)
    {
        CheckGrid(times);
        var states = new double[times.Count][];
        states[0] = [.. start];
        long evaluations = 0;
        for (int n = 1; n < times.Count; n++)
            evaluations += advance(field, times[n - 1], states[n - 1], times[n] - times[n - 1], states[n] = new double[start.Length]);
        return new(states[^1], evaluations, times, states);
    }

    private static long EulerStep(OdeField field, double t, double[] y, double h, double[] next)
    {
        var slope = new double[y.Length];
        field(t, y, slope);
        Shift(y, slope, h, next);
        return 1;
    }

    private static long HeunStep(OdeField field, double t, double[] y, double h, double[] next)
    {
        double[] first = new double[y.Length], second = new double[y.Length];
        field(t, y, first);
        field(t + h, Shift(y, first, h, next), second);
        for (int i = 0; i < y.Length; i++)
            next[i] = y[i] + h / 2 * (first[i] + second[i]);
        return 2;
    }

    private static double[] Shift(double[] y, double[] slope, double h, double[] result)
    {
        for (int i = 0; i < y.Length; i++)
            result[i] = y[i] + h * slope[i];
        return result;
    }
}
