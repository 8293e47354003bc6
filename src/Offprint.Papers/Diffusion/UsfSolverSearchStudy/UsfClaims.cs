using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Samplers.Diffusion.SolverSearch;
using Offprint.Statistics;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>The paper's statements as conditions on results.</summary>
internal static class UsfClaims
{
    private const double Factor = 0.85;
    private static readonly BootstrapOptions s_bootstrap = new() { Method = BootstrapMethod.Percentile };

    public static IEnumerable<Claim> All()
    {
        yield return new Claim("unification",
            "DDIM, DPM-Solver, DPM-Solver++(2M), UniPC-3, DEIS and PNDM are fixed schedules of the framework: endpoints agree to 10⁻¹⁰.",
            "Section 3, Table 1", null, Unification)
        {
            Quantity = "largest difference of an end coordinate",
        };
        yield return new Claim("no-best-strategy",
            "No strategy is best at all times: along one grid at least three different ones have the least one-step error, and none has " +
            "it at more than 80 % of the steps.",
            "Section 4.1, Figure 1", null, LocalErrors)
        {
            Quantity = "different strategies that are best at a step",
        };
        yield return new Claim("solver-matters", "At 5 evaluations the worst fixed solver's error is more than 5 times the best one's.",
            "Section 5", null, Spread)
        {
            Quantity = "least ratio of a seed, worst over best fixed solver",
        };
        yield return new Claim("searched-beats-baselines",
            $"At 4, 7 and 10 evaluations the error of the searched schedule on fresh paths is at most {Factor} of the best fixed " +
            "solver's, chosen with hindsight; the ratio's interval lies below 1.",
            "Section 5, Tables 2–4", null, results => Ratios(results, [4, 7, 10], Factor))
        {
            Quantity = "largest ratio of errors, searched over best fixed",
            Why = "the advantage over a best-of-all chosen anew for each mixture shrinks as evaluations grow; 6,000 paths leave little " +
                "to over-fit",
        };
        yield return new Claim("searched-beats-baselines-4-to-10",
            "At every number of evaluations from 4 to 10 the mean error of the searched schedules on fresh paths is below that of the " +
            "best fixed solvers.",
            "Section 5, Tables 2–4", null, results => Ratios(results, [4, 5, 6, 7, 8, 9, 10], 1))
        {
            Quantity = "largest ratio of errors, searched over best fixed",
        };
        yield return new Claim("predictor-saves-evaluations",
            "At batches of equal size S³ reaches evolution's final score with at most 60 % of its true evaluations, in the median of " +
            "seeds and numbers of evaluations.",
            "Section 4.3", null, Savings)
        {
            Quantity = "median share of evolution's evaluations",
            Why = "in a plane a true score is cheap to improve on, and the predictor's candidates are no better than evolution's",
            Former = new("S³ reaches evolution's final score with at most 60 % of its true evaluations, in the median of seeds and " +
                "numbers of evaluations.", Verdict.DoesNotHold,
                "the searches had batches of 100 and 20 candidates, which favors evolution: it learns from its scores five times as often"),
        };
        yield return new Claim("predictor-ranks", "The predictor ranks schedules that it has not seen: Kendall's τ above 0.3.",
            "Section 4.3", null, Ranking)
        {
            Quantity = "Kendall's τ, mean over seeds",
        };
        yield return new Claim("whole-space",
            "Times and strategies together are better than either alone, at 5 and at 10 evaluations: the intervals of the paired ratios " +
            "lie below 1.", "Section 5.4", null, Parts)
        {
            Quantity = "largest ratio of errors, whole space over a part",
            Why = "in at least one of the four comparisons five seeds do not tell the whole space from its part",
            Former = new("Times and strategies together are better than either alone, at 5 and at 10 evaluations.", Verdict.DoesNotHold,
                "it compared means without an interval, of searches that over-fitted a thousand paths"),
        };
        yield return new Claim("digits-8x8",
            "On 8×8 digits, with the exact and with a learned score, the searched schedules' mean error is below that of the best fixed " +
            "solvers at 5 and 10 evaluations.",
            "Section 5", null, Pixels)
        {
            Quantity = "largest ratio of errors, searched over best fixed",
            Why = "300 paths in 64 dimensions and 300 schedules are too few to gain on the best fixed solver at 10 evaluations",
        };
        yield return new Claim("digits-frechet",
            "For a trained U-Net the searched schedule's Fréchet distance at 5 evaluations is below that of the best fixed solver: the " +
            "95 % interval of their difference, paired over sampling seeds, lies below 0.",
            "Section 5, Tables 2–4", null, Digits)
        {
            Quantity = "difference of Fréchet distances, searched less best fixed",
            Former = new("For a trained U-Net the searched schedule's Fréchet distance at 5 evaluations is below that of the best fixed " +
                "solver; 95 % intervals over sampling seeds do not overlap.", Verdict.DoesNotHold,
                "both start from the same noise, so that their difference is known better than either distance"),
            Why = "the network limits the study: its converged samples are far from real digits, so that the distance does not rank " +
                "solvers",
        };
    }

    /// <summary>Σ searched ÷ Σ best fixed over seeds, with a bootstrap interval over seeds.</summary>
    public static Estimate Ratio(PaperResults results, int nfe, SearchStrategy strategy = SearchStrategy.Evolution,
        SearchedPart part = SearchedPart.All, int? batch = null)
    {
        var baselines = results.Of(Papers.Usf.Baselines, s => s.Evaluations == nfe).Result;
        var runs = results.Of(Papers.Usf.Plane, PlaneSearch.Of(nfe, strategy, part, batch)).Result.Runs;
        return Bootstrap.Ratio([.. runs.Select(r => r.Test)], [.. runs.Select((_, i) => baselines.Best(i))], s_bootstrap);
    }

    private static ClaimOutcome Unification(PaperResults results)
    {
        var cases = results.Of(Papers.Usf.Unification)[0].Result.Cases;
        double worst = cases.Max(c => c.Difference);
        return ClaimOutcome.From(worst <= 1e-10, worst, note: $"largest difference of {cases.Count} solvers on three grids, float64");
    }

    private static ClaimOutcome LocalErrors(PaperResults results)
    {
        var cell = results.Of(Papers.Usf.LocalErrors)[0];
        int[] best = UsfTables.BestStrategies(cell.Result);
        int distinct = best.Distinct().Count(), most = best.GroupBy(b => b).Max(g => g.Count());
        return ClaimOutcome.From(distinct >= 3 && most <= 0.8 * best.Length, distinct, seeds: cell.Cell.Seeds,
            note: $"different best strategies; the most frequent one is best at {most} of {best.Length} steps");
    }

    private static ClaimOutcome Spread(PaperResults results)
    {
        var cell = results.Of(Papers.Usf.Baselines, s => s.Evaluations == 5);
        double[] spreads = [.. cell.Cell.Seeds.Select((_, i) => cell.Result.Worst(i) / cell.Result.Best(i))];
        return ClaimOutcome.From(spreads.Min() > 5, spreads.Min(), seeds: cell.Cell.Seeds, note: "the least ratio of any seed");
    }

    private static ClaimOutcome Ratios(PaperResults results, int[] evaluations, double limit)
    {
        var rows = evaluations.Select(nfe => (Nfe: nfe, Ratio: Ratio(results, nfe))).ToList();
        var worst = rows.MaxBy(r => r.Ratio.Value);
        bool strict = limit < 1;
        bool Holds(Estimate r) => strict ? r.Value <= limit && r.Interval.High < 1 : r.Value < 1;
        var detail = CardTable.Of("", rows, ("Evaluations", r => r.Nfe), ("Searched ÷ best fixed", r => r.Ratio),
            ("As claimed", r => TableCell.YesNo(Holds(r.Ratio))));
        return ClaimOutcome.From(rows.All(r => Holds(r.Ratio)), worst.Ratio.Value, worst.Ratio.Interval,
            results.Of(Papers.Usf.Baselines)[0].Cell.Seeds,
            $"the largest ratio, at {worst.Nfe} evaluations; all: " +
                $"{string.Join(", ", rows.Select(r => NumberText.Format(r.Ratio.Value)))}", detail);
    }

    private static ClaimOutcome Savings(PaperResults results)
    {
        double[] Shares(int batch) => [.. PlaneSearch.Compared.SelectMany(nfe => UsfTables.Shares(results, nfe, batch)).Order()];
        double[] shares = Shares(PlaneSearch.LargeBatch), small = Shares(PlaneSearch.SmallBatch);
        double median = shares[shares.Length / 2];
        return ClaimOutcome.From(median <= 0.6, double.IsInfinity(median) ? null : median,
            seeds: results.Of(Papers.Usf.Baselines)[0].Cell.Seeds,
            note: $"median share of {shares.Length} pairs of searches; {shares.Count(double.IsInfinity)} never reach it; against " +
                $"evolution in batches of {PlaneSearch.SmallBatch}, {small.Count(double.IsInfinity)} never do");
    }

    private static ClaimOutcome Ranking(PaperResults results)
    {
        var cell = results.Of(Papers.Usf.Predictor)[0];
        double mean = cell.Result.Kendall.Average();
        return ClaimOutcome.From(cell.Result.Kendall.Min() > 0.3, mean,
            cell.Result.Kendall.Count > 1 ? MeanInterval.StudentT([.. cell.Result.Kendall]).Interval : null, cell.Cell.Seeds,
            "mean over seeds; every seed must pass");
    }

    private static ClaimOutcome Parts(PaperResults results)
    {
        double[] Errors(int nfe, SearchedPart part) =>
            [.. results.Of(Papers.Usf.Plane, PlaneSearch.Of(nfe, SearchStrategy.Evolution, part)).Result.Runs.Select(r => r.Test)];
        var rows = (from nfe in PlaneSearch.Compared
                    from part in new[] { SearchedPart.Times, SearchedPart.Strategies }
                    let whole = Errors(nfe, SearchedPart.All)
                    let own = Errors(nfe, part)
                    select (Nfe: nfe, Part: part, Ratio: Bootstrap.Ratio(whole, own, s_bootstrap),
                        Won: whole.Zip(own, (w, o) => w < o).Count(won => won))).ToList();
        var worst = rows.MaxBy(r => r.Ratio.Value);
        var detail = CardTable.Of("", rows, ("Evaluations", r => r.Nfe), ("Part", r => KeyText.Of(r.Part)),
            ("Whole space ÷ part", r => r.Ratio), ("Seeds won", r => r.Won));
        return ClaimOutcome.From(rows.All(r => r.Ratio.Interval.High < 1), worst.Ratio.Value, worst.Ratio.Interval,
            results.Of(Papers.Usf.Baselines)[0].Cell.Seeds, $"against {KeyText.Of(worst.Part)} at {worst.Nfe} evaluations; all: " +
            string.Join(", ", rows.Select(r => NumberText.Format(r.Ratio.Value))), detail);
    }

    private static ClaimOutcome Pixels(PaperResults results)
    {
        var rows = results.Of(Papers.Usf.Pixels).Select(cell => (cell.Cell.Key, cell.Cell.Seeds,
            Ratio: Bootstrap.Ratio([.. cell.Result.Runs.Select(r => r.Run.Test)], [.. cell.Result.Runs.Select(r => r.BestBaseline)],
                s_bootstrap))).ToList();
        var worst = rows.MaxBy(r => r.Ratio.Value);
        return ClaimOutcome.From(worst.Ratio.Value < 1, worst.Ratio.Value, worst.Ratio.Interval, worst.Seeds,
            $"the largest ratio, {worst.Key}; all: {string.Join(", ", rows.Select(r => $"{r.Key} {NumberText.Format(r.Ratio.Value)}"))}");
    }

    private static ClaimOutcome Digits(PaperResults results)
    {
        var cell = results.Of(Papers.Usf.Digits, s => s.Evaluations == 5);
        var best = cell.Result.Baselines.MinBy(b => b.Frechet.Average())!;
        var difference = PairedDifference.Of([.. cell.Result.Searched.Frechet], [.. best.Frechet]).Difference;
        return ClaimOutcome.From(difference.Interval.High < 0, difference.Value, difference.Interval, cell.Cell.Seeds,
            $"searched {NumberText.Format(cell.Result.Searched.Frechet.Average())}, best fixed {best.Solver!.Label} " +
            $"{NumberText.Format(best.Frechet.Average())}; {cell.Settings.FinalImages} images a seed, the same noise");
    }
}
