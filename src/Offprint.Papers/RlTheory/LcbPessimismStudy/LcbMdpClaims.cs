using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>Claims about MDPs.</summary>
internal static class LcbMdpClaims
{
    public static IEnumerable<Claim> All()
    {
        yield return new Claim("block-near-expert",
            "On the block MDP at C* = 1.2 and N = 1,000 VI-LCB (c = 0.1) loses less than 0.2 and certainty equivalence more than 2 of " +
            "J* = 5.34.",
            "Section 5", null, NearExpert)
        {
            Quantity = "loss of VI-LCB",
        };
        yield return new Claim("block-far", "At C* = 4 and N = 3,000 VI-LCB loses less than half as much as behavior cloning.",
            "Section 5", null, Far)
        {
            Quantity = "ratio of losses, VI-LCB over cloning",
        };
        yield return new Claim("validity",
            "At the scale of Hoeffding's inequality (c = 1) the pessimistic value is below the true one in at least 95 % of data sets, " +
            "on block MDP and grid, at every C* and N.",
            "Section 5", 1, Validity)
        {
            Quantity = "least frequency of a valid bound",
        };
        yield return new Claim("mdp-rate",
            "Where the gap shrinks with N, VI-LCB's worst loss over gaps falls like N^(−1/2): slopes in [−0.6, −0.4] at C* of 1.25, 2 " +
            "and 4.",
            "Section 5", -0.5, Rate)
        {
            Quantity = "slope of the loss in N farthest from −1/2",
        };
    }

    /// <summary>The greatest mean loss over gap scales, by number of rows; only where no gap is cut.</summary>
    public static (double[] Counts, double[] Losses) Worst(PaperResults results, double cStar, TabularMethod method)
    {
        var cells = results.Of(Papers.LcbPessimism.Rates).Where(c => c.Settings.CStar == cStar).ToList();
        var counts = cells[0].Settings.Counts.Where(n => cells.All(c => c.Settings.GapAt(n) < c.Settings.Gap)).ToList();
        return ([.. counts.Select(n => (double)n)], [.. counts.Select(n => cells.Max(c => c.Result.At(method, n).Mean))]);
    }

    private static ClaimOutcome NearExpert(PaperResults results)
    {
        var cell = results.Of(Papers.LcbPessimism.Blocks, s => s.CStar == 1.2);
        LossSummary lcb = cell.Result.At(ViLcb.Scaled(0.1), 1000), certainty = cell.Result.At(new CertaintyEquivalence(), 1000);
        return ClaimOutcome.From(lcb.Mean < 0.2 && certainty.Mean > 2 && lcb.Estimate.Interval.High < certainty.Estimate.Interval.Low,
            lcb.Mean, lcb.Estimate.Interval, cell.Cell.Seeds,
            $"VI-LCB's loss over {lcb.Repetitions} data sets; certainty equivalence loses {(TableCell)certainty.Estimate}");
    }

    private static ClaimOutcome Far(PaperResults results)
    {
        var cell = results.Of(Papers.LcbPessimism.Blocks, s => s.CStar == 4);
        LossSummary lcb = cell.Result.At(ViLcb.Scaled(0.1), 3000), cloning = cell.Result.At(new Cloning(), 3000);
        return ClaimOutcome.From(lcb.Mean < 0.5 * cloning.Mean && lcb.Estimate.Interval.High < cloning.Estimate.Interval.Low,
            lcb.Mean / cloning.Mean, seeds: cell.Cell.Seeds,
            note: $"ratio of losses; VI-LCB {(TableCell)lcb.Estimate}, behavior cloning {(TableCell)cloning.Estimate}");
    }

    private static ClaimOutcome Validity(PaperResults results)
    {
        var rows = results.Of(Papers.LcbPessimism.Blocks).SelectMany(c => c.Result.Rows)
            .Concat(results.Of(Papers.LcbPessimism.Grid).SelectMany(c => c.Result.Rows)).ToList();
        double Least(double scale) => rows.Where(r => r.Method == ViLcb.Scaled(scale)).Min(r => r.Valid!.Value);
        var strict = rows.Where(r => r.Method == ViLcb.Scaled(1)).ToList();
        double trivial = strict.Count(r => r.Bound == 0) / (double)strict.Count;
        return ClaimOutcome.From(Least(1) >= 0.95, Least(1), seeds: results.Of(Papers.LcbPessimism.Blocks)[0].Cell.Seeds,
            note: $"least frequency over all settings of {strict[0].Loss.Repetitions} data sets; in {trivial:P0} of them the bound is " +
                $"the trivial 0. At c = 0.1 the least frequency is {NumberText.Format(Least(0.1))}");
    }

    private static ClaimOutcome Rate(PaperResults results)
    {
        var fits = results.Of(Papers.LcbPessimism.Rates).Select(c => c.Settings.CStar).Distinct().Select(cStar =>
        {
            var (counts, losses) = Worst(results, cStar, ViLcb.Scaled(0.1));
            return (CStar: cStar, LogLogFit.Of(counts, losses).Slope);
        }).ToList();
        var worst = fits.MaxBy(f => Math.Abs(f.Slope.Value + 0.5));
        return ClaimOutcome.From(fits.All(f => f.Slope.Value is >= -0.6 and <= -0.4), worst.Slope.Value, worst.Slope.Interval,
            results.Of(Papers.LcbPessimism.Rates)[0].Cell.Seeds,
            $"the slope farthest from −1/2, at C* = {worst.CStar}; c = 0.1",
            CardTable.Of("", fits, ("C*", f => f.CStar), ("slope", f => f.Slope)));
    }
}
