using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Cards;
using Offprint.Environments.Tabular;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.NoraStudy;

using RegretCell = CellResult<RegretSettings, RegretResult>;

/// <summary>Tables of exact regret.</summary>
internal static class RegretTables
{
    /// <summary>The final table: regret with interval, slope over the last decade, worst seed, failures.</summary>
    public static CardTable Final(PaperResults results) => CardTable.Of(
        "Final regret", results.Of(Papers.Nora.Online),
        ("Domain", c => c.Settings.Domain.Title), ("Method", c => c.Settings.Method.Label),
        ("Final regret", c => RegretClaims.Mean(c.Result.Regret[^1])), ("Slope, last decade", c => Slope(c)),
        ("Worst seed", c => c.Result.Regret[^1].Max()), ("Seeds that fail", c => Failures(c)),
        ("Critics", c => c.Result.Updates[^1].Average())) with
    {
        Note = $"Mean and 95 % t interval over {results.Of(Papers.Nora.Online)[0].Cell.Seeds.Count} seeds, T = " +
            $"{results.Of(Papers.Nora.Online)[0].Settings.Episodes}. A seed fails when the slope of its log regret over the last decade " +
            "is above 0.9. A mean hides failures: see the worst seed. The critic made after the last episode is counted.",
    };

    /// <summary>All sizes and behaviors of offline data.</summary>
    public static CardTable Hybrid(PaperResults results)
    {
        var cells = results.Of(Papers.Nora.Hybrid);
        TabularMdp mdp = cells[0].Settings.Domain.Make(new(1)).Mdp;
        return CardTable.Of("Regret with offline data", cells,
        [
            ("Method", c => c.Settings.Method.Label), ("Offline episodes", c => c.Settings.Offline.Episodes),
            ("Behavior", c => c.Settings.Offline.Episodes == 0 ? null : c.Settings.Offline.ExpertShare > 0 ? "near-expert" : "uniform"),
            ("c*", c => c.Settings.Offline.Episodes == 0 ? (double?)null : c.Settings.Offline.Concentrability(mdp)),
            .. ((int[])[250, 1000, 4000]).Where(t => t <= cells[0].Settings.Episodes).Select(t =>
                ((TableColumn)$"T = {t}", (Func<RegretCell, TableCell>)(c => RegretClaims.Mean(c.Result.At(t))))),
            ("Worst seed", c => c.Result.Regret[^1].Max()), ("Seeds that fail", c => Failures(c)),
            ("Critics", c => c.Result.Updates[^1].Average()),
        ]) with
        {
            Note = $"Mean and 95 % t interval over {cells[0].Cell.Seeds.Count} seeds; worst seed, failures and critics at T = " +
                $"{cells[0].Settings.Episodes}.",
        };
    }

    /// <summary>All variants of NORA.</summary>
    public static CardTable Ablation(PaperResults results) => CardTable.Of(
        "Variants of NORA", results.Of(Papers.Nora.Ablation),
        ("Variant", c => ((NoraOptions)c.Settings.Method).Bonus == Methods.Nora.Bonus ? c.Settings.Method.Label
            : string.Create(CultureInfo.InvariantCulture, $"bonus {((NoraOptions)c.Settings.Method).Bonus}")),
        ("Final regret", c => RegretClaims.Mean(c.Result.Regret[^1])), ("Slope, last decade", c => Slope(c)),
        ("Worst seed", c => c.Result.Regret[^1].Max()), ("Critics", c => c.Result.Updates[^1].Average())) with
    {
        Note = $"Mean and 95 % t interval over {results.Of(Papers.Nora.Ablation)[0].Cell.Seeds.Count} seeds.",
    };

    /// <summary>Version spaces: how many critics, what regret.</summary>
    public static CardTable Refutation(PaperResults results) => CardTable.Of(
        "Refutation on finite classes", results.Of(Papers.Nora.Refutation),
        ("Problem", c => c.Settings.Domain.Title),
        ("Functions", c => ((TwoStageDomain)c.Settings.Domain).Functions().Count),
        ("Q* in it", c => TableCell.YesNo(((TwoStageDomain)c.Settings.Domain).Functions()
            .IsRealizable(c.Settings.Domain.Make(new(1)).Mdp))),
        ("Completeness error", c => ((TwoStageDomain)c.Settings.Domain).Functions()
            .CompletenessError(c.Settings.Domain.Make(new(1)).Mdp)),
        ("Critics", c => c.Result.Updates[^1].Average()), ("Final regret", c => RegretClaims.Mean(c.Result.Regret[^1])),
        ("Slope, last decade", c => Slope(c))) with
    {
        Note = "The completeness error is the greatest distance of a Bellman backup of the class to the class, exact.",
    };

    private static Estimate Slope(RegretCell cell) =>
        RegretClaims.Mean(RegretClaims.SlopesOf(cell.Result, cell.Settings.Episodes / 10, cell.Settings.Episodes));

    private static int Failures(RegretCell cell) =>
        RegretClaims.SlopesOf(cell.Result, cell.Settings.Episodes / 10, cell.Settings.Episodes).Count(s => s > 0.9);
}
