using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>Tables of training on locomotion data.</summary>
public static class TrainingTables
{
    /// <summary>Final scores beside reported ones, and pooled differences.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="results">Its results.</param>
    /// <returns>A row a data set, and the interquartile mean over all.</returns>
    public static CardTable Scores(A2prPaper paper, PaperResults results)
    {
        ReportedTable reported = paper.Reported("d4rl-gym");
        var rows = LocomotionData.Names.Select(dataset =>
        {
            A2prTuning tuning = LocomotionData.Tuning(dataset);
            A2prTrainingResult first = results.Of(paper.Training, A2prTraining.Key(dataset, A2prMethods.Td3Bc)).Result;
            return (IReadOnlyList<TableCell>)[dataset, 100 * (first.DataReturn - first.RandomReturn) / (first.ExpertReturn - first.RandomReturn),
                .. A2prTraining.MainMethods.Select(m => (TableCell)TrainingClaims.Final(paper, results, dataset, m).Average()),
                Muted(reported["TD3+BC", dataset]), Muted(reported["A2PR", dataset]),
                FormattableString.Invariant($"{tuning.Alpha}, {tuning.ModelWeight}, {tuning.Discount}"), Weights(dataset, tuning)];
        });
        return new("Normalized scores",
            ["Data set", "Data", .. A2prTraining.MainMethods.Select(m => new TableColumn(m)), "reported: TD3+BC", "reported: A2PR", "α, w₁, γ", "w₂"], [.. rows])
        { Note = $"Ours: own simulators, data and constants; {results.Of(paper.Training)[0].Cell.Settings.Updates:N0} updates of small networks; intervals are in the figure. w₂: the authors', in brackets the chosen one. Reported: {reported.Source}." };
    }

    /// <summary>Which part of the gain is the method's.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="results">Its results.</param>
    /// <returns>A row a comparison.</returns>
    public static CardTable Gains(A2prPaper paper, PaperResults results)
    {
        IReadOnlyList<TableCell> Row(string method, string rival) =>
            [$"({method}) − ({rival})", .. LocomotionData.Names.Select(d => (TableCell)Difference(d, method, rival)), TrainingClaims.Gain(paper, results, method, rival)];
        return new("By how much A2PR scores higher", ["Difference", .. LocomotionData.Names.Select(d => new TableColumn(d)), "interquartile mean, pooled"],
            [
                Row(A2prMethods.ChosenA2pr, A2prMethods.Td3Bc), Row(A2prMethods.ChosenA2pr, A2prMethods.ChosenMatched),
                Row(A2prMethods.A2pr, A2prMethods.Td3Bc), Row(A2prMethods.A2pr, A2prMethods.Matched),
            ])
        { Note = "Differences of means; the pooled one with a 95 % interval from a bootstrap of seeds stratified by data set, which few seeds make too narrow." };

        double Difference(string dataset, string method, string rival) =>
            TrainingClaims.Final(paper, results, dataset, method).Average() - TrainingClaims.Final(paper, results, dataset, rival).Average();
    }

    /// <summary>Final scores of the trainings that chose the constraint's weight.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="results">Its results.</param>
    /// <returns>A row a data set, the chosen weight's score set off.</returns>
    public static CardTable Selection(A2prPaper paper, PaperResults results) => new(
        "A2PR's final score by w₂", ["Data set", "authors' w₂", .. WeightSelection.Weights.Select(w => new TableColumn($"w₂ = {w}"))],
        [.. LocomotionData.Hoppers.Select(d => (IReadOnlyList<TableCell>)[d, LocomotionData.Tuning(d).ConstraintWeight, .. WeightSelection.Weights.Select(w =>
            ((TableCell)results.Of(paper.Selection, WeightSelection.Key(d, w)).Result.FinalScores()[0]).With(w == LocomotionData.ChosenWeight(d) ? Emphasis.Good : Emphasis.None))])])
    { Note = "One seed, which no other result uses. The best is taken for A2PR and for TD3+BC matched." };

    private static string Weights(string dataset, A2prTuning tuning) => LocomotionData.Hoppers.Contains(dataset)
        ? FormattableString.Invariant($"{tuning.ConstraintWeight} ({LocomotionData.ChosenWeight(dataset)})")
        : FormattableString.Invariant($"{tuning.ConstraintWeight}");

    private static TableCell Muted(double? value) => ((TableCell)value).With(Emphasis.Muted);
}
