using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>Tables of training on locomotion data.</summary>
internal static class TrainingTables
{
    /// <summary>Final scores beside reported ones, and pooled differences.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a data set.</returns>
    public static CardTable Scores(PaperResults results)
    {
        ReportedTable reported = Papers.A2pr.Reported("d4rl-gym");
        var trials = new A2prTrials(results.Profile);
        ScoreTable table = TrainingClaims.Table(results, trials.Main);
        var rows = trials.Data.Select(data =>
            (IReadOnlyList<TableCell>)[data.Name, results.Of(Papers.A2pr.Training, s => s.Data.Name == data.Name).Result.DataScore,
            .. table.Methods.Select(m => (TableCell)table[data.Name, m].Average()), Muted(reported["TD3+BC", data.Name]),
            Muted(reported["A2PR", data.Name]),
            FormattableString.Invariant($"{data.Tuning.Alpha}, {data.Tuning.ModelWeight}, {data.Tuning.Discount}"), Weights(data)]);
        return new("Normalized scores",
            ["Data set", "Data", .. table.Methods.Select(m => new TableColumn(m)), "reported: TD3+BC", "reported: A2PR", "α, w₁, γ",
                "w₂"], [.. rows])
        { Note = $"Ours: own simulators, data and constants; {results.Of(Papers.A2pr.Training)[0].Settings.Run.Updates:N0} updates of " +
            $"small networks; intervals are in the figure. w₂: the authors', in brackets the chosen one. Reported: {reported.Source}. " +
            $"{table.Selection}" };
    }

    /// <summary>Which part of the gain is the method's.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a comparison.</returns>
    public static CardTable Gains(PaperResults results)
    {
        var trials = new A2prTrials(results.Profile);
        ScoreTable table = TrainingClaims.Table(results, trials.Main);
        IReadOnlyList<TableCell> Row(MethodColumn method, MethodColumn rival) =>
        [
            $"({method.Label}) − ({rival.Label})", .. table.Data.Select(d =>
                (TableCell)(table[d, method.Label].Average() - table[d, rival.Label].Average())),
            TrainingClaims.Gain(results, method, rival),
        ];
        return new("By how much A2PR scores higher", ["Difference", .. table.Data.Select(d => new TableColumn(d)),
            "interquartile mean, pooled"],
        [
            Row(trials.ChosenA2pr, trials.Td3Bc), Row(trials.ChosenA2pr, trials.ChosenMatched), Row(trials.A2pr, trials.Td3Bc),
                Row(trials.A2pr, trials.Matched),
        ])
        { Note = $"Differences of means; the pooled one with a 95 % interval from a bootstrap of seeds stratified by data set, which " +
            $"few seeds make too narrow. {table.Selection}" };
    }

    /// <summary>Final scores of the trainings that chose the constraint's weight.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a data set, the chosen weight's score set off.</returns>
    public static CardTable Selection(PaperResults results)
    {
        var trials = new A2prTrials(results.Profile);
        var cells = results.Of(Papers.A2pr.Selection);
        ScoreTable table = ScoreTable.Of(cells, trials.Candidates, SelectionCost.Of(cells, A2prTrials.Window, "this table"),
            A2prTrials.Window);
        return new("A2PR's final score by w₂", ["Data set", "authors' w₂", .. trials.Candidates.Select(c => new TableColumn(c.Label))],
            [.. trials.Hoppers.Select(data => (IReadOnlyList<TableCell>)[data.Name, data.Tuning.ConstraintWeight,
                .. trials.Candidates.Zip(A2prTrials.Weights, (c, weight) =>
                ((TableCell)table[data.Name, c.Label][0]).With(weight == data.ChosenWeight ? Emphasis.Good : Emphasis.None))])])
        { Note = $"One seed, which no other result uses. The best is taken for A2PR and for TD3+BC matched. {table.Selection}" };
    }

    private static string Weights(LocomotionData data) => data.ChosenWeight is { } chosen
        ? FormattableString.Invariant($"{data.Tuning.ConstraintWeight} ({chosen})")
        : FormattableString.Invariant($"{data.Tuning.ConstraintWeight}");

    private static TableCell Muted(double? value) => ((TableCell)value).With(Emphasis.Muted);
}
