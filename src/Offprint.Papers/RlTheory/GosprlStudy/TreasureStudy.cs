using Offprint.Agents.Tabular.Collection;
using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.GosprlStudy;

/// <summary>Seeing every pair of a domain some times.</summary>
/// <param name="Domain">Where.</param>
/// <param name="Collector">Who collects.</param>
/// <param name="Samples">k.</param>
/// <param name="MaximumSteps">Where a run is cut off.</param>
public sealed record TreasureSettings(Domain Domain, CollectorSpec Collector, int Samples, long MaximumSteps);

/// <summary>Times of one collector in one domain.</summary>
/// <param name="Total">B = S A k.</param>
/// <param name="Diameter">D.</param>
/// <param name="Steps">τ, one a seed; the limit where a run was cut off.</param>
/// <param name="CutOff">How many runs were cut off.</param>
/// <param name="PlannerCalls">Mean number of planner calls of a run.</param>
/// <param name="FailedAttempts">Mean number of failed attempts of a run.</param>
/// <param name="States">P_t, the share of states that have their samples, at the steps of <see cref="TreasureStudy.Grid"/>.</param>
/// <param name="Pairs">The same share of pairs.</param>
public sealed record TreasureResult(
    int Total, double Diameter, [property: PerSeed] IReadOnlyList<long> Steps, int CutOff, double PlannerCalls, double FailedAttempts,
    ShareCurve States, ShareCurve Pairs);

/// <summary>A share that grows with the steps.</summary>
/// <param name="Mean">The mean over seeds.</param>
/// <param name="HalfWidth">Half of its 95 % t interval.</param>
public sealed record ShareCurve(IReadOnlyList<double> Mean, IReadOnlyList<double> HalfWidth);

/// <summary>Part B: TREASURE-10, sparse rewards anywhere (the paper's comparison), and the time against the diameter.</summary>
public class TreasureStudy : Experiment<TreasureSettings, TreasureResult>
{
    internal const int Samples = 10;
    internal const double TheoryScale = 1;

    /// <summary>The domains on which all collectors are compared.</summary>
    public static IReadOnlyList<Domain> Compared { get; } =
    [
        new(DomainKind.RiverSwim, 6), new(DomainKind.RiverSwim, 12), new(DomainKind.RiverSwim, 20), new(DomainKind.RiverSwim, 36),
        new(DomainKind.Corridor, 24), new(DomainKind.FourRooms, 40), new(DomainKind.FourRooms, 43),
    ];

    /// <summary>The steps of share curves, sixteen a decade from 10 to 10⁶.</summary>
    public static IReadOnlyList<double> Grid { get; } = [.. Enumerable.Range(0, 81).Select(i => Math.Round(Math.Pow(10, 1 + i / 16.0)))];

    /// <summary>The collectors that are compared.</summary>
    public static IReadOnlyList<CollectorKind> Collectors { get; } =
        [CollectorKind.Known, CollectorKind.Gosprl, CollectorKind.ZeroOneUcrl, CollectorKind.MaxEnt, CollectorKind.Random];

    private static readonly CollectorKind[] s_optimistic = [CollectorKind.Gosprl, CollectorKind.ZeroOneUcrl, CollectorKind.MaxEnt];

    /// <inheritdoc/>
    public override string Name => "treasure";

    /// <inheritdoc/>
    public override string Title => "TREASURE-10: every pair ten times";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<TreasureSettings>> Cells(Profile profile)
    {
        (int runs, long limit, double[] scales) = profile switch
        {
            Profile.Smoke => (10, 100_000L, new[] { 0.1 }),
            Profile.Standard => (100, 1_000_000L, [0.1]),
            _ => (200, 10_000_000L, [0.1, TheoryScale]),
        };
        var cells = new List<Cell<TreasureSettings>>();
        foreach (double scale in scales)
        {
            foreach (Domain domain in profile == Profile.Smoke ? Compared.Take(1) : Compared)
                cells.AddRange(Collectors.Where(kind => scale == 0.1 || s_optimistic.Contains(kind))
                    .Select(kind => Cell(domain, new(kind, scale), runs, limit)));
        }
        if (!scales.Contains(TheoryScale))
            cells.AddRange(s_optimistic.Select(kind => Cell(Compared[0], new(kind, TheoryScale), runs, limit)));
        if (profile != Profile.Smoke)
        {
            foreach (int states in (int[])[4, 8, 16, 28])
                cells.AddRange(Collectors.Take(2).Select(kind => Cell(new(DomainKind.RiverSwim, states), new(kind), runs, limit)));
        }
        return cells;
    }

    /// <inheritdoc/>
    public override TreasureResult Run(Cell<TreasureSettings> cell, RunContext context)
    {
        TreasureSettings settings = cell.Settings;
        TabularMdp mdp = settings.Domain.Make();
        var options = new CollectionOptions { MaximumSteps = settings.MaximumSteps };
        SampleCollector collector = settings.Collector.Make();
        var runs = new List<CollectionRun>();
        foreach (var seed in context.Seeds)
        {
            context.Report(runs.Count, context.Seeds.Count);
            runs.Add(collector.Run(mdp, new TreasureRequirement(settings.Samples), seed, options, context.Cancellation));
        }
        return new(mdp.States * mdp.Actions * settings.Samples, Diameter.Of(mdp).Value, [.. runs.Select(r => r.Steps)],
            runs.Count(r => !r.IsComplete),
            runs.Average(r => r.PlannerCalls), runs.Average(r => r.FailedAttempts), Curve(runs, r => r.StateTimes, mdp.States),
            Curve(runs, r => r.PairTimes, mdp.States * mdp.Actions));
    }

    private static ShareCurve Curve(List<CollectionRun> runs, Func<CollectionRun, long[]> times, double count)
    {
        Estimate[] shares = [.. Grid.Select(step =>
            MeanInterval.StudentT([.. runs.Select(run => times(run).Count(t => t <= step) / count)]))];
        return new([.. shares.Select(s => Math.Round(s.Value, 4))], [.. shares.Select(s => Math.Round(s.Interval.Width / 2, 4))]);
    }

    /// <summary>A cell for a domain and collector.</summary>
    private protected static Cell<TreasureSettings> Cell(Domain domain, CollectorSpec collector, int runs, long limit) =>
        new($"{domain.Key()}-{collector.Key()}", new(domain, collector, Samples, limit), [.. Enumerable.Range(1, runs)])
        {
            Cost = domain.States * domain.States * (collector.Kind is CollectorKind.Random or CollectorKind.Known ? 0.2 : 1),
        };
}

/// <summary>Ablations: the width of the sets, the doubling rule, the choice of the goal.</summary>
public sealed class AblationStudy : TreasureStudy
{
    /// <summary>GOSPRL's variants. Without width (c_b = 0) the empirical model may hold no way to the goal: distances are capped.</summary>
    public static IReadOnlyList<CollectorSpec> Variants { get; } =
    [
        new(CollectorKind.Gosprl, 0, Cap: 1000), new(CollectorKind.Gosprl, 0.03), new(CollectorKind.Gosprl), new(CollectorKind.Gosprl, 0.3),
        new(CollectorKind.Gosprl, TheoryScale), new(CollectorKind.Gosprl, Doubling: false),
        new(CollectorKind.Gosprl, Goals: GoalChoice.LargestDeficit), new(CollectorKind.Gosprl, MergeGoal: true),
    ];

    /// <summary>The domains.</summary>
    public static IReadOnlyList<Domain> Domains { get; } =
        [new(DomainKind.RiverSwim, 12), new(DomainKind.RiverSwim, 20), new(DomainKind.Corridor, 24), new(DomainKind.FourRooms, 40)];

    /// <inheritdoc/>
    public override string Name => "ablation";

    /// <inheritdoc/>
    public override string Title => "What GOSPRL's parts are for";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<TreasureSettings>> Cells(Profile profile)
    {
        if (profile == Profile.Smoke)
            return [];
        int runs = profile == Profile.Standard ? 100 : 200;
        return [.. from domain in Domains from variant in Variants select Cell(domain, variant, runs, 100_000)];
    }
}
