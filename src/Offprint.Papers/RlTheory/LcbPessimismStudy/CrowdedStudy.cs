using System.Text.Json.Serialization;
using Offprint.Agents.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>Many rarely logged arms.</summary>
/// <param name="Arms">A.</param>
/// <param name="CStar">C*.</param>
/// <param name="Methods">The rules.</param>
/// <param name="Counts">Numbers of rows N.</param>
/// <param name="Repetitions">Data sets of each size.</param>
public sealed record CrowdedSettings(
    int Arms, double CStar, IReadOnlyList<BanditRuleOptions> Methods, IReadOnlyList<int> Counts, int Repetitions) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of($"c{CStar}");
}

/// <summary>The empirical best arm fails on well-covered data: one lucky row of a rare arm is enough.</summary>
public sealed class CrowdedStudy : Experiment<CrowdedSettings, LossTable>
{
    /// <inheritdoc/>
    public override string Name => "crowded-bandit";

    /// <inheritdoc/>
    public override string Title => "Fifty arms: the empirical best arm is a lucky one";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<CrowdedSettings>> Cells(Profile profile)
    {
        double[] coefficients = profile == Profile.Smoke ? [2] : [1.25, 2, 4, 10];
        int[] counts = profile == Profile.Smoke ? [30, 100, 1000] : [30, 100, 300, 1000, 3000, 10_000, 30_000];
        BanditRuleOptions[] methods = [BanditTrials.Lcb, BanditTrials.Empirical, BanditTrials.MostPlayed];
        return [.. coefficients.Select(c =>
            Cell.Of(new CrowdedSettings(50, c, methods, counts, profile == Profile.Smoke ? 300 : 5000), [1]))];
    }

    /// <inheritdoc/>
    public override LossTable Run(Cell<CrowdedSettings> cell, RunContext context)
    {
        CrowdedSettings settings = cell.Settings;
        BanditInstance bandit = BanditInstances.Crowded(settings.Arms, settings.CStar);
        return new([.. settings.Counts.SelectMany((count, i) =>
        {
            context.Report(i, settings.Counts.Count, $"N = {count}");
            // Equal scores are drawn at random, so that it does not matter that the best arm is the first.
            return BanditTrials.Run(bandit, count, settings.Methods, settings.Repetitions,
                context.Seeds[0].Derive((ulong)count), randomTies: true, context);
        })]);
    }
}
