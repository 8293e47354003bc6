using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>Tables of part B.</summary>
public static class WeightingTables
{
    private static readonly string[] s_reported = [SamplerSpec.Uniform, SamplerSpec.Advantage, SamplerSpec.TopTenth];

    /// <summary>Scores of TD3+BC, beside the authors'.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="results">Its results.</param>
    /// <returns>A row a log.</returns>
    public static CardTable Scores(TrajectoryWeightingPaper paper, PaperResults results)
    {
        ReportedTable reported = paper.Reported("hopper-td3bc");
        var first = results.Of(paper.Mixed)[0];
        SamplerSettings ours = first.Settings;
        return new("Normalized scores of TD3+BC",
            ["Log", "√RPSV", .. SamplerSpec.All.Select(sampler => new TableColumn(sampler.Name)), .. s_reported.Select(name => new TableColumn($"{name}, paper"))],
            [.. results.Of(paper.Mixed).Concat(results.Of(paper.Regular)).Select(cell => (IReadOnlyList<TableCell>)
            [
                cell.Settings.Data.Name, cell.Result.Data.Spread, .. SamplerSpec.All.Select(sampler => Mean(cell.Result, sampler.Name)),
                .. s_reported.Select(name => ((TableCell)reported[cell.Settings.Data.Name, name]).With(Emphasis.Muted)),
            ])])
        { Note = FormattableString.Invariant($"Ours: {ours.Size.Hidden} units, {ours.Size.Updates:N0} updates, {ours.Data.Rows:N0} rows, 95 % t intervals of {first.Cell.Seeds.Count} seeds. Paper: 256 units, 500,000 updates, 1,000,000 rows of D4RL's Hopper.") };
    }

    /// <summary>What the weights are like.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="results">Its results.</param>
    /// <returns>A row a mixed log.</returns>
    public static CardTable Weights(TrajectoryWeightingPaper paper, PaperResults results) => new("Weights on mixed logs",
        [
            "Log", "Trajectories", .. SamplerSpec.All.Select(sampler => new TableColumn($"good rows, {sampler.Name}")),
            .. SamplerSpec.All.Select(sampler => new TableColumn($"ESS, {sampler.Name}")),
        ],
        [.. results.Of(paper.Mixed).Select(cell => (IReadOnlyList<TableCell>)
        [
            cell.Settings.Data.Name, cell.Result.Data.Episodes, .. SamplerSpec.All.Select(sampler => (TableCell)Math.Round(cell.Result.Of(sampler.Name).GoodMass.Average(), 3)),
            .. SamplerSpec.All.Select(sampler => (TableCell)Math.Round(cell.Result.Of(sampler.Name).EffectiveSampleSize.Average())),
        ])])
    {
        Note = "Good rows: the share of draws that are of the better behavior. ESS: as many rows of equal weight would give the same variance of a mean. " +
            $"The largest ratio of two weights of RW and AW is e^10 = {Math.Exp(10):N0} by construction. Means over seeds.",
    };

    private static TableCell Mean(SamplerResult result, string sampler) =>
        result.Runs.FirstOrDefault(run => run.Sampler.Name == sampler) is { } found ? WeightingExactClaims.Mean(found.Scores) : (TableCell)"";
}
