using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>Tables of the trainings.</summary>
internal static class TrainingTables
{
    private static readonly string[] s_online =
    [
        Ro2oMethods.Regularized, Ro2oMethods.Plain, Ro2oMethods.Kept, Ro2oMethods.Sac, Ro2oMethods.Edac, Ro2oMethods.Iql,
    ];

    /// <summary>What happens at the switch and after it.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a method.</returns>
    public static CardTable Switch(PaperResults results)
    {
        ReportedTable reported = Papers.Ro2o.Reported("corl-offline");
        var first = results.Of(Papers.Ro2o.Online)[0];
        return CardTable.Of("Hopper, offline to online", results.Online(s_online).Select(label => (Label: label, Run: results.Online(label))),
        [
            ("Method", row => row.Label), ("at the switch", row => Mean(row.Run.AtSwitch)), ("drop", row => Mean(row.Run.Drop)),
            ("mean online", row => Mean(row.Run.Online)), ("regret", row => Mean(row.Run.Regret)), ("final", row => Mean(row.Run.Final)),
            ("gain", row => PairedDifference.Of(row.Run.Final, row.Run.AtSwitch).Difference),
            ("CORL, offline", row => ((TableCell)reported[row.Label, "hopper-medium-replay"]).With(Emphasis.Muted)),
        ]) with
        {
            Note = $"Normalized scores, {first.Cell.Seeds.Count} seeds, 95 % t intervals; the log's mean episode scores " +
                $"{NumberText.Format(first.Result.DataScore)}. Drop: score at the switch less the lowest of the first fifth of the " +
                "online evaluations. Final: the last fifth. Regret: 1 − mean online score / 100. RO2O's own tables could not be read; CORL: " +
                $"{reported.Source}. {SelectionCost.None("the authors' settings but for sizes and rates")}",
        };
    }

    /// <summary>How large the losses' parts are.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a part.</returns>
    public static CardTable Terms(PaperResults results)
    {
        OnlineRun regularized = results.Online(Ro2oMethods.Regularized), plain = results.Online(Ro2oMethods.Plain);
        (string Metric, string Name)[] parts =
        [
            ("TD loss", "critics: squared error, sum over critics"), ("value smoothness", "critics: η₁ · value smoothness"),
            ("OOD pessimism", "critics: η₂ · OOD pessimism"), ("actor loss", "policy: the whole loss"),
            ("policy smoothness", "policy: η₃ · policy smoothness"),
        ];
        return CardTable.Of("Weighted parts of the losses", parts,
        [
            ("Part", part => part.Name), ("offline", part => Part(regularized, part.Metric, online: false)),
            ("online, regularized", part => Part(regularized, part.Metric, online: true)),
            ("online, plain", part => Part(plain, part.Metric, online: true)),
        ]) with
        {
            Note = "Means over the last updates before evaluations and over seeds. A part that the released code leaves out of its " +
                "losses online shows as a dash.",
        };

        static TableCell Part(OnlineRun run, string metric, bool online) => run.Magnitude(metric, online) is { } values
            ? values.Average() : (TableCell)(string?)null;
    }

    /// <summary>RO2O without one part at a time.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a method.</returns>
    public static CardTable Parts(PaperResults results)
    {
        string[] labels = [Ro2oMethods.Ro2o, Ro2oMethods.NoPessimism, Ro2oMethods.NoValueSmoothness, Ro2oMethods.NoPolicySmoothness,
            Ro2oMethods.Sac];
        Trial trial = results.Of(Papers.Ro2o.Parts)[0].Settings;
        return CardTable.Of("RO2O without one part at a time", labels.Select(label => (Label: label, Result: results.Part(label))),
        [
            ("Method", row => row.Label), ("score", row => Mean(row.Result.Methods[0].FinalScores())),
            ("value of the policy's actions", row => Mean(row.Result.Last(SmoothnessProbe.PolicyValue))),
            ("their spread", row => Mean(row.Result.Last(SmoothnessProbe.PolicySpread))),
            ("value shift", row => Mean(row.Result.Last(SmoothnessProbe.ValueShift))),
            ("policy shift", row => Mean(row.Result.Last(SmoothnessProbe.PolicyShift))),
        ]) with
        {
            Note = $"After {trial.Run.Updates:N0} offline updates, half of the main comparison's; {results.TrainingSeeds().Count} seeds, " +
                "95 % t intervals. Shifts: the largest change among eight neighbors within 0.01 standardized units, mean over 500 rows.",
        };
    }

    private static TableCell Mean(double[] values) => MeanInterval.StudentT(values);
}
