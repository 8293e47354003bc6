using Offprint.Agents.Offline;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>Claims of parts A and B.</summary>
internal static class ExactClaims
{
    private const double LeastDivergence = 0.01;

    public static IEnumerable<Claim> All()
    {
        yield return new Claim("gate-decides",
            "In an exact model AM-Q with the optimal action values, to which the critic of the method tends, decides rightly about at " +
            "least 90 % of candidates for the behavior's successor (H = 50; the interval's low end).",
            "Section on offline policy evaluation", null, GateDecides)
        {
            Quantity = "share of right decisions",
        };
        yield return new Claim("own-values-rank-better",
            "A policy's own action values rank better than the optimal ones: over random MDPs the paired interval of the difference of " +
            "rank correlations lies above 0 (exact model, H = 50).",
            "Part A", null, OwnRankBetter)
        {
            Kind = ClaimKind.Ours, Quantity = "difference of Spearman's correlations",
        };
        yield return new Claim("critic-adds-little",
            "Where the model is exact, its own rewards rank better than AM-Q with optimal values: the paired interval of the difference " +
            "of rank correlations lies above 0 (H = 50).",
            "Part A", null, ReturnRanksBetter)
        {
            Kind = ClaimKind.Ours, Quantity = "difference of Spearman's correlations",
        };
        yield return new Claim("ensemble-covers",
            "Four policies that the term keeps apart cover a mixture of four modes better than one: they lie apart (mean divergence of " +
            "two above 0.01), and the paired interval of the difference of coverage lies above 0.",
            "Section on ensemble behavior cloning", null, r => Covers(r, DiversityForm.Divergence, null))
        {
            Quantity = "difference of coverage",
            Why = "at the published weight nothing keeps them apart (see the next claim): what four starts gain is the luck of the best",
            Former = new("Four policies that are kept apart cover a mixture of four modes better than one: the paired interval of the " +
                "difference of coverage lies above 0.", Verdict.Holds,
                "it never asked whether they are kept apart: the greatest density of four nearly equal policies is above that of one"),
        };
        yield return new Claim("term-covers",
            "The term does it, and not four starts: with it coverage is greater than that of four policies that are only cloned.",
            "Section on ensemble behavior cloning", null, r => Covers(r, DiversityForm.Divergence, 4))
        {
            Quantity = "difference of coverage",
            Why = "equal members stay equal: the divergence grows with the square of a distance, as cloning's loss does, and is α/|A| " +
                "times as strong, so that two groups leave each other only beyond α = |A| = 2 (0.1 is published; at 1 members coincide, " +
                "at 3 they part and leave the data). The signed form parts them at 0.1",
        };
        yield return new Claim("released-term-is-cloning",
            "The term of the released code does nothing: coverage with it equals that of four cloned policies within 0.01 (equivalence " +
            "test at 5 %).",
            "Part B", null, ReleasedIsCloning)
        {
            Kind = ClaimKind.Control, Quantity = "difference of coverage",
        };
    }

    private static CellResult<RankingSettings, RankingResult> Exact(PaperResults results) =>
        results.Of(Papers.UniO4.Ranking, s => s is { Horizon: 50, ModelError: 0 });

    private static ClaimOutcome GateDecides(PaperResults results)
    {
        var cell = Exact(results);
        Estimate share = MeanInterval.StudentT([.. ExactFigures.Row(cell, GateScore.OptimalValues).Agreements]);
        return ClaimOutcome.From(share.Interval.Low >= 0.9, share.Value, share.Interval, cell.Cell.Seeds,
            $"with own values {NumberText.Format(ExactFigures.Row(cell, GateScore.OwnValues).Agreements.Average())}");
    }

    private static ClaimOutcome OwnRankBetter(PaperResults results) => Ranks(results, GateScore.OwnValues);

    private static ClaimOutcome ReturnRanksBetter(PaperResults results) => Ranks(results, GateScore.ModelReturn);

    private static ClaimOutcome Ranks(PaperResults results, GateScore score)
    {
        var cell = Exact(results);
        double[] one = [.. ExactFigures.Row(cell, score).Correlations];
        double[] optimal = [.. ExactFigures.Row(cell, GateScore.OptimalValues).Correlations];
        Estimate difference = PairedDifference.Of(one, optimal).Difference;
        return ClaimOutcome.From(difference.Interval.Low > 0, difference.Value, difference.Interval, cell.Cell.Seeds,
            $"{NumberText.Format(one.Average())} against {NumberText.Format(optimal.Average())}");
    }

    /// <summary>A variant, by its term and its number of policies.</summary>
    private static CellResult<DiversitySettings, DiversityResult> Cell(PaperResults results, DiversityForm? form, int count) =>
        results.Of(Papers.UniO4.Diversity, s => s.Ensemble.Count == count
            && (s.Ensemble.Diversity is { } d ? d.Form == form && d.Weight == 0.1 : form is null));

    private static ClaimOutcome Covers(PaperResults results, DiversityForm form, int? rival)
    {
        var cell = Cell(results, form, 4);
        double[] other = [.. Cell(results, null, rival ?? 1).Result.Coverage];
        Estimate difference = PairedDifference.Of([.. cell.Result.Coverage], other).Difference;
        double apart = cell.Result.Divergence.Average();
        return ClaimOutcome.From(difference.Interval.Low > 0 && (rival is not null || apart > LeastDivergence), difference.Value,
            difference.Interval, cell.Cell.Seeds, $"{NumberText.Format(cell.Result.Coverage.Average())} against " +
            $"{NumberText.Format(other.Average())}; members are {NumberText.Format(apart)} apart");
    }

    private static ClaimOutcome ReleasedIsCloning(PaperResults results)
    {
        var cell = Cell(results, DiversityForm.AsReleased, 4);
        PairedEquivalence test = PairedEquivalence.Of([.. cell.Result.Coverage], [.. Cell(results, null, 4).Result.Coverage], 0.01);
        return ClaimOutcome.From(test.Equivalent, test.Difference.Value, test.Difference.Interval, cell.Cell.Seeds,
            $"p = {NumberText.Format(test.PValue)}");
    }
}
