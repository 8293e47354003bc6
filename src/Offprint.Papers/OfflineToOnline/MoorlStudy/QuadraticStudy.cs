using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.OfflineToOnline.MoorlStudy;

/// <summary>Reptile on a pair of quadratic losses with one K.</summary>
/// <param name="Tasks">The losses.</param>
/// <param name="Steps">K.</param>
/// <param name="Rate">η.</param>
/// <param name="MetaRates">Values of ε.</param>
/// <param name="Start">x at first.</param>
/// <param name="Shown">Iterations of the trajectory that is kept; losses take turns in it.</param>
/// <param name="Drawn">Iterations with losses drawn by lot, after as many that are left out.</param>
public sealed record QuadraticSettings(
    IReadOnlyList<QuadraticLoss> Tasks, [property: Range(1, 1000)] int Steps,
    [property: Range(0.0, 1.0, MinimumIsExclusive = true)] double Rate, IReadOnlyList<double> MetaRates, double Start,
    [property: Range(1, 1000)] int Shown, [property: Range(1, 1_000_000)] int Drawn) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("k", Steps);
}

/// <summary>One ε.</summary>
/// <param name="MetaRate">ε.</param>
/// <param name="Resting">Where iterating the mean map ends.</param>
/// <param name="Path">x after each iteration where losses take turns, the start first.</param>
/// <param name="Means">The mean of x where losses are drawn by lot, one a seed.</param>
/// <param name="Deviations">Its standard deviation there, one a seed.</param>
public sealed record QuadraticRow(double MetaRate, double Resting, IReadOnlyList<double> Path,
    [property: PerSeed] IReadOnlyList<double> Means, [property: PerSeed] IReadOnlyList<double> Deviations);

/// <summary>All ε.</summary>
/// <param name="Rows">One a rate.</param>
public sealed record QuadraticResult(IReadOnlyList<QuadraticRow> Rows);

/// <summary>Part A: what K and ε do, where it can be computed exactly.</summary>
public sealed class QuadraticStudy : Experiment<QuadraticSettings, QuadraticResult>
{
    private const int Digits = 12;

    /// <summary>The pair of the notebook: a flat loss at 0, a steep one at 10.</summary>
    public static IReadOnlyList<QuadraticLoss> Pair { get; } = [new(1, 0), new(4, 10)];

    /// <inheritdoc/>
    public override string Name => "quadratic";

    /// <inheritdoc/>
    public override string Title => "Two quadratic losses: where the meta step rests";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<QuadraticSettings>> Cells(Profile profile) =>
    [
        .. ((int[])[1, 2, 5, 20, 100]).Select(k => Cell.Of(
            new QuadraticSettings(Pair, k, 0.1, [0.1, 0.5, 1], 2, 40, 20_000), [.. Enumerable.Range(1, 5)])),
    ];

    /// <inheritdoc/>
    public override QuadraticResult Run(Cell<QuadraticSettings> cell, RunContext context) =>
        new([.. cell.Settings.MetaRates.Select(rate => Row(cell.Settings, rate, context.Seeds))]);

    private static QuadraticRow Row(QuadraticSettings settings, double metaRate, IReadOnlyList<Seed> seeds)
    {
        var moments = seeds.Select(seed => Moments(settings, metaRate, seed)).ToList();
        return new(metaRate, StoredNumbers.Significant(Resting(settings, metaRate), Digits), Path(settings, metaRate),
            [.. moments.Select(m => StoredNumbers.Significant(m.Mean, 6))],
            [.. moments.Select(m => StoredNumbers.Significant(m.Deviation, 6))]);
    }

    private static double Resting(QuadraticSettings settings, double metaRate)
    {
        double x = settings.Start;
        for (double last = double.NaN; x != last;)
        {
            last = x;
            x = settings.Tasks.Average(task => QuadraticPair.Step(last, task, settings.Steps, settings.Rate, metaRate));
            if (Math.Abs(x - last) < 1e-13) // rounding may let two neighbors take turns
                break;
        }
        return x;
    }

    private static double[] Path(QuadraticSettings settings, double metaRate)
    {
        double[] path = new double[settings.Shown + 1];
        path[0] = settings.Start;
        for (int i = 1; i < path.Length; i++)
        {
            QuadraticLoss task = settings.Tasks[(i - 1) % settings.Tasks.Count];
            path[i] = QuadraticPair.Step(path[i - 1], task, settings.Steps, settings.Rate, metaRate);
        }
        return [.. path.Select(x => StoredNumbers.Significant(x, Digits))];
    }

    private static (double Mean, double Deviation) Moments(QuadraticSettings settings, double metaRate, Seed seed)
    {
        RandomStream random = seed.Derive("sources").Stream();
        double x = settings.Start, sum = 0, squares = 0;
        for (int i = -settings.Drawn; i < settings.Drawn; i++)
        {
            QuadraticLoss task = settings.Tasks[random.NextInt(settings.Tasks.Count)];
            x = QuadraticPair.Step(x, task, settings.Steps, settings.Rate, metaRate);
            if (i >= 0)
                (sum, squares) = (sum + x, squares + x * x);
        }
        double mean = sum / settings.Drawn;
        return (mean, Math.Sqrt(Math.Max(squares / settings.Drawn - mean * mean, 0)));
    }
}
