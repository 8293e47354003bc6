using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>The method on other tasks than Hopper: what each stage scores, and how it goes on online.</summary>
internal static class TaskFigures
{
    /// <summary>HalfCheetah, stage by stage.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a stage.</returns>
    public static CardTable HalfCheetah(PaperResults results) =>
        Stages(results, "HalfCheetah, stage by stage", Papers.UniO4.HalfCheetah, Papers.UniO4.HalfCheetahRivals);

    /// <summary>The maze, stage by stage.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a stage.</returns>
    public static CardTable Maze(PaperResults results) =>
        Stages(results, "The medium maze, stage by stage", Papers.UniO4.Maze, Papers.UniO4.MazeRivals);

    /// <summary>Learning curves online on HalfCheetah.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>One panel.</returns>
    public static LineFigure HalfCheetahOnline(PaperResults results)
    {
        var cell = results.Of(Papers.UniO4.HalfCheetah)[0];
        double cloned = cell.Result.Offline!.Cloned.Average();
        return new("HalfCheetah, from the log to the environment",
        [
            Curve(cell.Settings.Label, cell.Result.Online),
            Curve(UniO4Paper.Iql, ImprovementCells.Iql(results, Papers.UniO4.HalfCheetahRivals)),
        ])
        {
            X = new("thousand online steps"), Y = new("normalized score"), Colors = Papers.UniO4.Colors,
            References = [new(cloned, "cloned")],
            Caption = $"Means over {cell.Cell.Seeds.Count} seeds with t intervals of 95 %; ten episodes an evaluation. Line: the cloned " +
                "policies' mean.",
        };

        static Series Curve(string label, IReadOnlyList<OnlineScores> scores) =>
            SeedSeries.Of(label, scores.Select(e => (e.Steps / 1000.0, e.Scores)));
    }

    private static CardTable Stages(PaperResults results, string title, ImprovementStudy study, TrainingStudy rivals)
    {
        var cell = results.Of(study)[0];
        OfflineOutcome offline = cell.Result.Offline!;
        var online = cell.Result.Online;
        var iql = ImprovementCells.Iql(results, rivals);
        OnlineScores met = online.First(e => e.Steps >= Math.Min(iql[^1].Steps, online[^1].Steps));
        (string Stage, IReadOnlyList<double> Scores)[] stages =
        [
            ("cloned policies", offline.Cloned), ("improved policies", offline.Improved), ("what goes online", offline.Handed),
            ($"after {met.Steps:N0} online steps", met.Scores), ($"after {online[^1].Steps:N0} online steps", online[^1].Scores),
            ($"{UniO4Paper.Iql}, from the log", iql[0].Scores), ($"{UniO4Paper.Iql} after {iql[^1].Steps:N0} online steps", iql[^1].Scores),
        ];
        return CardTable.Of(title, stages, ("stage", s => s.Stage), ("score", s => Number(s.Scores)),
            ("less cloned", s => s.Scores == offline.Cloned ? "–" : Number([.. s.Scores.Zip(offline.Cloned, (a, b) => a - b)]))) with
        {
            Note = Note(cell),
        };
    }

    /// <summary>What else there is to know of a training.</summary>
    private static string Note(CellResult<ImprovementSettings, ImprovementResult> cell)
    {
        OfflineOutcome offline = cell.Result.Offline!;
        var accepted = ImprovementCells.Decisions(offline.Gates).Where(d => d.Accepted).ToList();
        int seeds = cell.Cell.Seeds.Count;
        string[] parts =
        [
            $"Normalized scores (the log's mean episode: {cell.Result.DataScore:0.0})",
            seeds > 1 ? $", means over {seeds} seeds with t intervals of 95 %. " : " of one seed, which decides nothing. ",
            $"The gate accepts {accepted.Count} policies, {accepted.Count(d => d.Gain > 0)} of them better than the one before. ",
            $"AM-Q of held policies rises by {NumberText.Format(ImprovementCells.HeldGains(cell).Average())}. ",
            $"The dynamics leave {100 * offline.ModelErrors.Average():0} % of a step's variance unexplained on held-out rows; roll-outs ",
            $"take {offline.Gates[0].Lengths.Average():0} of at most {cell.Settings.Offline!.Evaluation.Horizon} steps. ",
            $"{cell.Result.Budget.Training / seeds:N0} steps of the environment learned from, 0 before the switch.",
        ];
        return string.Concat(parts);
    }

    /// <summary>A mean with its interval, where there is more than one seed.</summary>
    private static TableCell Number(IReadOnlyList<double> seeds) => seeds.Count == 1 ? seeds[0] : MeanInterval.StudentT([.. seeds]);
}
