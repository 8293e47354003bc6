using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>Part C, and final scores of all tasks beside the paper's.</summary>
internal static class PointMazeFigures
{
    private const int Window = 3;
    private const double Margin = 5;

    /// <summary>Statements, written before the results they are about.</summary>
    public static IEnumerable<Claim> Claims()
    {
        yield return new Claim("above-iql-in-a-maze",
            "On a point mass in D4RL's medium maze FamO2O ends as well as IQL: the paired 95 % interval of the difference of success " +
            "over the last three evaluations lies above −5 points.",
            "Table of final scores, AntMaze", null, NotBelow)
        {
            Quantity = "gain over IQL in final success, points",
            Why = "no loss is seen, the mean gain is 4 points, but it is one evaluation of one seed in which IQL fails, and five seeds " +
                "of which one fails once leave ±21",
            Former = new("On a point mass in D4RL's medium maze FamO2O ends at least as well as IQL: the paired difference of success " +
                "over the last three evaluations is not negative (point estimate).", Verdict.Holds,
                "where there is no difference at all, a point estimate is not negative every other time"),
        };
        yield return new Claim("above-awac-in-a-maze",
            "On a point mass in D4RL's medium maze FamO2O on AWAC ends above AWAC: the paired 95 % interval of the difference of success " +
            "over the last three evaluations lies above 0.",
            "Table of final scores, AntMaze", null, results => OnAwac(results).Higher(FamilyMethods.AwacFamily, FamilyMethods.Awac))
        {
            Quantity = "gain over AWAC in final success, points",
            Why = "both lose online what they had offline: from up to 100 % of episodes to 2 and 24 % after the last step, and seeds " +
                "differ by 100 points. At −1 a step the weights of λ = 1 are near 1, so that the policy imitates its own failures " +
                "nearly as gladly as the log; that may be why, and was not tested",
        };
        yield return new Claim("above-cql-in-a-maze",
            "On a point mass in D4RL's medium maze FamO2O on CQL ends above CQL with the same normalized critics and penalty: the paired " +
            "95 % interval of the difference of success over the last three evaluations lies above 0.",
            "Part C", null, results => OnCql(results).Higher(FamilyMethods.CqlFamily, FamilyMethods.Cql))
        {
            Quantity = "gain over CQL in final success, points",
            Why = "the mean goes the paper's way, 99 % against 79 %, but it is one seed of CQL that arrives only in its last evaluation, " +
                "and five seeds of which one fails leave ±42",
        };
    }

    /// <summary>Learning curves.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Success with each base.</returns>
    public static PanelFigure Curves(PaperResults results)
    {
        CellResult<Trial, TrialResult>[] cells =
        [
            .. results.Of(Papers.Famo2o.PointMaze), .. results.Of(Papers.Famo2o.PointMazeAwac),
            .. results.Of(Papers.Famo2o.PointMazeCql),
        ];
        return new("A point mass in the medium maze",
        [
            CrossingFigures.Panel(cells, "On implicit Q-learning", [FamilyMethods.Family, FamilyMethods.Published], "success [%]"),
            CrossingFigures.Panel(cells, "On AWAC", [FamilyMethods.AwacFamily, FamilyMethods.Awac], "success [%]"),
            CrossingFigures.Panel(cells, "On CQL", [FamilyMethods.CqlFamily, FamilyMethods.Cql], "success [%]"),
        ], 3)
        {
            Caption = $"Means over {cells[0].Cell.Seeds.Count} seeds of {cells[0].Settings.Run.Episodes} episodes each. " +
                "Dashed: the mean episode of the log, and where training goes online.",
        };
    }

    /// <summary>Final scores beside the paper's.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a task and base.</returns>
    public static CardTable Table(PaperResults results)
    {
        ReportedTable reported = Papers.Famo2o.Reported("d4rl");
        ScoreTable maze = OnIql(results), hopper = HopperFigures.Final(results), awac = OnAwac(results), cql = OnCql(results);
        IReadOnlyList<TableCell> Theirs(string task, string method)
        {
            string family = method + "+FamO2O";
            TableCell Of(string column) => ((TableCell)reported[task, column]).With(Emphasis.Muted);
            return [task, method, Of(method), Of(family), ((TableCell)(reported[task, family] - reported[task, method]))
                .With(Emphasis.Muted), "paper"];
        }
        return new("Final scores of IQL, AWAC and CQL, alone and as a family", ["Task", "base", "alone", "FamO2O", "difference", "source"],
        [
            Own(maze, "IQL", FamilyMethods.Published, FamilyMethods.Family), Own(awac, "AWAC", FamilyMethods.Awac,
                FamilyMethods.AwacFamily),
            Own(cql, "CQL", FamilyMethods.Cql, FamilyMethods.CqlFamily),
            Own(hopper, "IQL", FamilyMethods.Middle, FamilyMethods.Family),
            .. from method in (string[])["IQL", "AWAC"]
               from row in reported.Rows
               select Theirs(row.Name, method),
        ])
        {
            Note = $"Here: means over the last {Window} evaluations, {maze.Seeds.Count} seeds, 95 % t intervals; success in percent in " +
                $"the maze, D4RL's normalized score on Hopper; small networks and short trainings. Paper: {reported.Source}. " +
                $"{maze.Selection}",
        };

        static IReadOnlyList<TableCell> Own(ScoreTable table, string name, string alone, string family) =>
        [
            table.Data[0], name, table.Mean(table.Data[0], alone), table.Mean(table.Data[0], family),
            table.Gain(family, alone, table.Data[0]).Difference, "here",
        ];
    }

    /// <summary>Success over the last evaluations of the methods on IQL.</summary>
    public static ScoreTable OnIql(PaperResults results) => ScoreTable.Of(results.Of(Papers.Famo2o.PointMaze),
        SelectionCost.None("the authors' β and range for AntMaze"), Window);

    private static ScoreTable OnAwac(PaperResults results) => ScoreTable.Of(results.Of(Papers.Famo2o.PointMazeAwac),
        SelectionCost.None("λ = 1, and a range of 1/λ around it, fixed beforehand"), Window);

    private static ScoreTable OnCql(PaperResults results) => ScoreTable.Of(results.Of(Papers.Famo2o.PointMazeCql),
        SelectionCost.None("the authors' range and penalty for CQL"), Window);

    private static ClaimOutcome NotBelow(PaperResults results)
    {
        ScoreTable table = OnIql(results);
        Estimate gain = table.Gain(FamilyMethods.Family, FamilyMethods.Published).Difference;
        return ClaimOutcome.From(gain.Interval.Low > -Margin, gain.Value, gain.Interval, table.Seeds);
    }
}
