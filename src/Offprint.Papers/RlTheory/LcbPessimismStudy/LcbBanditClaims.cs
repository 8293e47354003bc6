using Offprint.Agents.Bandits;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>Claims about bandits, with and without contexts.</summary>
internal static class LcbBanditClaims
{
    /// <summary>The number of contexts at which rates are claimed.</summary>
    public const int Contexts = 21;

    public static IEnumerable<Claim> All()
    {
        yield return new Claim("bandit-rate",
            "Without contexts LCB (L = 0.5) loses N^(−1/2) in the worst case at every C* of 1.25, 1.5, 2 and 4: all slopes between N " +
            "and 2N from N = 50 lie in [−0.6, −0.45].",
            "Section 3", -0.5, BanditRate)
        {
            Quantity = "slope of the loss in N at C* = 1.5",
        };
        yield return new Claim("bandit-imitation",
            "Playing the most played arm loses less than 10⁻⁵ at N = 200 for C* ≤ 1.5, and a constant for C* ≥ 2: LCB does not adapt " +
            "below 2.",
            "Section 3", null, BanditImitation)
        {
            Quantity = "loss at N = 200, largest over C* ≤ 1.5",
        };
        yield return new Claim("empirical-best",
            "With 50 arms, C* = 2 and N = 100 the empirical best arm loses more than 0.25 of at most 0.3, LCB less than 0.05.",
            "Section 3", 0.3, EmpiricalBest)
        {
            Quantity = "loss of the empirical best arm",
        };
        yield return new Claim("context-rate", "With 21 contexts LCB loses N^(−1/2) from N = 10⁴ on at every C*: slopes in [−0.6, −0.45].",
            "Section 4", -0.5, ContextRate)
        {
            Quantity = "slope of the loss in N farthest from −1/2",
        };
        yield return new Claim("context-composition",
            "At N = 10⁵ LCB's loss, divided by √C*, grows like (C* − 1)^(1/2) over C* in [1.02, 1.5]: slope in [0.4, 0.6].",
            "Section 4", 0.5, ContextComposition)
        {
            Quantity = "slope of the loss in C* − 1",
        };
        yield return new Claim("context-imitation",
            "Where actions are equally often logged and differ by 0.4, imitation does not learn: its loss stays within 5 % of (C* − 1) " +
            "· 0.2 at every N.",
            "Section 4", null, ContextImitation)
        {
            Quantity = "largest relative distance from (C* − 1) · 0.2",
        };
        yield return new Claim("context-fixed-gap",
            "On the same data LCB loses nothing at N = 10⁴ where a pair has a hundred rows or more: at every C* of 1.25 and above.",
            "Section 4", 0, ContextFixedGap)
        {
            Quantity = "largest loss of LCB at N = 10⁴, C* ≥ 1.25",
            Former = new("On the same data LCB loses nothing at N = 10⁴, at every C*.", Verdict.DoesNotHold,
                "near C* = 1 a pair has a handful of rows even at N = 10⁴: at C* = 1.01 five, and the exact loss is 8.96·10⁻⁴"),
        };
        yield return new Claim("missing-mass",
            "With expert data LCB's loss is the mass of unseen contexts, (S−1)/(N+1) (1 − 1/(N+1))ᴺ to 3 standard errors, and falls " +
            "with slope −1.00 ± 0.05.",
            "Section 4", -1, MissingMass)
        {
            Quantity = "slope of the loss in N",
        };
    }

    /// <summary>The loss of a rule on two arms against N.</summary>
    public static (double[] Counts, double[] Losses) TwoArms(PaperResults results, double cStar, BanditRuleOptions method, int from = 0)
    {
        var rows = results.Of(Papers.LcbPessimism.TwoArms, s => s.CStar == cStar).Result.Rows
            .Where(r => r.Method == method && r.Count >= from).ToList();
        return ([.. rows.Select(r => (double)r.Count)], [.. rows.Select(r => r.Loss)]);
    }

    /// <summary>The slope of a rule's loss in N; points without a loss are left out.</summary>
    public static LogLogFit Slope(LossTable losses, BanditRuleOptions method, int from, Func<int, bool>? usable = null)
    {
        var rows = losses.Of(method).Where(r => r.Count >= from && (usable?.Invoke(r.Count) ?? true)).ToList();
        return LogLogFit.Of([.. rows.Select(r => (double)r.Count)], [.. rows.Select(r => r.Loss.Mean)]);
    }

    /// <summary>The slope of LCB's loss, divided by √C*, in C* − 1.</summary>
    public static LogLogFit Composition(PaperResults results, int count, double low = 1.02, double high = 1.5)
    {
        var cells = results.Of(Papers.LcbPessimism.Contexts).Where(c => c.Settings.Contexts == Contexts && c.Settings.CStar >= low
            && c.Settings.CStar <= high).ToList();
        if (cells.Count < 3)
            throw new MissingResultsException($"This profile has {cells.Count} values of C* in [{low}, {high}], too few for a slope.");
        return LogLogFit.Of([.. cells.Select(c => c.Settings.CStar - 1)],
            [.. cells.Select(c => c.Result.Hard.At(BanditTrials.Lcb, count).Mean / Math.Sqrt(c.Settings.CStar))]);
    }

    private static ClaimOutcome BanditRate(PaperResults results)
    {
        List<(double CStar, double Least, double Greatest, Estimate Fit)> rows = [];
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        Estimate shown = default;
        foreach (double cStar in (double[])[1.25, 1.5, 2, 4])
        {
            var (counts, losses) = TwoArms(results, cStar, BanditTrials.ConstantLcb, from: 50);
            double[] slopes = LogLogFit.LocalSlopes(counts, losses);
            (least, greatest) = (Math.Min(least, slopes.Min()), Math.Max(greatest, slopes.Max()));
            Estimate fit = LogLogFit.Of(counts, losses).Slope;
            shown = cStar == 1.5 ? fit : shown;
            rows.Add((cStar, slopes.Min(), slopes.Max(), fit));
        }
        return ClaimOutcome.From(least >= -0.6 && greatest <= -0.45, shown.Value, shown.Interval,
            note: $"fitted slope at C* = 1.5; all slopes lie in [{NumberText.Format(least)}, {NumberText.Format(greatest)}]",
            detail: CardTable.Of("", rows, ("C*", r => r.CStar), ("least slope", r => r.Least), ("greatest slope", r => r.Greatest),
                ("fit", r => r.Fit)));
    }

    private static ClaimOutcome BanditImitation(PaperResults results)
    {
        double At(double cStar, int count)
        {
            var (counts, losses) = TwoArms(results, cStar, BanditTrials.MostPlayed);
            int at = Array.IndexOf(counts, count);
            return at >= 0 ? losses[at] : throw new MissingResultsException($"This profile leaves out N = {count}.");
        }

        double greatest = new[] { 1.1, 1.25, 1.5 }.Max(c => At(c, 200));
        bool constant = new[] { 2.0, 4 }.All(c => At(c, 200) > 0.4 && At(c, 200) >= 0.98 * At(c, 50));
        return ClaimOutcome.From(greatest < 1e-5 && constant, greatest,
            note: $"loss at N = 200, C* = 1.5, gap 0.9; LCB loses " +
                $"{NumberText.Format(TwoArms(results, 1.5, BanditTrials.ConstantLcb, 200).Losses[0])} there in the worst case");
    }

    private static ClaimOutcome EmpiricalBest(PaperResults results)
    {
        var cell = results.Of(Papers.LcbPessimism.Crowded, s => s.CStar == 2);
        LossSummary empirical = cell.Result.At(BanditTrials.Empirical, 100), lcb = cell.Result.At(BanditTrials.Lcb, 100);
        return ClaimOutcome.From(empirical.Estimate.Interval.Low > 0.25 && lcb.Estimate.Interval.High < 0.05, empirical.Mean,
            empirical.Estimate.Interval, cell.Cell.Seeds,
            $"the empirical best arm's loss over {empirical.Repetitions} data sets; LCB's is {NumberText.Format(lcb.Mean)}");
    }

    private static ClaimOutcome ContextRate(PaperResults results)
    {
        var cells = results.Of(Papers.LcbPessimism.Contexts).Where(c => c.Settings.Contexts == Contexts).ToList();
        var fits = cells.Select(c => (c.Settings.CStar, Slope(c.Result.Hard, BanditTrials.Lcb, 10_000, n => c.Settings.Gap(n) < 1).Slope))
            .ToList();
        var worst = fits.MaxBy(f => Math.Abs(f.Slope.Value + 0.5));
        return ClaimOutcome.From(fits.All(f => f.Slope.Value is >= -0.6 and <= -0.45), worst.Slope.Value, worst.Slope.Interval,
            cells[0].Cell.Seeds,
            $"the slope farthest from −1/2, at C* = {worst.CStar}; L = ln(2SAN)/2",
            CardTable.Of("", fits, ("C*", f => f.CStar), ("slope", f => f.Slope)));
    }

    private static ClaimOutcome ContextComposition(PaperResults results)
    {
        Estimate slope = Composition(results, 100_000).Slope;
        return ClaimOutcome.From(slope.Value is >= 0.4 and <= 0.6, slope.Value, slope.Interval,
            results.Of(Papers.LcbPessimism.Contexts)[0].Cell.Seeds, "slope in C* − 1; S = 21, L = ln(2SAN)/2");
    }

    private static ClaimOutcome ContextImitation(PaperResults results)
    {
        var cells = results.Of(Papers.LcbPessimism.Contexts).Where(c => c.Settings.Contexts == Contexts).ToList();
        double deviation = cells.Max(c => c.Result.Fixed.Of(BanditTrials.MostPlayed)
            .Max(r => Math.Abs(r.Loss.Mean / ((c.Settings.CStar - 1) * c.Settings.FixedGap / 2) - 1)));
        return ClaimOutcome.From(deviation <= 0.05, deviation, seeds: cells[0].Cell.Seeds,
            note: "greatest relative distance from (C* − 1) · 0.2");
    }

    private static ClaimOutcome ContextFixedGap(PaperResults results)
    {
        var cells = results.Of(Papers.LcbPessimism.Contexts).Where(c => c.Settings.Contexts == Contexts).ToList();
        double Loss(ContextResult result) => result.Fixed.At(BanditTrials.Lcb, 10_000).Mean;
        double greatest = cells.Where(c => c.Settings.CStar >= 1.25).Max(c => Loss(c.Result));
        return ClaimOutcome.From(greatest == 0, greatest, seeds: cells[0].Cell.Seeds,
            note: "over all data sets of each C*; below 1.25 the loss grows as the rows of a pair, N(C*−1)/(C*(S−1)), become few",
            detail: CardTable.Of("", cells, ("C*", c => c.Settings.CStar),
                ("rows a pair", c => 10_000 * (c.Settings.CStar - 1) / (c.Settings.CStar * (Contexts - 1))),
                ("loss of LCB", c => c.Result.Fixed.At(BanditTrials.Lcb, 10_000).Estimate)));
    }

    private static ClaimOutcome MissingMass(PaperResults results)
    {
        var cell = results.Of(Papers.LcbPessimism.MissingMass)[0];
        BanditRuleOptions[] rules = [BanditTrials.ConstantLcb, BanditTrials.MostPlayed];
        var deviations = rules.SelectMany(cell.Result.Of)
            .Select(r => Math.Abs(r.Loss.Mean - cell.Settings.Exact(r.Count)) / r.Loss.StandardError);
        double greatest = deviations.Max();
        Estimate slope = Slope(cell.Result, BanditTrials.ConstantLcb, 0).Slope;
        return ClaimOutcome.From(greatest <= 3 && Math.Abs(slope.Value + 1) <= 0.05, slope.Value, slope.Interval, cell.Cell.Seeds,
            $"L = 0.5; at most {NumberText.Format(greatest)} standard errors from the formula over {cell.Settings.Counts.Count} sizes " +
                "and both rules");
    }
}
