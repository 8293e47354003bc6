using System.ComponentModel.DataAnnotations;
using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Tabular;
using Offprint.Datasets.Weighting;
using Offprint.Environments.Tabular;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>Random deterministic MDPs with mixed logs.</summary>
/// <param name="Mdps">How many.</param>
/// <param name="States">S.</param>
/// <param name="Actions">A.</param>
/// <param name="Horizon">H.</param>
/// <param name="RewardDensity">The share of pairs that pay, uniformly in [0, 1].</param>
/// <param name="Trajectories">n.</param>
/// <param name="GoodShare">σ, the greatest share of good trajectories; each MDP draws its own.</param>
/// <param name="Exploration">Good trajectories follow the optimal policy but for this share of uniform actions.</param>
/// <param name="Temperature">α.</param>
public sealed record IdentitySettings(
    [property: Range(1, 100_000)] int Mdps, [property: Range(1, 1000)] int States, [property: Range(1, 100)] int Actions,
    [property: Range(1, 1000)] int Horizon, [property: Range(0.0, 1.0)] double RewardDensity,
    [property: Range(2, 100_000)] int Trajectories, [property: Range(0.0, 1.0)] double GoodShare,
    [property: Range(0.0, 1.0)] double Exploration,
    [property: Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)] double Temperature);

/// <summary>What weighting by return does in one MDP.</summary>
/// <param name="GoodShare">σ.</param>
/// <param name="Behavior">J of cloning, the behavior's mean return.</param>
/// <param name="Weighted">J of cloning with weights.</param>
/// <param name="FirstOrder">The first term of the gain for high temperatures, Var(G)/(α R).</param>
/// <param name="Spread">√RPSV of the returns.</param>
/// <param name="Residual">The greater of |J(π_w) − Σ w G / Σ w| with and without weights.</param>
public sealed record IdentityRow(double GoodShare, double Behavior, double Weighted, double FirstOrder, double Spread, double Residual)
{
    /// <summary>What weighting gains over cloning.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double Gain => Weighted - Behavior;
}

/// <summary>All MDPs.</summary>
/// <param name="Rows">One a MDP.</param>
public sealed record IdentityResult(IReadOnlyList<IdentityRow> Rows);

/// <summary>Part A1: in deterministic MDPs the value of weighted cloning is exactly the weighted mean of the returns.</summary>
public sealed class IdentityStudy : Experiment<IdentitySettings, IdentityResult>
{
    /// <inheritdoc/>
    public override string Name => "identity";

    /// <inheritdoc/>
    public override string Title => "Weighted cloning in deterministic MDPs, exactly";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<IdentitySettings>> Cells(Profile profile) =>
        [new("return", new(profile == Profile.Smoke ? 40 : 240, 20, 3, 10, 0.2, 300, 0.5, 0.1, 0.1), [1])];

    /// <inheritdoc/>
    public override IdentityResult Run(Cell<IdentitySettings> cell, RunContext context)
    {
        IdentitySettings settings = cell.Settings;
        var rows = new List<IdentityRow>();
        for (int i = 0; i < settings.Mdps; i++)
        {
            context.Report(i, settings.Mdps);
            rows.Add(Row(settings, context.Seeds[0].Derive((ulong)i)));
        }
        return new(rows);
    }

    private static IdentityRow Row(IdentitySettings settings, Seed seed)
    {
        TabularMdp mdp = TabularMdps.Deterministic(settings.States, settings.Actions, settings.RewardDensity, seed.Derive("mdp"))
            .WithHorizon(settings.Horizon);
        int good = 1 + seed.Derive("share").Stream().NextInt((int)(settings.GoodShare * settings.Trajectories));
        TabularDataset data = Log(mdp, settings, good, seed);
        double[] returns = [.. data.Episodes.Select(episode => episode.Return)];
        TrajectoryWeights weights = TrajectoryWeighting.Compute(data, new(TrajectoryScore.Return, settings.Temperature));
        double behavior = Value(mdp, data, []), weighted = Value(mdp, data, weights.PerRow());
        double expected = weights.Weights.Zip(returns, (w, g) => w * g).Sum() / weights.Weights.Sum();
        var statistics = new ReturnStatistics(returns);
        return new((double)good / settings.Trajectories, Round(behavior), Round(weighted),
            Round(statistics.Variance / (settings.Temperature * (statistics.Maximum - statistics.Minimum))),
            Round(Math.Sqrt(statistics.PositiveSidedVariance)),
            StoredNumbers.Significant(Math.Max(Math.Abs(behavior - statistics.Mean), Math.Abs(weighted - expected)), 2));
    }

    /// <summary>Good trajectories, then poor ones of the uniform policy.</summary>
    private static TabularDataset Log(TabularMdp mdp, IdentitySettings settings, int good, Seed seed)
    {
        TabularPolicy uniform = TabularPolicy.Uniform(mdp), better = ValueIteration.Solve(mdp).Policy.Mix(uniform, settings.Exploration);
        return TabularDataset.Collect(mdp, better, good, seed.Derive("good"))
            .Append(TabularDataset.Collect(mdp, uniform, settings.Trajectories - good, seed.Derive("poor")));
    }

    private static double Value(TabularMdp mdp, TabularDataset data, double[] weights) =>
        PolicyEvaluation.Return(mdp, data.MaximumLikelihoodPolicy(weights, mdp.Horizon!.Value));

    private static double Round(double value) => StoredNumbers.Significant(value, 5);
}
