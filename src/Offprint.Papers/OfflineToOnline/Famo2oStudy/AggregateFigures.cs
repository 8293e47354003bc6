using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>Parts C and D together: the paper's aggregates over tasks, of the tasks that are here.</summary>
internal static class AggregateFigures
{
    private static readonly string[] s_measures = ["interquartile mean", "median", "mean", "optimality gap"];

    /// <summary>Final scores of FamO2O and of IQL over the tasks that have both.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A group a measure.</returns>
    public static BarFigure OnIql(PaperResults results)
    {
        ScoreTable maze = PointMazeFigures.OnIql(results), hopper = HopperFigures.Final(results);
        AggregateScores family = Over((maze, FamilyMethods.Family), (hopper, FamilyMethods.Family)),
            single = Over((maze, FamilyMethods.Published), (hopper, FamilyMethods.Middle));
        Estimate wins = family.ProbabilityOfImprovementOver(single);
        return new("Aggregates of final scores", s_measures, [Bars(FamilyMethods.Family, family), Bars("IQL", single)])
        {
            Y = new("normalized score / 100", Low: 0),
            Caption = $"{maze.Data[0]} (success) and {hopper.Data[0]}, {maze.Seeds.Count} seeds each, mean of the last evaluations; IQL " +
                "with its published β. Whiskers: 95 % bootstrap of seeds within tasks, too narrow for so few. Of an optimality gap less " +
                $"is better. A run of FamO2O beats one of IQL on the same task with probability {(TableCell)wins}.",
        };
    }

    /// <summary>Scores over 100 of a method of each table, a task each.</summary>
    private static AggregateScores Over(params (ScoreTable Table, string Method)[] tasks) =>
        new([.. tasks.Select(task => Array.ConvertAll(task.Table[task.Table.Data[0], task.Method], score => score / 100))]);

    private static BarSeries Bars(string name, AggregateScores scores)
    {
        Estimate[] all = [scores.InterquartileMean(), scores.Median(), scores.Mean(), scores.OptimalityGap()];
        return new(name, [.. all.Select(own => own.Value)])
        {
            Low = [.. all.Select(own => own.Interval.Low)], High = [.. all.Select(own => own.Interval.High)],
        };
    }
}
