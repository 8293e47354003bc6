using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.NoraStudy;

using TetrisCell = CellResult<TetrisSettings, TetrisResult>;

/// <summary>Figures and tables of small Tetris.</summary>
internal static class TetrisFigures
{
    /// <summary>Figure 6: the exact value of the policy after each episode.</summary>
    public static PanelFigure Values(PaperResults results)
    {
        var cells = results.Of(Papers.Nora.Tetris);
        TetrisValueResult reference = results.Of(Papers.Nora.TetrisValues)[0].Result;
        ReferenceLine[] lines = [new(reference.Optimal[^1], "best"), new(reference.Uniform[^1], "uniform")];
        Axis x = new("online episodes + 1", Logarithmic: true), y = new("exact value", Low: -36, High: 1);
        Figure Panel(string title, bool hybrid) => new LineFigure(title, [.. cells.Where(c => c.Settings.OfflineEpisodes > 0 == hybrid
            && TetrisStudy.Compared.Contains(c.Settings.Method)).Select(c => Curve(c, c.Settings.Method.Label))])
        { X = x, Y = y, References = lines };
        return new("Small Tetris: value of the policy, episode by episode",
            [.. ((Figure[])[Panel($"After {TetrisStudy.Offline} uniform offline episodes", true), Panel("Online only", false)])
                .Where(p => ((LineFigure)p).Series.Count > 0)], 2)
        { Caption = $"Mean over {cells[0].Cell.Seeds.Count} seeds, bands from the least to the greatest. Values are exact: backward " +
            $"induction over {reference.Boards} boards." };
    }

    /// <summary>All methods and variants at some episodes.</summary>
    public static CardTable Table(PaperResults results)
    {
        var cells = results.Of(Papers.Nora.Tetris);
        // Not mean and t interval: one seed that a reset has just caught makes an interval beyond what a value can be.
        TableCell At(TetrisCell cell, int t)
        {
            int i = cell.Result.Episodes.ToList().IndexOf(t);
            if (i < 0)
                return (string?)null;
            double[] values = [.. cell.Result.Value[i].Order()];
            double median = MathNet.Numerics.Statistics.SortedArrayStatistics.Median(values);
            return $"{NumberText.Format(median)} ({NumberText.Format(values[0])} … {NumberText.Format(values[^1])})";
        }

        return CardTable.Of("Exact values on small Tetris", cells,
        [
            ("Method", c => c.Settings.Method.Label), ("Offline episodes", c => c.Settings.OfflineEpisodes),
            .. ((int[])[0, 20, 100, 1000]).Select(t => ((TableColumn)$"T = {t}", (Func<TetrisCell, TableCell>)(c => At(c, t)))),
            ("Critics", c => c.Result.Updates[^1].Average()),
        ]) with
        {
            Note = $"Median, least and greatest of {cells[0].Cell.Seeds.Count} seeds; a dash where the run was shorter. The critic " +
                "made after the last episode is counted.",
        };
    }

    /// <summary>The values that need no learning.</summary>
    public static CardTable Reference(PaperResults results)
    {
        var cell = results.Of(Papers.Nora.TetrisValues)[0];
        return CardTable.Of("Exact values of the empty board", Enumerable.Range(0, cell.Settings.Horizons.Count),
            ("Steps", i => cell.Settings.Horizons[i]), ("Best", i => cell.Result.Optimal[i]),
            ("Uniform", i => cell.Result.Uniform[i])) with
        {
            Note = $"{cell.Result.Boards} boards can be reached; the best average reward in the long run is " +
                $"{cell.Result.Gain.ToString("0.0000000", CultureInfo.InvariantCulture)} a step.",
        };
    }

    private static Series Curve(TetrisCell cell, string name) => new(name, [.. cell.Result.Episodes.Select(e => e + 1.0)],
        [.. cell.Result.Value.Select(v => v.Average())])
    {
        Low = [.. cell.Result.Value.Select(v => v.Min())], High = [.. cell.Result.Value.Select(v => v.Max())],
        Color = Methods.Colors[cell.Settings.Method switch
        {
            { LearningRate: null, Bonus: > 0, Switching: SwitchRule.Growth } => "rare LSVI-UCB",
            { LearningRate: null, Bonus: > 0 } => "LSVI-UCB",
            { LearningRate: null } => "FQI",
            { Bonus: > 0 } => "NORA",
            _ => "NOAH",
        }],
        Stroke = cell.Settings.Method is { LearningRate: null, Bonus: 0, Switching: SwitchRule.Growth } ? Stroke.Dashed : Stroke.Solid,
    };
}
