using Offprint.Agents.Tabular.DensityRatios;
using Offprint.Cards;
using Offprint.Environments.Tabular;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.GlowStudy;

/// <summary>Tables.</summary>
internal static class GlowTables
{
    /// <summary>Coverability of small MDPs, exactly.</summary>
    public static CardTable Coverabilities()
    {
        TabularMdp[] all =
        [
            Bandit(4), TabularMdps.CombinationLock(10, 10, new(7)), TabularMdps.RiverSwim(6).WithHorizon(3),
                TabularMdps.RiverSwim(4).WithHorizon(6),
            TabularMdps.DeepSea(5), GlowInstances.Separation(4).Mdp,
        ];
        return CardTable.Of("Coverability over all policies", all, ("MDP", m => m.Name), ("S", m => m.States), ("A", m => m.Actions),
            ("H", m => m.Horizon!.Value), ("coverability", m => Coverability.Of(m)), ("S·A", m => m.States * m.Actions)) with
            { Note = "Coverability: the greatest over steps of the sum, over pairs, of the most that a policy visits the pair. " +
                "A bandit and a deterministic chain have the number of actions." };
    }

    /// <summary>GLOW without its parts.</summary>
    public static CardTable Ablations(PaperResults results)
    {
        var cells = results.Of(Papers.Glow.Ablations);
        return CardTable.Of($"GLOW without one part, T = {cells[0].Settings.Rounds:N0}", cells,
            ("Variant", c => Variant(c.Settings)), ("Arms", c => c.Settings.Arms), ("Regret",
                c => MeanInterval.StudentT([.. c.Result.Regret])),
            ("Last change, mean round", c => c.Result.LastChange.Average()), ("Plays π* at the end", c =>
                $"{c.Result.LastLoss.Count(l => l == 0)} of " +
                $"{c.Result.LastLoss.Count}"), ("Rounds without Q*, most", c => (double)c.Result.TruthRejected.Max())) with
            { Note = $"{cells[0].Cell.Seeds.Count} seeds, 95 % t intervals. W holds the ratios of all policies against what was played, " +
                "except where it says otherwise." };
    }

    /// <summary>What a variant changes.</summary>
    internal static string Variant(SeparationSettings settings) => settings.Rule.Label + settings.Weights switch
    {
        WeightChoice.WithoutCulprits => "; W without the wrong functions' ratios",
        WeightChoice.Ones => "; W = {1}",
        WeightChoice.Grid => "; W against mixtures on a grid of 1/64, too",
        WeightChoice.Harmonic => "; W of harmonic means",
        _ => "",
    };

    /// <summary>Theorem 3.2: batches.</summary>
    public static CardTable Batches(PaperResults results)
    {
        var cells = results.Of(Papers.Glow.Batches);
        return CardTable.Of("Ratios of pure policies: batches", cells, ("Rule", c => c.Settings.Rule.Label), ("T", c => c.Settings.Rounds),
            ("Refuted in round, mean", c => c.Result.FirstChange.Average(r => (double)r)),
            ("In expectation", c => OnlineFigures.Predicted((Glow)c.Settings.Rule, c.Settings.Rounds)),
            ("Episodes until then", c => $"{c.Result.FirstChange.Average(r => (double)r) * ((Glow)c.Settings.Rule).Batch:N0}"),
            ("Regret, episodes", c => MeanInterval.StudentT([.. c.Result.Regret])), ("Rounds without Q*", c =>
                c.Result.TruthRejected.Max())) with
            { Note = "One arm. ln |W| is 2T ln 2: any sequence of the two policies may have been played, and batches pay for that." };
    }

    /// <summary>The theorem's constants and scaled ones.</summary>
    public static CardTable Constants(PaperResults results)
    {
        var rows = results.Of(Papers.Glow.Separation).Where(c => c.Settings.Rule is Glow && c.Settings.Arms is 1 or 4)
            .Concat(results.Of(Papers.Glow.Constants).Where(c => ((Glow)c.Settings.Rule).ClipScale == 1)).ToList();
        return CardTable.Of("Constants", rows, ("Rule", c => c.Settings.Rule.Label), ("Arms", c => c.Settings.Arms),
            ("T", c => $"{c.Settings.Rounds:N0}"), ("Refuted in round, mean", c => c.Result.FirstChange.Average(r => (double)r)),
            ("Share of T", c => c.Result.FirstChange.Average(r => (double)r) / c.Settings.Rounds),
            ("Regret until the end of the run", c => c.Result.Regret.Average()), ("Rounds without Q*", c =>
                c.Result.TruthRejected.Max())) with
            { Note = "The theorem's constants decide nothing before T is about 10⁶: they are for a proof. Runs with them stop after " +
                $"{results.Of(Papers.Glow.Constants)[0].Settings.Stop ?? results.Of(Papers.Glow.Constants)[0].Settings.Rounds:N0} " +
                    $"rounds." };
    }

    /// <summary>Slopes beside the theorem's.</summary>
    public static CardTable Slopes(PaperResults results)
    {
        var glow = results.Of(Papers.Glow.Separation).Where(c => c.Settings.Rule is Glow).ToList();
        var rows = new List<(string What, TableCell Ours, double Theory)> { ("worst regret over gaps, in T",
            GlowClaims.RootSlope(results), 0.5) };
        if (glow.Count > 1)
            rows.Add(("regret at fixed gaps, in coverability", LogLogFit.Of([.. glow.Select(c => c.Result.Coverability)],
                [.. glow.Select(c => c.Result.Regret.Average())]).Slope, 1));
        return CardTable.Of("Slopes of logarithms", rows, ("Quantity", r => r.What), ("Ours", r => r.Ours), ("Theory", r => r.Theory)) with
            { Note = "95 % t intervals of log-log fits; the first shows the grid of scales more than uncertainty. Theory: √T in the " +
                "worst case, coverability/gap at a fixed gap, up to logarithms." };
    }

    private static TabularMdp Bandit(int arms)
    {
        var builder = new TabularMdpBuilder(2, arms) { Name = $"contexts, {arms} arms", Horizon = 1 };
        for (int a = 0; a < arms; a++)
            builder.Add(0, a, 0, 1).Add(1, a, 1, 1);
        return builder.Start([0.5, 0.5]).Build();
    }
}
