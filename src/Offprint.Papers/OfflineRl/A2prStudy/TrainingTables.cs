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
        return CardTable.Of("Normalized scores", trials.Data,
        [
            ("Data set", data => data.Name),
            ("Data", data => results.Of(Papers.A2pr.Training, s => s.Data.Name == data.Name).Result.DataScore),
            .. table.Methods.Select(m => (new TableColumn(m),
                (Func<LocomotionData, TableCell>)(data => table[data.Name, m].Average()))),
            ("reported: TD3+BC", data => Muted(reported["TD3+BC", data.Name])),
            ("reported: A2PR", data => Muted(reported["A2PR", data.Name])),
            ("α, w₁, γ", data => $"{data.Tuning.Alpha}, {data.Tuning.ModelWeight}, {data.Tuning.Discount}"),
            ("w₂", data => Weights(data)),
        ]) with
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
        (MethodColumn Method, MethodColumn Rival)[] pairs =
        [
            (trials.ChosenA2pr, trials.Td3Bc), (trials.ChosenA2pr, trials.ChosenMatched), (trials.A2pr, trials.Td3Bc),
            (trials.A2pr, trials.Matched),
        ];
        return CardTable.Of("By how much A2PR scores higher", pairs,
        [
            ("Difference", p => $"({p.Method.Label}) − ({p.Rival.Label})"),
            .. table.Data.Select(d => (new TableColumn(d), (Func<(MethodColumn Method, MethodColumn Rival), TableCell>)(p =>
                table[d, p.Method.Label].Average() - table[d, p.Rival.Label].Average()))),
            ("interquartile mean, pooled", p => TrainingClaims.Gain(results, p.Method, p.Rival)),
        ]) with
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
        return CardTable.Of("A2PR's final score by w₂", trials.Hoppers,
        [
            ("Data set", data => data.Name), ("authors' w₂", data => data.Tuning.ConstraintWeight),
            .. trials.Candidates.Zip(A2prTrials.Weights, (c, weight) => (new TableColumn(c.Label),
                (Func<LocomotionData, TableCell>)(data => ((TableCell)table[data.Name, c.Label][0])
                    .With(weight == data.ChosenWeight ? Emphasis.Good : Emphasis.None)))),
        ]) with
        { Note = $"One seed, which no other result uses. The best is taken for A2PR and for TD3+BC matched. {table.Selection}" };
    }

    private static string Weights(LocomotionData data) => data.ChosenWeight is { } chosen
        ? FormattableString.Invariant($"{data.Tuning.ConstraintWeight} ({chosen})")
        : FormattableString.Invariant($"{data.Tuning.ConstraintWeight}");

    private static TableCell Muted(double? value) => ((TableCell)value).With(Emphasis.Muted);
}
