using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Numerics;

namespace Offprint.Tests.Estimators.OffPolicy.Logged;

/// <summary>Estimators against an MDP whose trajectories are all written down.</summary>
public sealed class EnumeratedMdpTests
{
    public static TheoryData<OffPolicyEstimator> Unbiased =>
    [
        new TrajectoryImportanceSampling(), new PerDecisionImportanceSampling(), new DoublyRobust(), new DirectMethod(),
        new MarginalImportanceSampling(), new MarginalImportanceSampling { Ratio = new(States: true) },
        new MarginalImportanceSampling { Ratio = new(Window: 2) }, new MarginalImportanceSampling { Ratio = new(States: true, Window: 1) },
        new MarginalDoublyRobust(), new MarginalDoublyRobust { Ratio = new(States: true) }, new DoubleReinforcementLearning(),
    ];

    [Theory]
    [MemberData(nameof(Unbiased))]
    public void The_expectation_is_the_value(OffPolicyEstimator estimator)
    {
        var mdp = new SmallMdp(steps: 4, discount: 0.9);
        var all = mdp.Trajectories();
        var (log, target) = mdp.Columns([.. all.Select(t => (t.States, t.Actions))]);
        ReadOnlySpan<double> values = estimator.Evaluate(log, target).Values(0);
        double expectation = 0;
        for (int n = 0; n < all.Count; n++)
            expectation += all[n].Probability * values[n];
        Assert.Equal(1, all.Sum(t => t.Probability), 1e-12);
        Assert.Equal(mdp.Truth, expectation, 1e-12);
    }

    /// <summary>The doubly robust sum telescopes where nothing is random but the policy.</summary>
    [Fact]
    public void Doubly_robust_values_are_exact_where_dynamics_are_deterministic_and_values_exact()
    {
        var mdp = new SmallMdp(steps: 5, discount: 0.8, deterministic: true);
        var all = mdp.Trajectories();
        var (log, target) = mdp.Columns([.. all.Select(t => (t.States, t.Actions))]);
        Contributions parts = new DoublyRobust().Evaluate(log, target);
        for (int n = 0; n < all.Count; n++)
            Assert.Equal(mdp.V(0, all[n].States[0]), parts.Values(0)[n], 1e-12);
    }

    /// <summary>2000 logs of 100: four unbiased estimators within 4.5 standard errors each (false alarm 3·10⁻⁵), variances in
    /// order.</summary>
    [Fact]
    public void Variances_fall_from_whole_trajectories_to_doubly_robust()
    {
        var mdp = new SmallMdp(steps: 5, discount: 1);
        OffPolicyEstimator[] estimators =
        [
            new TrajectoryImportanceSampling(), new PerDecisionImportanceSampling(), new MarginalImportanceSampling(), new DoublyRobust(),
        ];
        double[,] estimates = new double[estimators.Length, 2000];
        for (int r = 0; r < 2000; r++)
        {
            var (log, target) = mdp.Columns(mdp.Draw(100, new Seed(5).Derive((ulong)r).Stream()));
            double[] values = OffPolicyEvaluation.Values(log, target, estimators);
            for (int e = 0; e < values.Length; e++)
                estimates[e, r] = values[e];
        }
        double before = double.PositiveInfinity;
        for (int e = 0; e < estimators.Length; e++)
        {
            double[] sample = [.. Enumerable.Range(0, 2000).Select(r => estimates[e, r])];
            double mean = sample.Average(), variance = sample.Sum(v => (v - mean) * (v - mean)) / 1999;
            Assert.True(Math.Abs(mean - mdp.Truth) < 4.5 * Math.Sqrt(variance / 2000), $"{estimators[e]}: {mean} for {mdp.Truth}");
            Assert.True(variance < before, $"{estimators[e]}: {variance} after {before}");
            before = variance;
        }
    }
}
