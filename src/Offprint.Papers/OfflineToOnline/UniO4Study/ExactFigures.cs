using Offprint.Agents.Offline;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>Figures and tables of parts A and B.</summary>
internal static class ExactFigures
{
    private static readonly (GateScore Score, string Label)[] s_scores =
    [
        (GateScore.OwnValues, "AM-Q, own values"), (GateScore.OptimalValues, "AM-Q, optimal values"),
        (GateScore.BehaviorValues, "AM-Q, behavior's values"), (GateScore.ModelReturn, "model's return"),
    ];

    /// <summary>Names of scores, for colors.</summary>
    public static IReadOnlyList<string> Labels => [.. s_scores.Select(s => s.Label)];

    /// <summary>Rank correlations against the horizon, and against the model's error.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two panels.</returns>
    public static PanelFigure Ranking(PaperResults results)
    {
        var cells = results.Of(Papers.UniO4.Ranking);
        int horizon = cells.Where(c => c.Settings.ModelError > 0).Select(c => c.Settings.Horizon).First();
        return new("Do scores rank policies as their returns do?",
        [
            Lines("exact model", "H", cells.Where(c => c.Settings.ModelError == 0), s => s.Horizon, true),
            Lines($"wrong model, H = {horizon}", "share of a wrong model", cells.Where(c => c.Settings.Horizon == horizon),
                s => s.ModelError, false),
        ], 2)
        {
            Caption = $"Spearman's correlation of score and true return over {cells[0].Settings.Policies} policies, means over " +
                $"{cells[0].Cell.Seeds.Count} random MDPs with t intervals of 95 %.",
        };

        LineFigure Lines(string title, string axis, IEnumerable<CellResult<RankingSettings, RankingResult>> of,
            Func<RankingSettings, double> x, bool logarithmic) => new(title,
            [.. s_scores.Select(s => SeedSeries.Of(s.Label, of.OrderBy(c => x(c.Settings)).Select(c =>
                (x(c.Settings), Row(c, s.Score).Correlations))))])
        { X = new(axis, logarithmic), Y = new("rank correlation"), Colors = Papers.UniO4.Colors };
    }

    /// <summary>Correlations and right decisions of a gate.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a cell and score.</returns>
    public static CardTable RankingTable(PaperResults results) => CardTable.Of("Gates on random MDPs",
        from cell in results.Of(Papers.UniO4.Ranking) from score in s_scores select (Cell: cell, score.Label, Row: Row(cell, score.Score)),
        ("H", own => own.Cell.Settings.Horizon), ("model's error", own => own.Cell.Settings.ModelError), ("score", own => own.Label),
        ("rank correlation", own => MeanInterval.StudentT([.. own.Row.Correlations])),
        ("right decisions against the behavior, %", own => MeanInterval.StudentT([.. own.Row.Agreements.Select(a => 100 * a)]))) with
    {
        Note = "Means over MDPs with t intervals of 95 %. A decision is right if a candidate that is better than the behavior scores " +
            "higher than it, and one that is not does not.",
    };

    /// <summary>Members' laws over the modes.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a variant.</returns>
    public static PanelFigure Diversity(PaperResults results)
    {
        var cells = results.Of(Papers.UniO4.Diversity);
        return new("Four modes, cloned",
        [
            .. cells.Select(Laws),
        ], 4)
        {
            Caption = "Stars: the modes of logged actions. Ellipses: a standard deviation of each member of the first seed; members " +
                "may lie on one another.",
        };
    }

    /// <summary>Coverage and distances at the end.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a variant.</returns>
    public static CardTable DiversityTable(PaperResults results) => CardTable.Of("Coverage of four modes",
        results.Of(Papers.UniO4.Diversity),
        ("policies", c => c.Settings.Label), ("coverage", c => MeanInterval.StudentT([.. c.Result.Coverage])),
        ("mean divergence of two members", c => c.Settings.Ensemble.Count == 1 ? "–" : MeanInterval.StudentT([.. c.Result.Divergence])),
        ("kept apart by", c => Term(c.Settings.Ensemble.Diversity))) with
    {
        Note = "Coverage: the mean over held-out actions of the greatest log-density that a member gives. T intervals of 95 % over seeds.",
    };

    /// <summary>The row of a score.</summary>
    public static RankingRow Row(CellResult<RankingSettings, RankingResult> cell, GateScore score) =>
        cell.Result.Rows.Single(r => r.Score == score);

    private static string Term(BehaviorDiversity? diversity) =>
        diversity is null ? "their start alone" : FormattableString.Invariant($"{diversity.Form}, α = {diversity.Weight}");

    private static LineFigure Laws(CellResult<DiversitySettings, DiversityResult> cell)
    {
        double offset = cell.Settings.Offset;
        double[] angles = [.. Enumerable.Range(0, 65).Select(i => i * Math.Tau / 64)];
        return new(cell.Settings.Label,
        [
            new("modes", [offset, offset, -offset, -offset], [offset, -offset, offset, -offset])
                { Stroke = Stroke.None, Markers = true, Color = 7 },
            .. cell.Result.Members.Select((m, i) => new Series($"member {i + 1}",
                [.. angles.Select(t => m.Mean[0] + m.Deviation[0] * Math.Cos(t))],
                [.. angles.Select(t => m.Mean[1] + m.Deviation[1] * Math.Sin(t))]) { Color = i, Markers = false }),
        ])
        { X = new("first action", Low: -2.1, High: 2.1) { EqualAspect = true }, Y = new("second action", Low: -2.1, High: 2.1) };
    }
}
