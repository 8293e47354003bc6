using Offprint.Agents.Tabular.DensityRatios;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.GlowStudy;

/// <summary>The statements that the study decides.</summary>
internal static class GlowClaims
{
    private static GlowPaper P => Papers.Glow;

    public static IReadOnlyList<Claim> All { get; } =
    [
        new("golf-fails", "Without completeness a squared-loss version space fails: GOLF's regret is exactly 0.35 T in every seed.",
            "Section 1",
            null, GolfFails) { Quantity = "GOLF's regret a round" },
        new("golf-completed", "With T f in its class GOLF refutes the wrong function: it loses nothing in the second half of the run.",
            "Section 3",
            null, GolfCompleted) { Kind = ClaimKind.Control, Quantity = "GOLF's regret, completed class" },
        new("glow-succeeds", "GLOW (constants × 0.02) needs no completeness: with one arm its regret is below 60 in every seed, nothing " +
            "changes " +
            "after round 1,000, and π* is played at the end.", "Theorem 3.1", null, GlowSucceeds) { Quantity =
                "greatest regret over seeds" },
        new("theorem-constants", "With the theorem's own constants at T = 10⁷ the wrong function is refuted near round 233,000, within " +
            "10 %, in every " +
            "seed.", "Theorem 3.1", null, TheoremConstants) { Kind = ClaimKind.Ours, Quantity = "mean round of the refutation" },
        new("root-law", "The worst regret over scales of the gaps grows like √T: slope in [0.45, 0.6] from T = 2,000 on.",
            "Theorem 3.1", 0.5, RootLaw)
            { Quantity = "slope of log regret in log T" },
        new("truth-stays", "Q* is never refuted: not in any round of any run with constants of at least 0.02 of the theorem's.",
            "Lemma E.2", 0,
            TruthStays) { Quantity = "rounds without Q*" },
        new("coverability", "The regret grows with coverability at most in proportion: the 95 % interval of the slope in " +
            "C_cov ends at 1 or below.",
            "Theorem 3.1", 1, Coverability)
            { Quantity = "slope of log regret in log C_cov" },
        new("sources-fail", "On instance L offline data alone and online play alone lose 0.25 in every round.", "Section 4", null,
            SourcesFail)
            { Quantity = "least mean risk of either" },
        new("hybrid", "H2O with FQI learns from both: its mean risk over the last 100 of 400 rounds is below 0.02, and at most 4K " +
            "rounds are lost " +
            "to mistakes.", "Theorem 4.1", null, Hybrid) { Quantity = "greatest mean risk over the last quarter" },
        new("hybrid-mabo", "With MABO.CR as its base H2O does the same (HyGLOW).", "Corollary 4.1", null, HybridMabo)
            { Quantity = "greatest mean risk over the last quarter" },
        new("lock", "On a lock of 10 steps the risk of H2O with FQI, which minimizes MABO.CR's objective on tables, is below 0.05 within " +
            "2,000 rounds, ε-greedy play alone stays above 0.5; the intervals are disjoint.",
            "Corollary 4.1", null, Lock) { Quantity = "H2O's mean risk over the last quarter" },
        new("potential", "The elliptic potential, Σ E[d/d̃] with d of round t and d̃ of round t + 1, is at most 5 C ln(1 + T) in every " +
            "run, C the coverability.", "Lemma D.3", null, Potential)
        {
            Kind = ClaimKind.Control, Quantity = "greatest ratio of sum and bound",
            Former = new("Σ_t E[d_t/d̃_t] ≤ 5 C_cov ln(1 + T) in every run.", Verdict.Holds,
                "what is measured has the next round's d̃, which holds d of this round itself, below the line; with this " +
                "round's the sum is at most twice as large"),
        },
        .. FurtherClaims.All,
    ];

    /// <summary>The greatest mean regret over scales, by T.</summary>
    internal static List<(double Rounds, double Regret, double Scale)> WorstGaps(PaperResults results) =>
        [.. results.Of(P.Gaps).GroupBy(c => c.Settings.Rounds).OrderBy(g => g.Key).Select(g =>
        {
            var worst = g.MaxBy(c => c.Result.Regret.Average())!;
            return ((double)g.Key, worst.Result.Regret.Average(), worst.Settings.Scale);
        })];

    internal static Estimate RootSlope(PaperResults results)
    {
        var worst = WorstGaps(results).Where(w => w.Rounds >= 2000).ToList();
        return worst.Count >= 3 ? LogLogFit.Of([.. worst.Select(w => w.Rounds)], [.. worst.Select(w => w.Regret)]).Slope
            : throw new MissingResultsException($"The profile leaves out all but {worst.Count} numbers of rounds from 2,000 on, too few " +
                $"for a slope.");
    }

    private static CellResult<SeparationSettings, OnlineResult> One(PaperResults results, bool glow, bool completed = false) =>
        results.Of(P.Separation, s => s.Arms == 1 && s.Completed == completed && s.Rule is Glow == glow);

    private static ClaimOutcome GolfFails(PaperResults results)
    {
        var cells = results.Of(P.Separation).Where(c => c.Settings.Rule is Golf && !c.Settings.Completed).ToList();
        double[] rates = [.. cells.SelectMany(c => c.Result.Regret.Select(r => r / c.Settings.Rounds))];
        return ClaimOutcome.From(rates.All(r => Math.Abs(r - 0.35) < 1e-9), rates.Average(), null, cells[0].Cell.Seeds,
            $"{cells.Count} numbers of arms, {cells[0].Settings.Rounds:N0} rounds");
    }

    private static ClaimOutcome GolfCompleted(PaperResults results)
    {
        var cell = One(results, glow: false, completed: true);
        return ClaimOutcome.From(cell.Result.LastLoss.All(l => l == 0) && cell.Result.LastChange.All(r => r < cell.Settings.Rounds / 2),
            cell.Result.Regret.Max(), null, cell.Cell.Seeds, "the greatest over seeds");
    }

    private static ClaimOutcome GlowSucceeds(PaperResults results)
    {
        var cell = One(results, glow: true);
        OnlineResult r = cell.Result;
        return ClaimOutcome.From(r.Regret.Max() < 60 && r.LastChange.Max() <= 1000 && r.LastLoss.All(l => l == 0), r.Regret.Max(), null,
            cell.Cell.Seeds, $"last change in round {r.LastChange.Max()}; GOLF loses " +
                $"{NumberText.Format(One(results, false).Result.Regret.Max())}");
    }

    private static ClaimOutcome TheoremConstants(PaperResults results)
    {
        var cell = results.Of(P.Constants, s => s.Rule is Glow { ClipScale: 1 });
        double[] rounds = [.. cell.Result.FirstChange.Select(r => (double)r)];
        Estimate mean = rounds.Length > 1 ? MeanInterval.StudentT(rounds) : new(rounds[0], default);
        return ClaimOutcome.From(rounds.All(r => Math.Abs(r / 233_000 - 1) <= 0.1), mean.Value, rounds.Length > 1 ? mean.Interval : null,
            cell.Cell.Seeds, $"in expectation {NumberText.Format(OnlineFigures.Predicted(1, cell.Settings.Rounds))}");
    }

    private static ClaimOutcome RootLaw(PaperResults results)
    {
        Estimate slope = RootSlope(results);
        return ClaimOutcome.From(slope.Value is >= 0.45 and <= 0.6, slope.Value, slope.Interval, results.Of(P.Gaps)[0].Cell.Seeds,
            "the worst scales lie on a grid: the interval shows its steps more than uncertainty", CardTable.Of("",
                WorstGaps(results), ("T", w => w.Rounds), ("worst regret", w => w.Regret), ("at scale", w => w.Scale)));
    }

    private static ClaimOutcome TruthStays(PaperResults results)
    {
        OnlineResult[] runs =
        [
            .. results.Of(P.Separation).Where(c => c.Settings.Rule is Glow).Select(c => c.Result),
                .. results.Of(P.Constants).Select(c => c.Result),
            .. results.Of(P.Batches).Select(c => c.Result), .. results.Of(P.Optimism).Select(c => c.Result),
            .. results.Of(P.Blocks).Where(c => c.Settings.Rule is Glow).Select(c => c.Result),
            .. results.Of(P.Gaps).Select(c => c.Result), .. results.Of(P.Models).Where(c => c.Settings.Rule is Glow).Select(c => c.Result),
        ];
        long rejected = runs.Sum(r => r.TruthRejected.Sum());
        return ClaimOutcome.From(rejected == 0, rejected, null, [], $"{runs.Sum(r => r.Regret.Count):N0} runs");
    }

    private static ClaimOutcome Coverability(PaperResults results)
    {
        var cells = results.Of(P.Separation).Where(c => c.Settings.Rule is Glow).ToList();
        if (cells.Count < 3)
            throw new MissingResultsException($"The profile leaves out all but {cells.Count} numbers of arms, too few for a slope.");
        Estimate slope = LogLogFit.Of([.. cells.Select(c => c.Result.Coverability)],
            [.. cells.Select(c => c.Result.Regret.Average())]).Slope;
        return ClaimOutcome.From(slope.Interval.High <= 1, slope.Value, slope.Interval, cells[0].Cell.Seeds,
            $"C_cov from {cells[0].Result.Coverability} to " +
            $"{cells[^1].Result.Coverability}");
    }

    private static CellResult<TwoSourcesSettings, HybridResult> Source(PaperResults results, bool offline, bool online, bool mabo =
        false) =>
        results.Of(P.TwoSources, s => s.Method.Offline == offline && s.Method.Online == online && s.Method.Base is MaboCr == mabo);

    private static ClaimOutcome SourcesFail(PaperResults results)
    {
        var (offline, online) = (Source(results, true, false), Source(results, false, true));
        double[] all = [.. offline.Result.MeanRisk, .. online.Result.MeanRisk];
        return ClaimOutcome.From(all.All(r => Math.Abs(r - 0.25) < 1e-9), all.Min(), null, offline.Cell.Seeds);
    }

    private static ClaimOutcome Hybrid(PaperResults results) => Learns(Source(results, true, true));

    private static ClaimOutcome HybridMabo(PaperResults results) => Learns(Source(results, true, true, mabo: true));

    private static ClaimOutcome Learns(CellResult<TwoSourcesSettings, HybridResult> cell) =>
        ClaimOutcome.From(cell.Result.LastRisk.Max() < 0.02 && cell.Result.Spent.Max() <= 4 * cell.Settings.Arms,
            cell.Result.LastRisk.Max(), null,
            cell.Cell.Seeds, $"at most {cell.Result.Spent.Max()} rounds of a risk above 0.05; K = {cell.Settings.Arms}");

    private static ClaimOutcome Lock(PaperResults results)
    {
        CellResult<LockSettings, HybridResult> Of(bool offline) => results.Of(P.Locks, s => s.Horizon == 10 && s.Coverage == 0.5
            && s.Method.Online
            && s.Method.Offline == offline);
        var (hybrid, alone) = (Of(true), Of(false));
        Estimate h = MeanInterval.StudentT([.. hybrid.Result.LastRisk]), e = MeanInterval.StudentT([.. alone.Result.LastRisk]);
        return ClaimOutcome.From(hybrid.Result.Reached.All(r => r is > 0 and <= 2000) && alone.Result.MeanRisk.Min() > 0.5
            && !h.Interval.Overlaps(
            e.Interval), h.Value, h.Interval, hybrid.Cell.Seeds, $"reached by round {hybrid.Result.Reached.Max()}; ε-greedy: {e}");
    }

    private static ClaimOutcome Potential(PaperResults results)
    {
        double[] ratios = [.. results.Of(P.Separation).Concat(results.Of(P.Gaps)).Select(c =>
            c.Result.Potential.Max() / (5 * c.Result.Coverability *
            Math.Log(1 + c.Settings.Rounds)))];
        return ClaimOutcome.From(ratios.Max() <= 1, ratios.Max(), null, [], $"{ratios.Length} cells");
    }
}
