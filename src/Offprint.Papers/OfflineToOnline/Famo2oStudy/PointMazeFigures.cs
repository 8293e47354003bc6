using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>Part C beside the paper's scores, and its claim.</summary>
internal static class PointMazeFigures
{
    private const int Window = 3;

    /// <summary>The statement, written before the results.</summary>
    public static Claim Claim() => new("above-iql-in-a-maze",
        "On a point mass in D4RL's medium maze FamO2O ends at least as well as IQL: the paired difference of success over the last three " +
        "evaluations is not negative (point estimate).",
        "Table of final scores, AntMaze", null, NotBelow)
    {
        Quantity = "gain over IQL in final success, points",
    };

    /// <summary>Learning curves.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Success of both methods.</returns>
    public static LineFigure Curves(PaperResults results)
    {
        var cells = results.Of(Papers.Famo2o.PointMaze);
        return CrossingFigures.Panel(cells, "A point mass in the medium maze", [FamilyMethods.Family, FamilyMethods.Published],
            "success [%]") with
        {
            Caption = $"Means over {cells[0].Cell.Seeds.Count} seeds of {cells[0].Settings.Run.Episodes} episodes each.",
        };
    }

    /// <summary>Final scores beside the paper's for IQL.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a task.</returns>
    public static CardTable Table(PaperResults results)
    {
        ReportedTable reported = Papers.Famo2o.Reported("d4rl");
        ScoreTable table = Scores(results);
        IReadOnlyList<TableCell> Own(string data) =>
        [
            data, table.Mean(data, FamilyMethods.Published), table.Mean(data, FamilyMethods.Family),
            table.Gain(FamilyMethods.Family, FamilyMethods.Published, data).Difference, "here",
        ];
        IReadOnlyList<TableCell> Theirs(string task)
        {
            TableCell Of(string method) => ((TableCell)reported[task, method]).With(Emphasis.Muted);
            return [task, Of("IQL"), Of("IQL+FamO2O"),
                ((TableCell)(reported[task, "IQL+FamO2O"] - reported[task, "IQL"])).With(Emphasis.Muted), "paper"];
        }
        return new("Final scores of IQL, alone and as a family", ["Task", "IQL", "FamO2O", "difference", "source"],
            [.. table.Data.Select(Own), .. reported.Rows.Select(row => Theirs(row.Name))])
        {
            Note = $"Here: success in percent over the last {Window} evaluations, {table.Seeds.Count} seeds, 95 % t intervals, small " +
                $"networks and short trainings. Paper: {reported.Source}. {table.Selection}",
        };
    }

    private static ScoreTable Scores(PaperResults results) => ScoreTable.Of(results.Of(Papers.Famo2o.PointMaze),
        SelectionCost.None("the authors' β and range for AntMaze"), Window);

    private static ClaimOutcome NotBelow(PaperResults results)
    {
        ScoreTable table = Scores(results);
        Estimate gain = table.Gain(FamilyMethods.Family, FamilyMethods.Published).Difference;
        return ClaimOutcome.From(gain.Value >= 0, gain.Value, gain.Interval, table.Seeds);
    }
}
