using Offprint.Numerics;

namespace Offprint.Statistics;

/// <summary>A power law y = e^intercept · x^slope, fitted by least squares to logarithms: convergence orders, regret exponents.</summary>
/// <param name="Slope">The exponent with its t interval, which takes the points' deviations from the line as independent.</param>
/// <param name="Intercept">ln y at x = 1.</param>
/// <param name="StandardError">Of the slope; NaN with two points.</param>
/// <param name="RSquared">The share of the variance of ln y that the line explains.</param>
/// <param name="Points">How many points were used.</param>
/// <param name="Censored">How many were left out because y was not positive and finite.</param>
public sealed record LogLogFit(Estimate Slope, double Intercept, double StandardError, double RSquared, int Points, int Censored)
{
    /// <summary>Fits a power law.</summary>
    /// <param name="x">Positive values.</param>
    /// <param name="y">As many; points where y is not positive and finite are left out and counted.</param>
    /// <param name="level">The coverage of the slope's interval.</param>
    /// <returns>The fit.</returns>
    /// <exception cref="ArgumentException">An x is not positive and finite, or fewer than two different x remain.</exception>
    public static LogLogFit Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double level = 0.95)
    {
        Require.Level(level);
        (double[] u, double[] v) = Logarithms(x, y);
        if (u.Distinct().Count() < 2)
            throw new ArgumentException($"A slope needs two different x with positive y; there are {u.Distinct().Count()}.", nameof(x));
        double meanU = Moments.Mean(u), meanV = Moments.Mean(v), uu = 0, uv = 0, vv = 0;
        for (int i = 0; i < u.Length; i++)
        {
            uu += (u[i] - meanU) * (u[i] - meanU);
            uv += (u[i] - meanU) * (v[i] - meanV);
            vv += (v[i] - meanV) * (v[i] - meanV);
        }
        double slope = uv / uu, intercept = meanV - slope * meanU, residual = 0;
        for (int i = 0; i < u.Length; i++)
            residual += Math.Pow(v[i] - intercept - slope * u[i], 2);
        int free = u.Length - 2;
        double error = free > 0 ? Math.Sqrt(residual / free / uu) : double.NaN;
        double half = free > 0 ? MeanInterval.Quantile(free, level) * error : double.PositiveInfinity;
        Interval interval = new(slope - half, slope + half, level, $"t interval of a log-log slope, {u.Length} points");
        return new(new(slope, interval), intercept, error, vv > 0 ? 1 - residual / vv : 1, u.Length, x.Length - u.Length);
    }

    /// <summary>The order of convergence: the exponent p of error ≈ C · steps⁻ᵖ.</summary>
    /// <param name="steps">Numbers of steps, positive.</param>
    /// <param name="errors">As many errors; those not positive and finite are left out.</param>
    /// <param name="level">The coverage of the order's interval.</param>
    /// <returns>The fit against the step size 1/steps, so that its slope is p.</returns>
    /// <exception cref="ArgumentException">A number of steps is not positive, or fewer than two different ones remain.</exception>
    public static LogLogFit ConvergenceOrder(ReadOnlySpan<double> steps, ReadOnlySpan<double> errors, double level = 0.95)
    {
        double[] sizes = new double[steps.Length];
        for (int i = 0; i < sizes.Length; i++)
            sizes[i] = 1 / steps[i];
        return Of(sizes, errors, level);
    }

    /// <summary>The mean slope over independent runs: a fit for each, and a t interval over the runs' slopes.</summary>
    /// <param name="x">Positive values, the same for all runs.</param>
    /// <param name="runs">For each run, one y for each x.</param>
    /// <param name="level">The coverage.</param>
    /// <returns>The mean slope; unlike the interval of a single fit it does not take a run's points as independent.</returns>
    /// <exception cref="ArgumentException">A run has another length or too few points.</exception>
    public static Estimate SlopeOverRuns(ReadOnlySpan<double> x, IReadOnlyList<double[]> runs, double level = 0.95)
    {
        double[] slopes = new double[runs.Count];
        for (int i = 0; i < slopes.Length; i++)
            slopes[i] = Of(x, runs[i], level).Slope.Value;
        return MeanInterval.StudentT(slopes, level);
    }

    /// <summary>The slopes between consecutive points: where they stay the same, the power law holds.</summary>
    /// <param name="x">Positive values.</param>
    /// <param name="y">As many.</param>
    /// <returns>One slope fewer than points; NaN beside a y that is not positive and finite.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or an x is not positive and finite.</exception>
    public static double[] LocalSlopes(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Logarithms(x, y);
        double[] slopes = new double[Math.Max(x.Length - 1, 0)];
        for (int i = 0; i < slopes.Length; i++)
            slopes[i] = IsUsable(y[i]) && IsUsable(y[i + 1]) ? Math.Log(y[i + 1] / y[i]) / Math.Log(x[i + 1] / x[i]) : double.NaN;
        return slopes;
    }

    /// <summary>
    /// The asymptotic part of a curve: the longest run of consecutive points whose local slopes all lie within a tolerance of each other.
    /// It leaves out the first, coarse points and the last ones, which rounding flattens.
    /// </summary>
    /// <param name="x">Positive values, in order.</param>
    /// <param name="y">As many.</param>
    /// <param name="tolerance">The greatest difference of two local slopes. Our choice: 0.1.</param>
    /// <param name="minimumPoints">The least number of points, at least 3.</param>
    /// <returns>
    /// The range of points, of equally long ones the last; <see langword="null"/> if there is none. Choosing it by the data makes a fit's
    /// interval on it optimistic.
    /// </returns>
    /// <exception cref="ArgumentException">The lengths differ, or an x is not positive and finite.</exception>
    public static Range? StraightWindow(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double tolerance = 0.1, int minimumPoints = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumPoints, 3);
        double[] slopes = LocalSlopes(x, y);
        Range? best = null;
        int longest = minimumPoints - 1;
        for (int first = 0; first < slopes.Length; first++)
        {
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            for (int last = first; last < slopes.Length && !double.IsNaN(slopes[last]); last++)
            {
                low = Math.Min(low, slopes[last]);
                high = Math.Max(high, slopes[last]);
                if (high - low > tolerance)
                    break;
                if (last - first + 1 >= longest)
                    (longest, best) = (last - first + 1, first..(last + 2));
            }
        }
        return best;
    }

    private static (double[] U, double[] V) Logarithms(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require.SameLength(x.Length, y.Length);
        List<double> u = [], v = [];
        for (int i = 0; i < x.Length; i++)
        {
            if (!IsUsable(x[i]))
                throw new ArgumentException($"x[{i}] is {x[i]}; logarithms need positive, finite values.", nameof(x));
            if (!IsUsable(y[i]))
                continue;
            u.Add(Math.Log(x[i]));
            v.Add(Math.Log(y[i]));
        }
        return ([.. u], [.. v]);
    }

    private static bool IsUsable(double value) => double.IsFinite(value) && value > 0;
}
