using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Experiments;

namespace Offprint.Papers.OffPolicy.SharpeRatioStudy;

/// <summary>Repeated logs of two states and two actions; estimators know exact values and ratios.</summary>
/// <param name="Trajectories">n.</param>
/// <param name="Horizon">T.</param>
/// <param name="Repetitions">Logs.</param>
/// <param name="Estimators">Who estimates.</param>
public sealed record TwoStateSettings(
    [property: Range(2, 100_000)] int Trajectories, [property: Range(1, 1000)] int Horizon, [property: Range(2, 1_000_000)] int Repetitions,
    IReadOnlyList<OffPolicyEstimator> Estimators) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("n", Trajectories, "T", Horizon);
}

/// <summary>An estimator over logs.</summary>
/// <param name="Estimator">The estimator.</param>
/// <param name="Mean">Of its estimates.</param>
/// <param name="Variance">Of its estimates.</param>
public sealed record RepeatedEstimate(OffPolicyEstimator Estimator, double Mean, double Variance);

/// <summary>All estimators over logs.</summary>
/// <param name="Truth">J.</param>
/// <param name="Estimates">In the settings' order.</param>
public sealed record TwoStateResult(double Truth, IReadOnlyList<RepeatedEstimate> Estimates)
{
    internal RepeatedEstimate Of(OffPolicyEstimator estimator) => Estimates.Single(e => e.Estimator.Equals(estimator));
}

/// <summary>Bias and variance of the estimators where everything is known.</summary>
public sealed class TwoStateStudy : Experiment<TwoStateSettings, TwoStateResult>
{
    /// <summary>The four whose variances the theory orders, from the greatest.</summary>
    internal static OffPolicyEstimator[] Ordered { get; } =
    [
        new TrajectoryImportanceSampling(), new PerDecisionImportanceSampling(), new MarginalImportanceSampling(), new DoublyRobust(),
    ];

    /// <inheritdoc/>
    public override string Name => "two-state";

    /// <inheritdoc/>
    public override string Title => "Bias and variance on two states";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<TwoStateSettings>> Cells(Profile profile) =>
        [Cell.Of(new TwoStateSettings(100, 5, profile == Profile.Smoke ? 500 : 2000,
        [
            .. Ordered, new TrajectoryImportanceSampling { SelfNormalized = true }, .. TaskTable.Estimators, new MarginalDoublyRobust(),
        ]), [1])];

    /// <inheritdoc/>
    public override TwoStateResult Run(Cell<TwoStateSettings> cell, RunContext context)
    {
        TwoStateSettings s = cell.Settings;
        TabularMdp mdp = Mdp(s.Horizon);
        TabularPolicy behavior = Policy(0.7, 0.4), target = Policy(0.2, 0.5);
        double[,] estimates = new double[s.Estimators.Count, s.Repetitions];
        for (int r = 0; r < s.Repetitions; r++)
        {
            if (r % 100 == 0)
                context.Report(r, s.Repetitions, "logs");
            TabularDataset log = TabularDataset.Collect(mdp, behavior, s.Trajectories, context.Seeds[0].Derive((ulong)r), s.Horizon);
            var columns = new TabularColumns(log, behavior, s.Horizon);
            double[] values = OffPolicyEvaluation.Values(columns.Steps(), columns.Target(mdp, target, "target"), s.Estimators);
            for (int e = 0; e < values.Length; e++)
                estimates[e, r] = values[e];
        }
        return new(PolicyEvaluation.Return(mdp, target), [.. s.Estimators.Select((estimator, e) => Summary(estimator,
            [.. Enumerable.Range(0, s.Repetitions).Select(r => estimates[e, r])]))]);
    }

    /// <summary>Stochastic in everything but rewards; the policies differ most in the state that pays most.</summary>
    internal static TabularMdp Mdp(int horizon) => new TabularMdpBuilder(2, 2) { Name = "Two states", Horizon = horizon }
        .Add(0, 0, 0, 0.9).Add(0, 0, 1, 0.1).Add(0, 1, 0, 0.3).Add(0, 1, 1, 0.7)
        .Add(1, 0, 0, 0.2).Add(1, 0, 1, 0.8).Add(1, 1, 0, 0.6).Add(1, 1, 1, 0.4)
        .Reward(0, 0, 1).Reward(0, 1, -0.5).Reward(1, 0, 0.3).Reward(1, 1, 2).Start([0.6, 0.4]).Build();

    /// <summary>The probabilities of the first action in both states.</summary>
    internal static TabularPolicy Policy(double first, double second) =>
        TabularPolicy.FromProbabilities(StateActionTable.FromArray(new[,] { { first, 1 - first }, { second, 1 - second } }));

    private static RepeatedEstimate Summary(OffPolicyEstimator estimator, double[] values)
    {
        double mean = values.Average();
        return new(estimator, mean, values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}
