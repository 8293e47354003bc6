using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.A2pr;

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
                .. A2prTraining.MainMethods.Select(m => (TableCell)MeanInterval.StudentT(TrainingClaims.Final(paper, results, dataset, m))),
                Muted(reported["TD3+BC", dataset]), Muted(reported["A2PR", dataset]),
                FormattableString.Invariant($"{tuning.Alpha}, {tuning.ModelWeight}, {tuning.ConstraintWeight}, {tuning.Discount}")];
        });
        return new("Normalized scores",
            ["Data set", "Data", .. A2prTraining.MainMethods.Select(m => new TableColumn(m)), "reported: TD3+BC", "reported: A2PR", "α, w₁, w₂, γ"], [.. rows])
        { Note = $"Ours: own simulators, data and constants; {results.Of(paper.Training)[0].Cell.Settings.Updates:N0} updates of small networks, 95 % t intervals. {reported.Source}" };
    }

    /// <summary>Which part of the gain is the method's.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="results">Its results.</param>
    /// <returns>A row a comparison.</returns>
    public static CardTable Gains(A2prPaper paper, PaperResults results)
    {
        IReadOnlyList<TableCell> Row(string rival) =>
            [$"A2PR − {rival}", .. LocomotionData.Names.Select(d => (TableCell)Difference(d, rival)), TrainingClaims.Gain(paper, results, rival)];
        return new("By how much A2PR scores higher", ["Difference", .. LocomotionData.Names.Select(d => new TableColumn(d)), "interquartile mean, pooled"],
            [Row(A2prMethods.Td3Bc), Row(A2prMethods.Matched)])
        { Note = "Differences of means; the pooled one with a 95 % interval from a bootstrap of seeds stratified by data set, which three seeds make too narrow." };

        double Difference(string dataset, string rival) =>
            TrainingClaims.Final(paper, results, dataset, A2prMethods.A2pr).Average() - TrainingClaims.Final(paper, results, dataset, rival).Average();
    }

    private static TableCell Muted(double? value) => ((TableCell)value).With(Emphasis.Muted);
}
