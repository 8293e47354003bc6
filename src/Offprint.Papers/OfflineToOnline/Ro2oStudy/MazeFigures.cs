using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>The trainings in the maze.</summary>
internal static class MazeFigures
{
    /// <summary>Success over both phases.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Learning curves.</returns>
    public static LineFigure Success(PaperResults results)
    {
        var first = results.Of(Papers.Ro2o.Maze)[0];
        return TrainingFigures.Curves("Offline, then online in the medium maze", results.Mazes(),
            new("success [%]", Low: 0, High: 105)) with
        {
            Caption = $"Means over {first.Cell.Seeds.Count} seeds with 95 % t intervals, evaluations of {first.Settings.Run.Episodes} " +
                "episodes.",
        };
    }

    /// <summary>What happens at the switch and after it, beside AntMaze.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a method.</returns>
    public static CardTable Scores(PaperResults results)
    {
        ReportedTable reported = Papers.Ro2o.Reported("corl-antmaze");
        var first = results.Of(Papers.Ro2o.Maze)[0];
        return CardTable.Of("Success in the medium maze [%]", results.Mazes(),
        [
            ("Method", row => row.Label), ("at the switch", row => Mean(row.Run.AtSwitch)),
            ("lowest early", row => Mean(row.Run.LowestEarly)), ("mean online", row => Mean(row.Run.Online)),
            ("at the end", row => Mean(row.Run.Final)), ("regret", row => Mean(row.Run.Regret)),
            ("steps of episodes at the switch", row => Mean(row.Run.LengthAtSwitch)),
            ("of the last episodes", row => Mean(row.Run.LastLength)),
            ("CORL, AntMaze offline", row => Theirs(row.Label, "offline")),
            ("after fine-tuning", row => Theirs(row.Label, "after fine-tuning")),
        ]) with
        {
            Note = $"Means of {first.Cell.Seeds.Count} seeds, 95 % t intervals; {NumberText.Format(first.Result.DataScore)} % of the " +
                "log's episodes succeed. Lowest early: in the first fifth of the online evaluations. At the end: the last fifth. " +
                $"Regret: 1 − mean online success. RO2O's own tables could not be read; CORL: {reported.Source}. " +
                $"{SelectionCost.None("the authors' settings for antmaze-umaze but for sizes and rates")}",
        };

        TableCell Theirs(string method, string column) => ((TableCell)reported[method, column]).With(Emphasis.Muted);
    }

    private static TableCell Mean(double[] values) => MeanInterval.StudentT(values);
}
