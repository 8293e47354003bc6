using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Estimators.OffPolicy.Logged;

/// <summary>How an interval of an estimate is made, as a value.</summary>
public abstract record IntervalRule : ILabeled
{
    /// <summary>1 − α, in (0, 1).</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Whether a log without clusters is refused: rows of one user are not independent.</summary>
    public bool RequireClusters { get; init; }

    /// <summary>The name in tables.</summary>
    [JsonIgnore]
    public string Label => Name;

    /// <summary>What <see cref="Label"/> says; stored nowhere.</summary>
    protected abstract string Name { get; }

    /// <summary>The interval of an estimate.</summary>
    /// <param name="parts">The estimate in its parts.</param>
    /// <param name="clusters">Units that depend on each other; null if none do.</param>
    /// <returns>The interval.</returns>
    /// <exception cref="LogException">Clusters are required and missing.</exception>
    public Interval Of(Contributions parts, int[]? clusters = null)
    {
        if (clusters is null && RequireClusters)
            throw new LogException(
                $"A {Label} interval by clusters was asked of a log without clusters. Give LoggedSteps.Clusters, such as the user of " +
                "each row, or set RequireClusters to false if rows are independent.");
        Interval interval = Units(clusters is null ? parts : parts.ByCluster(clusters));
        return clusters is null ? interval : interval with { Method = interval.Method + ", clustered" };
    }

    /// <inheritdoc/>
    public sealed override string ToString() => Label;

    private protected abstract Interval Units(Contributions parts);
}

/// <summary>Percentile bootstrap of units, numerators and denominators together.</summary>
[Kind("bootstrap")]
public sealed record BootstrapInterval : IntervalRule
{
    /// <summary>B. Our choice: 1000.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>The seed; the same for all estimators and policies, which are thereby compared on the same resamples.</summary>
    public Seed Seed { get; init; }

    /// <inheritdoc/>
    protected override string Name => "bootstrap";

    private protected override Interval Units(Contributions parts) =>
        Bootstrap.OfRows(Resampling.Plain(parts.Units), rows => Statistic(parts, rows), new()
        {
            Level = Level, Resamples = Resamples, Seed = Seed, Method = BootstrapMethod.Percentile,
        });

    private static double Statistic(Contributions parts, ReadOnlySpan<int> rows)
    {
        double value = 0;
        for (int k = 0; k < parts.Terms; k++)
        {
            ReadOnlySpan<double> v = parts.Values(k), w = parts.Weights(k);
            double numerator = 0, denominator = 0;
            foreach (int row in rows)
                numerator += v[row];
            foreach (int row in w.IsEmpty ? [] : rows)
                denominator += w[row];
            value += Contributions.Quotient(numerator, w.IsEmpty ? rows.Length : denominator);
        }
        return value;
    }
}

/// <summary>Student's t on the units' linearized parts.</summary>
[Kind("student")]
public sealed record StudentInterval : IntervalRule
{
    /// <inheritdoc/>
    protected override string Name => "Student t";

    private protected override Interval Units(Contributions parts) => MeanInterval.StudentT(parts.Linearized(), Level).Interval;
}

/// <summary>
/// Hoeffding's inequality: valid at every sample size where the range of the units' values is known, and wide.
/// </summary>
[Kind("hoeffding")]
public sealed record HoeffdingInterval : IntervalRule
{
    /// <summary>The range of a unit's value; if null, the observed one, with which the interval is no guarantee.</summary>
    public ValueRange? Range { get; init; }

    /// <inheritdoc/>
    protected override string Name => "Hoeffding";

    private protected override Interval Units(Contributions parts) => ValueRange.Apply(parts, Range, (values, range) =>
        MeanInterval.Hoeffding(values, range.Low, range.High, Level).Interval);
}

/// <summary>The empirical Bernstein inequality (Maurer and Pontil 2009): Hoeffding's with the observed variance.</summary>
[Kind("bernstein")]
public sealed record BernsteinInterval : IntervalRule
{
    /// <inheritdoc cref="HoeffdingInterval.Range"/>
    public ValueRange? Range { get; init; }

    /// <inheritdoc/>
    protected override string Name => "empirical Bernstein";

    private protected override Interval Units(Contributions parts) => ValueRange.Apply(parts, Range, (values, range) =>
        MeanInterval.EmpiricalBernstein(values, range.Low, range.High, Level).Interval);
}

/// <summary>The range of a unit's value.</summary>
/// <param name="Low">The least.</param>
/// <param name="High">The greatest.</param>
public readonly record struct ValueRange(double Low, double High)
{
    internal delegate Interval Bound(ReadOnlySpan<double> values, ValueRange range);

    internal static Interval Apply(Contributions parts, ValueRange? range, Bound bound)
    {
        double[] values = parts.Linearized();
        Interval interval = bound(values, range ?? new(values.Min(), values.Max()));
        return range is not null ? interval : interval with { Method = interval.Method + ", observed range" };
    }
}
