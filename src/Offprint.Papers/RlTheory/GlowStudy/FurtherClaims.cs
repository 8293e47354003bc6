using Offprint.Agents.Tabular.DensityRatios;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.GlowStudy;

/// <summary>Statements on batches, block MDPs, model classes, and learners without optimism.</summary>
internal static class FurtherClaims
{
    private static GlowPaper P => Papers.Glow;

    public static IReadOnlyList<Claim> All { get; } =
    [
        new("pure-ratios", "With ratios of pure policies and batches of 2,000 (T = 200, constants × 0.02) GLOW ends at π* in every seed.",
            "Theorem 3.2", null, PureRatios) { Quantity = "greatest round of a change" },
        new("blocks", "Behind rich observations GLOW plays π* at the end in every seed, and its regret is the same with 2, 20 and 100 " +
            "observations.", "Section 3 (block MDPs)", 1, Blocks)
        {
            // Decoders here depend on the latent state alone and ratios are true: observations of a state enter as their sum.
            Kind = ClaimKind.Control, Quantity = "greatest regret over the least",
            Former = new("Behind rich observations GLOW plays π* at the end in every seed, and its regret with 100 observations is not " +
                "above that with 2: the 95 % interval of the difference reaches down to 0.", Verdict.Holds,
                "it compared a run with itself: the class cannot tell observations of one state apart"),
        },
        new("model-base", "With maximum likelihood as its base H2O's mean risk over the last quarter of 2,000 rounds is below 0.005 in " +
            "every seed, on fifty rivers.", "Section 4", null, ModelBase) { Quantity = "greatest mean risk over the last quarter" },
        new("batches-cost", "With theorem 3.2's constants (batches of 20,000, T = 2,000) the wrong function is refuted within 10 % of " +
            "round 1,204: after a hundred times the episodes that theorem 3.1's constants need.", "Theorem 3.2", null, BatchesCost)
            { Kind = ClaimKind.Ours, Quantity = "mean round of the refutation" },
        new("greedy-fails", "Without optimism the best fit does not help: after its first 1,000 rounds greedy FQI loses 0.35 in every " +
            "round; with ε = 0.1 it finds π* and goes on paying 0.0175 a round for exploring.", "Section 3", null, GreedyFails)
        {
            Kind = ClaimKind.Ours, Quantity = "ε-greedy's loss at the end, the greatest",
            Former = new("Without optimism the best fit does not help: greedy FQI loses 0.35 in every round; with ε = 0.1 it finds π* " +
                "and goes on paying 0.0175 a round for exploring.", Verdict.DoesNotHold,
                "an arm that paid 0 in its first draws makes Q* the better fit of B for a few early rounds, which then cost 0.3"),
        },
        new("optimism-alone", "Without offline data GLOW ends at π* on instance L as well, in every seed of 5,000 rounds.", "Theorem 3.1",
            null, OptimismAlone) { Kind = ClaimKind.Ours, Quantity = "greatest round of a change" },
    ];

    private static ClaimOutcome PureRatios(PaperResults results)
    {
        var cell = results.Of(P.Batches, s => s.Rule is Glow { ThresholdScale: < 1 });
        return ClaimOutcome.From(cell.Result.LastLoss.All(l => l == 0), cell.Result.LastChange.Max(), null, cell.Cell.Seeds,
            $"regret {MeanInterval.StudentT([.. cell.Result.Regret])} episodes");
    }

    private static ClaimOutcome BatchesCost(PaperResults results)
    {
        var cell = results.Of(P.Batches, s => s.Rule is Glow { ThresholdScale: 1 });
        double[] rounds = [.. cell.Result.FirstChange.Select(r => (double)r)];
        return ClaimOutcome.From(rounds.All(r => Math.Abs(r / 1204 - 1) <= 0.1), rounds.Average(), null, cell.Cell.Seeds,
            $"{rounds.Average() * ((Glow)cell.Settings.Rule).Batch:N0} episodes");
    }

    private static ClaimOutcome Blocks(PaperResults results)
    {
        var cells = results.Of(P.Blocks).Where(c => c.Settings.Rule is Glow).OrderBy(c => c.Settings.PerState).ToList();
        if (cells.Count < 2)
            throw new MissingResultsException("The profile has one number of observations.");
        double[] regrets = [.. cells.SelectMany(c => c.Result.Regret)];
        double ratio = regrets.Max() / regrets.Min();
        return ClaimOutcome.From(cells.All(c => c.Result.LastLoss.All(l => l == 0)) && ratio < 1 + 1e-6, ratio, null, cells[0].Cell.Seeds,
            $"regret {NumberText.Format(regrets[0])} with {string.Join(", ", cells.Select(c => 2 * c.Settings.PerState))} observations");
    }

    private static ClaimOutcome ModelBase(PaperResults results)
    {
        var cell = results.Of(P.ModelSources, s => s.Method.Base is ModelLikelihood);
        return ClaimOutcome.From(cell.Result.LastRisk.Max() < 0.005, cell.Result.LastRisk.Max(), null, cell.Cell.Seeds,
            string.Join(", ", results.Of(P.ModelSources).Where(c => c.Settings.Method.Base is not ModelLikelihood).Select(c =>
                $"{c.Settings.Method.Base.Label}: {NumberText.Format(c.Result.LastRisk.Max())}")));
    }

    private static ClaimOutcome GreedyFails(PaperResults results)
    {
        var cells = results.Of(P.Greedy);
        var (greedy, exploring) = (cells.First(c => c.Settings.Method.Exploration == 0),
            cells.First(c => c.Settings.Method.Exploration > 0));
        GreedyResult result = greedy.Result;
        int settled = result.Rounds.TakeWhile(round => round < 1000).Count();
        bool losesForGood = Enumerable.Range(settled, result.Rounds.Count - settled).All(i => Math.Abs(
            result.MeanRegret[^1] - result.MeanRegret[i] - 0.35 * (result.Rounds[^1] - result.Rounds[i])) < 1e-6 * result.Rounds[^1]);
        return ClaimOutcome.From(losesForGood && exploring.Result.LastLoss.All(l => Math.Abs(l - 0.0175) < 1e-6),
            exploring.Result.LastLoss.Max(), null, greedy.Cell.Seeds,
            $"greedy: {NumberText.Format(result.Regret.Min() / greedy.Settings.Rounds)} a round or more, at the end " +
            $"{NumberText.Format(result.LastLoss.Min())}; ε-greedy's regret {MeanInterval.StudentT([.. exploring.Result.Regret])} in " +
            $"{exploring.Settings.Rounds:N0} rounds");
    }

    private static ClaimOutcome OptimismAlone(PaperResults results)
    {
        var cell = results.Of(P.Optimism)[0];
        return ClaimOutcome.From(cell.Result.LastLoss.All(l => l == 0), cell.Result.LastChange.Max(), null, cell.Cell.Seeds,
            $"regret {MeanInterval.StudentT([.. cell.Result.Regret])}");
    }
}
