using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Estimators.OffPolicy.Distributions;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.OffPolicy.SharpeRatioStudy;

/// <summary>The distribution of one policy's return, from a log of another.</summary>
/// <param name="States">S of the random MDP.</param>
/// <param name="Horizon">T.</param>
/// <param name="Trajectories">n.</param>
/// <param name="Truth">Trajectories of the policy itself.</param>
/// <param name="Estimators">Who estimates.</param>
public sealed record DistributionSettings(
    int States, int Horizon, [property: Range(10, 1_000_000)] int Trajectories, int Truth, IReadOnlyList<DistributionEstimator> Estimators)
    : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("n", Trajectories);
}

/// <summary>A distribution on a grid.</summary>
/// <param name="Estimator">Whose; none is the truth.</param>
/// <param name="Cumulative">F̂ on the grid.</param>
/// <param name="Mean">Its mean.</param>
/// <param name="Tail">CVaR at 10 %, the mean of the worst tenth.</param>
public sealed record EstimatedDistribution(
    DistributionEstimator? Estimator, IReadOnlyList<double> Cumulative, double Mean, double Tail);

/// <summary>All of them.</summary>
/// <param name="Grid">Returns.</param>
/// <param name="Distributions">The truth first.</param>
public sealed record DistributionResult(IReadOnlyList<double> Grid, IReadOnlyList<EstimatedDistribution> Distributions);

/// <summary>What the library can do beyond the paper's figures: risk of a single candidate, before it is deployed.</summary>
public sealed class DistributionStudy : Experiment<DistributionSettings, DistributionResult>
{
    /// <inheritdoc/>
    public override string Name => "distribution";

    /// <inheritdoc/>
    public override string Title => "The distribution of a candidate's return, from the behavior's log";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<DistributionSettings>> Cells(Profile profile) =>
        [Cell.Of(new DistributionSettings(20, 5, 500, profile == Profile.Smoke ? 2000 : 20_000,
        [
            new WeightedDistribution(), new WeightedDistribution { SelfNormalized = true }, new DirectDistribution(),
            new DoublyRobustDistribution { SelfNormalized = true },
        ]), [1])];

    /// <inheritdoc/>
    public override DistributionResult Run(Cell<DistributionSettings> cell, RunContext context)
    {
        DistributionSettings s = cell.Settings;
        Seed seed = context.Seeds[0];
        TabularMdp mdp = TabularMdps.Garnet(s.States, 2, 3, seed.Derive("mdp")).WithHorizon(s.Horizon);
        var behavior = TabularPolicy.Uniform(mdp);
        TabularPolicy target = TabularPolicy.Deterministic(new int[s.States], 2).Mix(behavior, 0.4);
        var columns = new TabularColumns(
            TabularDataset.Collect(mdp, behavior, s.Trajectories, seed.Derive("log"), s.Horizon), behavior, s.Horizon);
        LoggedSteps steps = columns.Steps();
        TargetPolicy candidate = columns.Target(mdp, target, "candidate");
        var own = new TabularColumns(TabularDataset.Collect(mdp, target, s.Truth, seed.Derive("truth"), s.Horizon), target, s.Horizon);
        LoggedSteps played = own.Steps();
        ReturnDistribution truth = new WeightedDistribution().Estimate(played, own.Target(mdp, target, "candidate"));
        double low = played.Returns().Min(), high = played.Returns().Max();
        double[] grid = [.. Enumerable.Range(0, 61).Select(i => low + (high - low) * i / 60)];
        return new([.. grid.Select(Measured.Digits)],
            [On(null, truth, grid), .. s.Estimators.Select(e => On(e, e.Estimate(steps, candidate), grid))]);
    }

    private static EstimatedDistribution On(DistributionEstimator? estimator, ReturnDistribution law, double[] grid) =>
        new(estimator, [.. grid.Select(x => Measured.Digits(law.At(x)))], Measured.Digits(law.Mean),
            Measured.Digits(law.ConditionalValueAtRisk(0.1)));
}
