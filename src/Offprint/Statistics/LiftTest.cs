using MathNet.Numerics.Distributions;

namespace Offprint.Statistics;

/// <summary>What a treatment does to a metric.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Control">Its mean in the control.</param>
/// <param name="Treatment">Its mean in the treatment.</param>
/// <param name="Difference">Treatment minus control, Welch's interval.</param>
/// <param name="Relative">Treatment over control minus one, by the delta method.</param>
/// <param name="P">The two-sided p-value of no difference.</param>
public sealed record Lift(string Metric, double Control, double Treatment, Estimate Difference, Estimate Relative, double P)
{
    /// <summary>The p-value after Holm's correction over the metrics of a table; equal to <see cref="P"/> before.</summary>
    public double Adjusted { get; init; } = P;
}

/// <summary>Tests of randomized experiments ("A/B tests"): users are the units.</summary>
public static class LiftTest
{
    /// <summary>Compares means over users.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <param name="control">One value a user.</param>
    /// <param name="treatment">One value a user of the other arm.</param>
    /// <param name="level">The coverage of the intervals.</param>
    /// <returns>Difference, lift and p-value.</returns>
    /// <exception cref="ArgumentException">An arm has fewer than two users.</exception>
    public static Lift Means(string metric, ReadOnlySpan<double> control, ReadOnlySpan<double> treatment, double level = 0.95) =>
        Compare(metric, Summary(control), Summary(treatment), level);

    /// <summary>Compares ratios of sums over users, such as exits over fetches: linearized user by user.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <param name="control">Numerator and denominator of each user.</param>
    /// <param name="treatment">The same of the other arm.</param>
    /// <param name="level">The coverage of the intervals.</param>
    /// <returns>Difference, lift and p-value.</returns>
    /// <exception cref="ArgumentException">An arm has fewer than two users.</exception>
    public static Lift Ratios(
        string metric, (double[] Numerator, double[] Denominator) control, (double[] Numerator, double[] Denominator) treatment,
        double level = 0.95) =>
        Compare(metric, Summary(Linearized(control)), Summary(Linearized(treatment)), level);

    /// <summary>
    /// Takes out of a metric what was known before the experiment (CUPED; Deng, Xu, Kohavi, Walker 2013): $y - \theta(x - \bar x)$ with
    /// $\theta = \mathrm{cov}(y, x)/\mathrm{var}(x)$ within arms. The difference of arms keeps its mean, since x does not depend on the
    /// arm; its variance falls by the factor 1 − ρ².
    /// </summary>
    /// <param name="control">The metric and its value before the experiment, one a user.</param>
    /// <param name="treatment">The same of the other arm.</param>
    /// <returns>The adjusted metric of both arms, for <see cref="Means"/>.</returns>
    /// <exception cref="ArgumentException">An arm has fewer than two users, or not one covariate a user.</exception>
    public static (double[] Control, double[] Treatment) Cuped(
        (double[] Metric, double[] Before) control, (double[] Metric, double[] Before) treatment)
    {
        (double Shared, double Square) a = Spread(control), b = Spread(treatment);
        double square = a.Square + b.Square, theta = square > 0 ? (a.Shared + b.Shared) / square : 0;
        double center = (control.Before.Sum() + treatment.Before.Sum()) / (control.Before.Length + treatment.Before.Length);
        return (Adjusted(control), Adjusted(treatment));

        double[] Adjusted((double[] Metric, double[] Before) arm) =>
            [.. arm.Metric.Zip(arm.Before, (y, x) => y - theta * (x - center))];
    }

    /// <summary>Holm's step-down correction: the chance of any false alarm among the tests stays below the level.</summary>
    /// <param name="lifts">The tests of one table.</param>
    /// <returns>The same with adjusted p-values.</returns>
    public static IReadOnlyList<Lift> Holm(IReadOnlyList<Lift> lifts)
    {
        double[] adjusted = new double[lifts.Count];
        double reached = 0;
        int rank = 0;
        foreach (int i in Enumerable.Range(0, lifts.Count).OrderBy(i => lifts[i].P))
            adjusted[i] = reached = Math.Max(reached, Math.Min(1, (lifts.Count - rank++) * lifts[i].P));
        return [.. lifts.Select((lift, i) => lift with { Adjusted = adjusted[i] })];
    }

    /// <summary>Whether arms have the sizes that the randomization promised: a small value means a broken assignment.</summary>
    /// <param name="counts">Users in each arm.</param>
    /// <param name="shares">The promised shares; equal ones if null.</param>
    /// <returns>The p-value of Pearson's χ².</returns>
    public static double SampleRatio(IReadOnlyList<int> counts, IReadOnlyList<double>? shares = null)
    {
        if (counts.Count < 2 || (shares is not null && shares.Count != counts.Count))
            throw new ArgumentException($"{counts.Count} arms and {shares?.Count ?? counts.Count} shares; a ratio has two arms or more.");
        double total = counts.Sum(c => (double)c), mass = shares?.Sum() ?? counts.Count;
        double square = counts.Select((c, i) => (Observed: (double)c, Expected: total * (shares?[i] ?? 1) / mass))
            .Sum(p => (p.Observed - p.Expected) * (p.Observed - p.Expected) / p.Expected);
        return 1 - ChiSquared.CDF(counts.Count - 1, square);
    }

    private static Lift Compare(string metric, (double Mean, double Square, int Count) control,
        (double Mean, double Square, int Count) treatment, double level)
    {
        Require.Level(level);
        double variance = control.Square + treatment.Square, error = Math.Sqrt(variance), difference = treatment.Mean - control.Mean;
        // Welch and Satterthwaite.
        double degrees = variance == 0 ? 1 : variance * variance / (control.Square * control.Square / (control.Count - 1)
            + treatment.Square * treatment.Square / (treatment.Count - 1));
        double quantile = MeanInterval.Quantile(degrees, level), lift = treatment.Mean / control.Mean - 1;
        double p = variance == 0 ? (difference == 0 ? 1 : 0) : 2 * StudentT.CDF(0, 1, degrees, -Math.Abs(difference / error));
        double ratio = treatment.Mean / control.Mean;
        double liftError = Math.Sqrt(treatment.Square + ratio * ratio * control.Square) / Math.Abs(control.Mean);
        return new(metric, control.Mean, treatment.Mean, Around(difference, quantile * error, "Welch"),
            Around(lift, quantile * liftError, "delta method"), p);

        Estimate Around(double value, double half, string method) => new(value, new(value - half, value + half, level, method));
    }

    /// <summary>The mean and its squared error.</summary>
    private static (double Mean, double Square, int Count) Summary(ReadOnlySpan<double> values)
    {
        if (values.Length < 2)
            throw new ArgumentException($"An arm has {values.Length} users; a spread needs two.");
        return (Moments.Mean(values), Moments.Variance(values) / values.Length, values.Length);
    }

    /// <summary>R + (n_u − R d_u)/d̄: its mean is R, its spread that of R.</summary>
    private static double[] Linearized((double[] Numerator, double[] Denominator) arm)
    {
        Require.SameLength(arm.Numerator.Length, arm.Denominator.Length);
        double mean = Moments.Mean(arm.Denominator), ratio = Moments.Mean(arm.Numerator) / mean;
        return [.. arm.Numerator.Zip(arm.Denominator, (n, d) => ratio + (n - ratio * d) / mean)];
    }

    /// <summary>Σ(y − ȳ)(x − x̄) and Σ(x − x̄)² within an arm.</summary>
    private static (double Shared, double Square) Spread((double[] Metric, double[] Before) arm)
    {
        Require.SameLength(arm.Metric.Length, arm.Before.Length);
        if (arm.Metric.Length < 2)
            throw new ArgumentException($"An arm has {arm.Metric.Length} users; a spread needs two.");
        double y = Moments.Mean(arm.Metric), x = Moments.Mean(arm.Before), shared = 0, square = 0;
        for (int u = 0; u < arm.Metric.Length; u++)
        {
            shared += (arm.Metric[u] - y) * (arm.Before[u] - x);
            square += (arm.Before[u] - x) * (arm.Before[u] - x);
        }
        return (shared, square);
    }
}
