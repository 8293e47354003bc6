using System.ComponentModel.DataAnnotations;
using Offprint.Datasets.Tabular;
using Offprint.Datasets.Weighting;
using Offprint.Environments.Tabular;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>A choice between a safe payment and a lottery.</summary>
/// <param name="Safe">What the safe action pays.</param>
/// <param name="Chance">With which probability the risky action pays 1; else 0.</param>
/// <param name="Trajectories">Trajectories of the uniform policy.</param>
/// <param name="Temperatures">α; ∞ weighs all alike.</param>
public sealed record RiskSettings(
    double Safe, [property: Range(0.0, 1.0)] double Chance, [property: Range(1, 10_000_000)] int Trajectories,
    IReadOnlyList<double> Temperatures)
{
    /// <summary>The share of risky choices and the value that weighted cloning tends to with infinitely many trajectories.</summary>
    /// <param name="temperature">α.</param>
    /// <returns>π(risky) and J.</returns>
    public (double Risky, double Value) Limit(double temperature)
    {
        double safe = Math.Exp(Safe / temperature), risky = Chance * Math.Exp(1 / temperature) + 1 - Chance, share = risky / (safe + risky);
        return (share, (1 - share) * Safe + share * Chance);
    }
}

/// <summary>Weighted cloning at one temperature.</summary>
/// <param name="Temperature">α.</param>
/// <param name="Risky">π(risky), one a seed.</param>
/// <param name="Values">J, one a seed.</param>
public sealed record RiskRow(
    double Temperature, [property: PerSeed] IReadOnlyList<double> Risky, [property: PerSeed] IReadOnlyList<double> Values);

/// <summary>All temperatures.</summary>
/// <param name="Rows">One a temperature.</param>
public sealed record RiskResult(IReadOnlyList<RiskRow> Rows);

/// <summary>Part A3: where dynamics are stochastic, good returns may be luck, and weighting learns to gamble.</summary>
public sealed class RiskStudy : Experiment<RiskSettings, RiskResult>
{
    private const int Risky = 1;

    /// <inheritdoc/>
    public override string Name => "risk";

    /// <inheritdoc/>
    public override string Title => "Stochastic dynamics: weighting learns to gamble";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RiskSettings>> Cells(Profile profile) =>
        [new("lottery", new(0.6, 0.5, 10_000, [0.05, 0.1, 0.2, 0.5, 1, 2, double.PositiveInfinity]), [.. Enumerable.Range(1, 20)])];

    /// <inheritdoc/>
    public override RiskResult Run(Cell<RiskSettings> cell, RunContext context)
    {
        RiskSettings settings = cell.Settings;
        TabularMdp mdp = Lottery(settings);
        var data = context.Seeds.Select(seed => TabularDataset.Collect(mdp, TabularPolicy.Uniform(mdp), settings.Trajectories, seed))
            .ToList();
        return new([.. settings.Temperatures.Select((temperature, i) =>
        {
            context.Report(i, settings.Temperatures.Count);
            var policies = data.Select(own =>
                own.MaximumLikelihoodPolicy(TrajectoryWeighting.Compute(own, new(TrajectoryScore.Return, temperature)).PerRow(),
                mdp.Horizon!.Value)).ToList();
            return new RiskRow(temperature, [.. policies.Select(policy => StoredNumbers.Significant(policy.Probability(0, Risky), 6))],
                [.. policies.Select(policy => StoredNumbers.Significant(PolicyEvaluation.Return(mdp, policy), 6))]);
        })]);
    }

    /// <summary>Two steps: the choice in state 0, then the payment in the state it led to (safe, won, lost).</summary>
    private static TabularMdp Lottery(RiskSettings settings)
    {
        var builder = new TabularMdpBuilder(4, 2) { Name = "Lottery", Horizon = 2, ActionNames = ["safe", "risky"],
            StateNames = ["choice", "safe", "won", "lost"] };
        return builder.Add(0, 0, 1, 1).Add(0, Risky, 2, settings.Chance).Add(0, Risky, 3, 1 - settings.Chance)
            .Absorb(1, settings.Safe).Absorb(2, 1).Absorb(3).Build();
    }
}
