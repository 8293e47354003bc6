using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.GosprlStudy;

/// <summary>Statements on the time that a collection takes.</summary>
internal static class CollectionClaims
{
    private const string Bound = "Abstract: Õ(B D + D^{3/2} S² A); lower bound Ω(B D)";
    private const string Comparison = "Figure on TREASURE-10 (its numbers are not printed)";

    public static IEnumerable<Claim> All()
    {
        yield return new("star-known", "On the star the known model needs B D steps on average: within 3 standard errors for every p.",
            Bound, 1, r => Known(r))
        {
            Quantity = "steps over B D, farthest from 1",
        };
        yield return new("star-samples",
            "GOSPRL's steps over B D on the star (p = 0.1) fall with the samples wanted, k = 5, 10, …, 80, and end between 1 and 1.2.",
            Bound, 1, r => Ratio(r))
        {
            Quantity = "steps over B D at k = 80",
        };
        yield return new("star-diameter", "On stars with k = 80 GOSPRL's steps grow linearly with the diameter: log-log slope 1.0 ± 0.1.",
            Bound, 1, r => Diameter(r))
        {
            Quantity = "slope of the steps in the diameter",
        };
        yield return new("river-diameter",
            "On rivers of 4 to 36 states the steps a sample grow more slowly than the diameter: log-log slope below 1.", Bound, null, r =>
            River(r))
        {
            Quantity = "slope of the steps a sample in the diameter",
        };
        yield return new("failed-attempts", "Attempts that fail number at most S A log₂ τ.", "Step of the bound's proof", null, r =>
            Failed(r))
        {
            Quantity = "largest ratio of failed attempts to S A log₂ τ",
            Kind = ClaimKind.Control, // a bound from the proof, met eight times over: only a bug could break it
        };
        yield return new("treasure-order", "TREASURE-10 in every domain, mean steps: GOSPRL < 0/1-UCRL < MaxEnt < random.", Comparison,
            null, r => Order(r))
        {
            Quantity = "ratio of steps, 0/1-UCRL over GOSPRL",
        };
        yield return new("treasure-corridor",
            "In the corridor 95 % intervals of the means are apart for every pair of the four, save 0/1-UCRL and MaxEnt.",
            Comparison, null, r => Apart(r, new(DomainKind.Corridor, 24), spare: true))
        {
            Quantity = "GOSPRL's mean steps",
        };
        yield return new("treasure-rooms", "In four rooms of 40 and of 43 cells they are apart for every pair.", Comparison, null, r =>
            Rooms(r))
        {
            Quantity = "GOSPRL's mean steps, 43 cells",
        };
        yield return new("treasure-river", "In RiverSwim(20) GOSPRL needs fewer steps than 0/1-UCRL: one-sided bootstrap p < 0.05.",
            Comparison, null, r => OneSided(r))
        {
            Quantity = "steps saved against 0/1-UCRL",
        };
        yield return new("theory-constants",
            "With the theory's c_b = 1 the three optimistic collectors lie within 15 % of each other in RiverSwim(6).",
            "Our check of the confidence scale", null, r => Theory(r))
        {
            Quantity = "slowest over fastest collector",
            Kind = ClaimKind.Ours,
            Why = "confidence bounds of the theory's scale dominate the steps of every collector, but not of all alike",
        };
    }

    /// <summary>The mean of steps with its t interval; where runs were cut off, of the limit in their place.</summary>
    public static Estimate Mean(IReadOnlyList<long> steps) => MeanInterval.StudentT([.. steps.Select(s => (double)s)]);

    /// <summary>The TREASURE cell of a collector with the scale 0.1, or another.</summary>
    public static CellResult<TreasureSettings, TreasureResult> Cell(PaperResults results, Domain domain, CollectorKind kind,
        double scale = 0.1) =>
        results.Of(Papers.Gosprl.Treasure, $"{domain.Key()}-{new CollectorSpec(kind, scale).Key()}");

    private static ClaimOutcome Known(PaperResults results)
    {
        var cells = results.Of(Papers.Gosprl.Star).Where(c => c.Settings.Collector.Kind == CollectorKind.Known).ToList();
        var rows = cells.Select(c =>
        {
            var moments = new RunningMoments();
            foreach (long steps in c.Result.Steps)
                moments.Add(steps / (c.Result.Total * c.Result.Diameter));
            return (Cell: c, moments.Mean, Off: Math.Abs(moments.Mean - 1) / moments.StandardError);
        }).ToList();
        var detail = CardTable.Of("", rows, ("p", r => r.Cell.Settings.Probability),
            ("B D", r => r.Cell.Result.Total * r.Cell.Result.Diameter), ("Mean steps", r => Mean(r.Cell.Result.Steps)),
            ("Standard errors apart", r => r.Off));
        var (_, ratio, worst) = rows.MaxBy(r => r.Off);
        return ClaimOutcome.From(worst <= 3, ratio, null, cells[0].Cell.Seeds,
            $"steps/(B D) where it is farthest from 1, by {NumberText.Format(worst)} standard errors", detail);
    }

    private static ClaimOutcome Ratio(PaperResults results)
    {
        var cells = results.Of(Papers.Gosprl.Star).Where(c => c.Settings.Collector.Kind == CollectorKind.Gosprl)
            .GroupBy(c => c.Settings.Probability).MaxBy(g => g.Select(c => c.Settings.Samples).Distinct().Count())!.OrderBy(c =>
                c.Settings.Samples).ToList();
        Estimate[] ratios = [.. cells.Select(c =>
            MeanInterval.StudentT([.. c.Result.Steps.Select(s => s / (c.Result.Total * c.Result.Diameter))]))];
        bool falls = ratios.Zip(ratios.Skip(1)).All(pair => pair.Second.Value < pair.First.Value);
        var detail = CardTable.Of("", cells.Zip(ratios), ("k", r => r.First.Settings.Samples), ("Steps/(B D)", r => r.Second));
        return ClaimOutcome.From(falls && ratios[^1].Value is >= 1 and <= 1.2, ratios[^1].Value, ratios[^1].Interval, cells[0].Cell.Seeds,
            $"steps/(B D) at k = {cells[^1].Settings.Samples}; before: " +
                $"{string.Join(", ", ratios[..^1].Select(r => NumberText.Format(r.Value)))}", detail);
    }

    private static ClaimOutcome Diameter(PaperResults results)
    {
        var cells = results.Of(Papers.Gosprl.Star).Where(c => c.Settings.Collector.Kind == CollectorKind.Gosprl && c.Settings.Samples == 80)
            .DistinctBy(c => c.Settings.Probability).OrderBy(c => c.Result.Diameter).ToList();
        if (cells.Count < 4)
            throw new MissingResultsException("The profile leaves out stars of enough diameters.");
        Estimate slope = Slope([.. cells.Select(c => c.Result.Diameter)], [.. cells.Select(c => c.Result.Steps)]);
        return ClaimOutcome.From(Math.Abs(slope.Value - 1) <= 0.1, slope.Value, slope.Interval, cells[0].Cell.Seeds,
            $"slope over {cells.Count} diameters, a fit a seed");
    }

    private static ClaimOutcome River(PaperResults results)
    {
        var cells = Rivers(results, CollectorKind.Gosprl);
        if (cells.Count < 4)
            throw new MissingResultsException("The profile leaves out rivers of enough lengths.");
        Estimate slope = Slope([.. cells.Select(c => c.Result.Diameter)], [.. cells.Select(c => c.Result.Steps)],
            [.. cells.Select(c => (double)c.Result.Total)]);
        double share = cells.Max(c => Mean(c.Result.Steps).Value / (c.Result.Total * c.Result.Diameter));
        return ClaimOutcome.From(slope.Interval.High < 1, slope.Value, slope.Interval, cells[0].Cell.Seeds,
            $"slope of τ/B against D over {cells.Count} lengths; the steps are at most {share:P0} of B D");
    }

    /// <summary>The slope over diameters, a fit for each seed; the cells' seeds are independent runs.</summary>
    private static Estimate Slope(double[] diameters, IReadOnlyList<long>[] steps, double[]? totals = null) => LogLogFit.SlopeOverRuns(
        diameters, [.. Enumerable.Range(0, steps[0].Count).Select(i => steps.Select((s, j) => s[i] / (totals?[j] ?? 1)).ToArray())]);

    /// <summary>The rivers of a collector with the scale 0.1, the shortest first.</summary>
    public static List<CellResult<TreasureSettings, TreasureResult>> Rivers(PaperResults results, CollectorKind kind) =>
        [.. results.Of(Papers.Gosprl.Treasure).Where(c => c.Settings.Domain.Kind == DomainKind.RiverSwim
            && c.Settings.Collector.Kind == kind && c.Settings.Collector.Scale == 0.1)
            .OrderBy(c => c.Settings.Domain.States)];

    private static ClaimOutcome Failed(PaperResults results)
    {
        var worst = results.Of(Papers.Gosprl.Treasure).Where(c => c.Settings.Collector.Kind == CollectorKind.Gosprl)
            .Select(c => (Cell: c, Share: c.Result.FailedAttempts /
                (c.Result.Total / c.Settings.Samples * Math.Log2(Mean(c.Result.Steps).Value)))).MaxBy(p => p.Share);
        return ClaimOutcome.From(worst.Share <= 1, worst.Share, null, worst.Cell.Cell.Seeds,
            $"failed attempts over S A log₂ τ, largest in {worst.Cell.Settings.Domain.Title()}: " +
                $"{NumberText.Format(worst.Cell.Result.FailedAttempts)} of {NumberText.Format(worst.Cell.Result.PlannerCalls)} attempts");
    }

    private static ClaimOutcome Order(PaperResults results)
    {
        var wrong = new List<string>();
        Domain[] domains = [.. TreasureStudy.Compared.Where(d =>
            results.Of(Papers.Gosprl.Treasure).Any(c => c.Settings.Domain == d && c.Settings.Collector.Kind == CollectorKind.Random))];
        foreach (Domain domain in domains)
        {
            var cells = TreasureStudy.Collectors.Skip(1).Select(kind => Cell(results, domain, kind)).ToList();
            Estimate[] means = [.. cells.Select(c => Mean(c.Result.Steps))];
            for (int i = 0; i + 1 < means.Length; i++)
            {
                if (means[i].Value >= means[i + 1].Value)
                    wrong.Add($"{cells[i].Settings.Collector.Title()} ≥ {cells[i + 1].Settings.Collector.Title()} in {domain.Title()}");
            }
        }
        Estimate ratio = MeanInterval.StudentT([.. domains.Select(d =>
            Mean(Cell(results, d, CollectorKind.ZeroOneUcrl).Result.Steps).Value /
            Mean(Cell(results, d, CollectorKind.Gosprl).Result.Steps).Value)]);
        return ClaimOutcome.From(wrong.Count == 0, ratio.Value, null, results.Of(Papers.Gosprl.Treasure)[0].Cell.Seeds,
            $"0/1-UCRL's steps over GOSPRL's, mean of {domains.Length} " +
                $"domains{(wrong.Count > 0 ? $"; out of order: {string.Join(", ", wrong)}" : "")}",
            CardTable.Of("", domains,
            [
                ("Domain", d => d.Title()),
                .. TreasureStudy.Collectors.Skip(1).Select(kind => (new TableColumn(new CollectorSpec(kind).Title()),
                    (Func<Domain, TableCell>)(d => Mean(Cell(results, d, kind).Result.Steps)))),
            ]));
    }

    private static ClaimOutcome Rooms(PaperResults results)
    {
        ClaimOutcome smaller = Apart(results, new(DomainKind.FourRooms, 40), spare: false),
            larger = Apart(results, new(DomainKind.FourRooms, 43), spare: false);
        return smaller.Verdict == Verdict.Holds ? larger with { Note = $"43 cells; in 40 cells they are apart, too; {larger.Note}" }
            : smaller with { Note = $"40 cells; {smaller.Note}" };
    }

    private static ClaimOutcome Apart(PaperResults results, Domain domain, bool spare)
    {
        var cells = TreasureStudy.Collectors.Skip(1).Select(kind => Cell(results, domain, kind)).ToList();
        var overlapping = new List<string>();
        for (int i = 0; i < cells.Count; i++)
        {
            for (int j = i + 1; j < cells.Count; j++)
            {
                bool spared = spare && cells[i].Settings.Collector.Kind == CollectorKind.ZeroOneUcrl
                    && cells[j].Settings.Collector.Kind == CollectorKind.MaxEnt;
                if (!spared && Mean(cells[i].Result.Steps).Interval.Overlaps(Mean(cells[j].Result.Steps).Interval))
                    overlapping.Add($"{cells[i].Settings.Collector.Title()} and {cells[j].Settings.Collector.Title()}");
            }
        }
        Estimate ours = Mean(cells[0].Result.Steps);
        return ClaimOutcome.From(overlapping.Count == 0, ours.Value, ours.Interval, cells[0].Cell.Seeds,
            "GOSPRL's mean; " + string.Join(", ", cells.Skip(1).Select(
                c => $"{c.Settings.Collector.Title()} {NumberText.Format(Mean(c.Result.Steps).Value)}")) +
            (overlapping.Count > 0 ? $"; overlapping: {string.Join(", ", overlapping)}" : ""));
    }

    private static ClaimOutcome OneSided(PaperResults results)
    {
        var domain = new Domain(DomainKind.RiverSwim, 20);
        var (ours, theirs) = (Cell(results, domain, CollectorKind.Gosprl), Cell(results, domain, CollectorKind.ZeroOneUcrl));
        // Two independent samples are resampled independently.
        double[] Means(IReadOnlyList<long> steps, ulong seed) => Bootstrap.Replicates(
            Resampling.Plain(steps.Count),
            rows =>
            {
                double sum = 0;
                foreach (int row in rows)
                    sum += steps[row];
                return sum / rows.Length;
            },
            new() { Seed = new Seed(seed) });
        double[] differences = [.. Means(theirs.Result.Steps, 1).Zip(Means(ours.Result.Steps, 2), (y, x) => y - x).Order()];
        double p = (1.0 + differences.Count(d => d <= 0)) / (differences.Length + 1);
        double saved = Mean(theirs.Result.Steps).Value - Mean(ours.Result.Steps).Value;
        var interval = new Interval(differences[(int)(0.025 * differences.Length)], differences[(int)(0.975 * differences.Length)], 0.95,
            "percentile bootstrap, 10,000 resamples");
        return ClaimOutcome.From(p < 0.05, saved, interval, ours.Cell.Seeds, $"steps saved; p = {NumberText.Format(p)}");
    }

    private static ClaimOutcome Theory(PaperResults results)
    {
        CollectorKind[] kinds = [CollectorKind.Gosprl, CollectorKind.ZeroOneUcrl, CollectorKind.MaxEnt];
        Domain domain = TreasureStudy.Compared[0];
        var cells = kinds.Select(kind => Cell(results, domain, kind, TreasureStudy.TheoryScale)).ToList();
        double[] means = [.. cells.Select(c => Mean(c.Result.Steps).Value)];
        double slowdown = means[0] / Mean(Cell(results, domain, CollectorKind.Gosprl).Result.Steps).Value;
        return ClaimOutcome.From(means.Max() / means.Min() <= 1.15, means.Max() / means.Min(), null, cells[0].Cell.Seeds,
            $"slowest over fastest; {string.Join(", ", cells.Select(c => $"{c.Settings.Collector.Title()} {Mean(c.Result.Steps)}"))}. " +
                $"Optimism dominates: GOSPRL needs {NumberText.Format(slowdown)} times the steps of c_b = 0.1");
    }
}
