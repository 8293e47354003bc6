using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.GosprlStudy;

/// <summary>Statements on what the samples are for: random requirements, model estimation, goal-free exploration.</summary>
internal static class ObjectiveClaims
{
    private const long Compared = 32_000;

    /// <summary>With fewer, the largest value does not bound the 90 % quantile from above: 0.9³⁵ = 2.5 %.</summary>
    private const int FewestRuns = 36;

    public static IEnumerable<Claim> All()
    {
        yield return new("random-requirements",
            "On Garnet instances with random requirements 0/1-UCRL, MaxEnt and random actions all need more steps than GOSPRL: the " +
            "geometric mean of the ratio exceeds 1, 95 % interval.",
            "Figure on random requirements (its numbers are not printed)", null, r => Garnets(r))
        {
            Quantity = "smallest ratio of steps, another over GOSPRL",
        };
        yield return new("modest-error",
            "ModEst in RiverSwim(6): after 32,000 steps the greatest error is smaller with GOSPRL than with MaxEnt, paired 95 % interval.",
            "Figure on model estimation (its numbers are not printed)", null, r => Error(r))
        {
            Quantity = "MaxEnt's greatest error less GOSPRL's",
        };
        yield return new("modest-rate", "Its error falls as t^{−1/2}: log-log slope between −0.6 and −0.4.",
            "Abstract: model estimation; B = O(1/η²)", -0.5, r => Rate(r))
        {
            Quantity = "slope of the greatest error in t",
        };
        yield return new("modest-weighted",
            "In every domain the greatest error ends smaller with GOSPRL than with WeightedMaxEnt, paired 95 % interval.",
            "Figure on model estimation (its numbers are not printed)", null, r => Weighted(r))
        {
            Quantity = "WeightedMaxEnt's greatest error less GOSPRL's",
            Why = "in RiverSwim the two differ by less than 0.0015, at an error of 0.014, and a hundred seeds do not tell them apart",
        };
        yield return new("goal-free",
            "Plans for any goal and cost made in the model that GOSPRL explored are at the end, in every domain and in nine of ten runs, " +
            "within c_min = 0.1, the price of the cheapest step, of the best plans: 90 % quantile of the greatest gap, upper end of its " +
            "95 % interval.",
            "Abstract: goal-free cost-free exploration, ε-optimal with high probability", null, r => GoalFree(r))
        {
            Quantity = "90 % quantile of the greatest gap to the optimum, largest domain",
            Why = "in the wheel; the rule lowers the greatest error of a pair there at the price of the mean error, which ends larger " +
                "than after random actions, and plans hang, as far as we know, on the latter",
            Former = new("Plans for any goal and cost made in the model that GOSPRL explored are in every domain within 0.1 of optimal " +
                "at the end in all runs, which random actions do not attain.", Verdict.DoesNotHold,
                "it held the greatest gap of all seeds against a threshold, which more seeds raise; the paper promises high probability"),
        };
        yield return new("goal-free-random",
            "In every domain that quantile is smaller than after as many random actions, with 95 % intervals that are apart.",
            "Our comparison", null, r => GoalFreeRandom(r))
        {
            Quantity = "90 % quantile of the greatest gap, random actions over GOSPRL, smallest",
            Kind = ClaimKind.Ours,
            Why = "on the short river both end at the optimum, in the rooms slip takes random actions everywhere, and in the wheel " +
                "they leave the smaller mean error",
        };
    }

    /// <summary>Each instance's ratio of steps, a collector's over GOSPRL's; instances where either was cut off bound the ratio.</summary>
    public static double[] Ratios(PaperResults results, int greatest, CollectorKind kind)
    {
        var theirs = results.Of(Papers.Gosprl.Random, $"{greatest}-{new CollectorSpec(kind).Key()}").Result.Steps;
        return [.. results.Of(Papers.Gosprl.Random, $"{greatest}-gosprl").Result.Steps.Zip(theirs, (x, y) => (double)y / x)];
    }

    private static ClaimOutcome Garnets(PaperResults results)
    {
        var cells = results.Of(Papers.Gosprl.Random);
        var rows = new List<(string Name, Estimate Ratio)>();
        (Estimate Ratio, string Name)? least = null;
        foreach (int greatest in cells.Select(c => c.Settings.Greatest).Distinct())
        {
            foreach (CollectorKind kind in TreasureStudy.Collectors.Skip(2))
            {
                Estimate logs = MeanInterval.StudentT([.. Ratios(results, greatest, kind).Select(ratio => Math.Log(ratio))]);
                var ratio = new Estimate(Math.Exp(logs.Value),
                    logs.Interval with { Low = Math.Exp(logs.Interval.Low), High = Math.Exp(logs.Interval.High) });
                string name = $"{new CollectorSpec(kind).Title()}, U = {greatest}";
                rows.Add((name, ratio));
                if (least is not { } l || ratio.Interval.Low < l.Ratio.Interval.Low)
                    least = (ratio, name);
            }
        }
        return ClaimOutcome.From(least!.Value.Ratio.Interval.Low > 1, least.Value.Ratio.Value, least.Value.Ratio.Interval,
            cells[0].Cell.Seeds,
            $"smallest ratio: {least.Value.Name}", CardTable.Of("", rows, ("Against", r => r.Name),
                ("Steps over GOSPRL's", r => r.Ratio)));
    }

    private static ClaimOutcome Error(PaperResults results)
    {
        var domain = new Domain(DomainKind.RiverSwim, 6);
        var (ours, at) = At(results, domain, CollectorKind.Gosprl);
        var (theirs, _) = At(results, domain, CollectorKind.MaxEnt);
        var difference = PairedDifference.Of(theirs.ToArray(), ours.ToArray());
        return ClaimOutcome.From(difference.Difference.Interval.Low > 0, difference.Difference.Value, difference.Difference.Interval,
            Seeds(results),
            $"MaxEnt's error less GOSPRL's at t = {at:N0}, p = {NumberText.Format(difference.PValue)}; GOSPRL " +
                $"{MeanInterval.StudentT(ours.ToArray())}");
    }

    private static ClaimOutcome Rate(PaperResults results)
    {
        var cell = results.Of(Papers.Gosprl.Model, "riverswim-6-gosprl");
        Estimate slope = LogLogFit.SlopeOverRuns([.. cell.Settings.Checkpoints.Select(t => (double)t)],
            [.. cell.Result.Max.Select(run => run.ToArray())]);
        return ClaimOutcome.From(slope.Value is >= -0.6 and <= -0.4, slope.Value, slope.Interval, cell.Cell.Seeds,
            "slope of the greatest error, a fit a seed");
    }

    private static ClaimOutcome Weighted(PaperResults results)
    {
        var rows = new List<(Domain Domain, Estimate Difference)>();
        foreach (Domain domain in results.Of(Papers.Gosprl.Model).Select(c => c.Settings.Domain).Distinct())
        {
            double[] ours = Last(results, domain, CollectorKind.Gosprl, r => r.Max),
                theirs = Last(results, domain, CollectorKind.WeightedMaxEnt, r => r.Max);
            rows.Add((domain, PairedDifference.Of(theirs, ours).Difference));
        }
        var worst = rows.MinBy(r => r.Difference.Interval.Low);
        return ClaimOutcome.From(worst.Difference.Interval.Low > 0, worst.Difference.Value, worst.Difference.Interval, Seeds(results),
            $"WeightedMaxEnt's greatest error less GOSPRL's, smallest in {worst.Domain.Title()}",
            CardTable.Of("", rows, ("Domain", r => r.Domain.Title()), ("Difference", r => r.Difference)));
    }

    private static ClaimOutcome GoalFree(PaperResults results)
    {
        var rows = GapQuantiles(results);
        var worst = rows.MaxBy(r => r.Ours.Interval.High);
        return ClaimOutcome.From(rows.All(r => r.Ours.Interval.High <= results.Of(Papers.Gosprl.Model)[0].Settings.CheapestCost),
            worst.Ours.Value, worst.Ours.Interval, Seeds(results),
            $"largest in {worst.Domain.Title()}; the gap is the greatest over goals and starts", Table(rows));
    }

    private static ClaimOutcome GoalFreeRandom(PaperResults results)
    {
        var rows = GapQuantiles(results);
        int apart = rows.Count(r => r.Ours.Interval.High < r.Random.Interval.Low);
        return ClaimOutcome.From(apart == rows.Count, rows.Min(r => r.Random.Value / r.Ours.Value), null, Seeds(results),
            $"intervals apart in {apart} of {rows.Count} domains", Table(rows));
    }

    private static CardTable Table(List<(Domain Domain, Estimate Ours, Estimate Random)> rows) => CardTable.Of("", rows,
        ("Domain", r => r.Domain.Title()), ("GOSPRL", r => r.Ours), ("Random", r => r.Random));

    /// <summary>The 90 % quantile over runs of the last greatest gap in each domain, from order statistics.</summary>
    private static List<(Domain Domain, Estimate Ours, Estimate Random)> GapQuantiles(PaperResults results)
    {
        if (Seeds(results).Count < FewestRuns)
            throw new MissingResultsException($"A 90 % quantile with an interval needs {FewestRuns} runs; this profile has fewer.");
        Estimate Quantile(Domain domain, CollectorKind kind) =>
            QuantileInterval.OrderStatistics(Last(results, domain, kind, r => r.Gap), 0.9);
        return [.. results.Of(Papers.Gosprl.Model).Select(c => c.Settings.Domain).Distinct()
            .Select(d => (d, Quantile(d, CollectorKind.Gosprl), Quantile(d, CollectorKind.Random)))];
    }

    private static double[] Last(
        PaperResults results, Domain domain, CollectorKind kind, Func<ModelEstimationResult, IReadOnlyList<IReadOnlyList<double>>> curve) =>
        [.. curve(Cell(results, domain, kind).Result).Select(run => run[^1])];

    /// <summary>Greatest errors at 32,000 steps, or at the last checkpoint of a shorter profile.</summary>
    private static (IReadOnlyList<double> Errors, long At) At(PaperResults results, Domain domain, CollectorKind kind)
    {
        var cell = Cell(results, domain, kind);
        int checkpoint = cell.Settings.Checkpoints.ToList().IndexOf(Math.Min(Compared, cell.Settings.Checkpoints[^1]));
        return ([.. cell.Result.Max.Select(run => run[checkpoint])], cell.Settings.Checkpoints[checkpoint]);
    }

    public static CellResult<ModelEstimationSettings, ModelEstimationResult> Cell(PaperResults results, Domain domain,
        CollectorKind kind) =>
        results.Of(Papers.Gosprl.Model, $"{domain.Key()}-{new CollectorSpec(kind).Key()}");

    private static IReadOnlyList<int> Seeds(PaperResults results) => results.Of(Papers.Gosprl.Model)[0].Cell.Seeds;
}
