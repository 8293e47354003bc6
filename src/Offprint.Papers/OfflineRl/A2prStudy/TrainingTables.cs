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
            ("α, w₁, w₂, γ", data => $"{data.Tuning.Alpha}, {data.Tuning.ModelWeight}, {data.Tuning.ConstraintWeight}, " +
                $"{data.Tuning.Discount}"),
        ]) with
        { Note = $"Ours: own simulators, data and constants; {results.Of(Papers.A2pr.Training)[0].Settings.Run.Updates:N0} updates; " +
            $"intervals are in the figure. Reported: {reported.Source}. {table.Selection}" };
    }

    /// <summary>Which part of the gain is the method's.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a comparison.</returns>
    public static CardTable Gains(PaperResults results)
    {
        var trials = new A2prTrials(results.Profile);
        string ours = trials.A2pr.Label, plain = trials.Td3Bc.Label, matched = trials.Matched.Label;
        return TrainingClaims.Table(results, trials.Main)
            .Gains("Which part of the gain is the method's", [(ours, plain), (ours, matched), (matched, plain)]);
    }

    private static TableCell Muted(double? value) => ((TableCell)value).With(Emphasis.Muted);
}
