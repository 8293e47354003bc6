using Offprint.Agents.Offline;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>Tables of part B.</summary>
internal static class WeightingTables
{
    private static readonly string[] s_reported = [WeightedSamplers.Uniform, WeightedSamplers.Advantage, WeightedSamplers.TopTenth];

    /// <summary>Scores of TD3+BC, beside the authors'.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a log.</returns>
    public static CardTable Scores(PaperResults results)
    {
        ReportedTable reported = Papers.TrajectoryWeighting.Reported("hopper-td3bc");
        var first = results.Of(Papers.TrajectoryWeighting.Mixed)[0];
        Trial ours = first.Settings;
        return CardTable.Of("Normalized scores of TD3+BC",
            results.Of(Papers.TrajectoryWeighting.Mixed).Concat(results.Of(Papers.TrajectoryWeighting.Between))
                .Concat(results.Of(Papers.TrajectoryWeighting.Regular)),
        [
            ("Log", cell => cell.Settings.Data.Name), ("√RPSV", cell => cell.Result.Data!.Spread),
            .. WeightedSamplers.All.Select(name => (new TableColumn(name),
                (Func<CellResult<Trial, TrialResult>, TableCell>)(cell => Mean(cell, name)))),
            .. s_reported.Select(name => (new TableColumn($"{name}, paper"),
                (Func<CellResult<Trial, TrialResult>, TableCell>)(cell =>
                    ((TableCell)reported[cell.Settings.Data.Name, name]).With(Emphasis.Muted)))),
        ]) with
        { Note = $"Ours: {((Td3BcOptions)ours.Methods[0].Agent).ActorHidden[0]} units, {ours.Run.Updates:N0} updates, " +
            $"{((MixedLog)ours.Data).Rows:N0} rows, 95 % t intervals of {first.Cell.Seeds.Count} seeds. Paper: 256 units, 500,000 " +
            $"updates, 1,000,000 rows of D4RL's Hopper. {SelectionCost.None("the authors' settings but for sizes")}" };
    }

    /// <summary>What the weights are like.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a mixed log.</returns>
    public static CardTable Weights(PaperResults results) => CardTable.Of("Weights on mixed logs",
        results.Of(Papers.TrajectoryWeighting.Mixed),
    [
        ("Log", cell => cell.Settings.Data.Name), ("Trajectories", cell => cell.Result.Data!.Episodes),
        .. WeightedSamplers.All.Select(name => (new TableColumn($"good rows, {name}"),
            (Func<CellResult<Trial, TrialResult>, TableCell>)(cell => Math.Round(cell.Of(name).Draws!.GoodMass.Average(), 3)))),
        .. WeightedSamplers.All.Select(name => (new TableColumn($"ESS, {name}"),
            (Func<CellResult<Trial, TrialResult>, TableCell>)(cell => Math.Round(cell.Of(name).Draws!.EffectiveSampleSize.Average())))),
    ]) with
    {
        Note = "Good rows: the share of draws that are of the better behavior. ESS: as many rows of equal weight would give the same " +
            "variance of a mean. " +
            $"The largest ratio of two weights of RW and AW is e^10 = {Math.Exp(10):N0} by construction. Means over seeds.",
    };

    private static TableCell Mean(CellResult<Trial, TrialResult> cell, string sampler) =>
        cell.Settings.Methods.Any(method => method.Label == sampler) ? WeightingExactClaims.Mean(cell.Of(sampler).FinalScores())
            : (TableCell)"";
}
