using Offprint.Datasets.Offline;
using Offprint.Datasets.Tabular;
using Offprint.Datasets.Weighting;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Datasets.Weighting;

public sealed class TabularWeightingTests
{
    private const int Horizon = 10, Trajectories = 200;

    private static (TabularMdp Mdp, TabularDataset Data) Log(ulong seed, params int[] starts)
    {
        double[] initial = new double[20];
        foreach (int start in starts)
            initial[start] = 1.0 / starts.Length;
        TabularMdp mdp = TabularMdps.Deterministic(20, 3, 0.2, new Seed(seed)).WithHorizon(Horizon).WithInitial(initial);
        return (mdp, TabularDataset.Collect(mdp, TabularPolicy.Uniform(mdp), Trajectories, new Seed(seed + 1)));
    }

    private static double Value(TabularMdp mdp, TabularDataset data, TrajectoryWeights weights) =>
        PolicyEvaluation.Return(mdp, data.MaximumLikelihoodPolicy(weights.PerRow(), Horizon));

    [Fact]
    public void Episodes_begin_where_the_stage_is_zero()
    {
        var data = new TabularDataset((2, 1), [0, 1, 0, 0, 1, 2], [0, 1, 0, 1, 0, 1], [0, 0, 0, 0, 0, 0], [1, 2, 4, 8, 16, 32],
            [1, 0, 1, 0, 1, 0]);
        Assert.Equal([(0, 2, 3.0), (2, 1, 4.0), (3, 3, 56.0)], data.Episodes.Select(e => (e.Start, e.Length, e.Return)));
        Assert.Equal([0, 1, 2], data.Episodes.Select(e => e.Index));
        Assert.Equal(Trajectories, Log(3, 0).Data.Episodes.Count);
    }

    /// <summary>With one start J(π_w) = Σ w G / Σ w, whatever the weights.</summary>
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.5)]
    [InlineData(double.PositiveInfinity)]
    public void Cloning_a_weighted_deterministic_log_is_worth_the_weighted_return(double temperature)
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            (TabularMdp mdp, TabularDataset data) = Log(10 * seed, 4);
            TrajectoryWeights weights = TrajectoryWeighting.Compute(data, new(TrajectoryScore.Return, temperature));
            double expected = weights.Weights.Zip(data.Episodes, (w, e) => w * e.Return).Sum() / weights.Weights.Sum();
            Assert.Equal(expected, Value(mdp, data, weights), 1e-12);
        }
    }

    /// <summary>
    /// With several starts, whose paths may meet, the identity holds for the start law of the weighted data. For the MDP's own law ρ,
    /// J(π_w) = Σ ρ(s₀) Σ w G / Σ w over the trajectories of s₀, it holds where the parts reached from different starts are disjoint.
    /// </summary>
    [Theory]
    [InlineData(TrajectoryScore.Return)]
    [InlineData(TrajectoryScore.Advantage)]
    public void Several_starts_keep_the_identity_for_the_data_s_start_law_and_for_any_law_if_they_stay_apart(TrajectoryScore score)
    {
        int[] starts = [0, 5, 10, 15];
        (TabularMdp mdp, TabularDataset data) = Log(5, starts);
        TrajectoryWeights weights = TrajectoryWeighting.Compute(data, new(score, 0.1));
        double[] law = new double[20];
        foreach (Episode episode in data.Episodes)
            law[data.States[episode.Start]] += weights.Weights[episode.Index] / weights.Weights.Sum();
        double expected = weights.Weights.Zip(data.Episodes, (w, e) => w * e.Return).Sum() / weights.Weights.Sum();
        Assert.Equal(expected, Value(mdp.WithInitial(law), data, weights), 1e-12);
        Assert.NotEqual(ByStart(mdp, data, weights), Value(mdp, data, weights), 1e-3);

        TabularMdp apart = TabularMdps.Deterministic(20, 3, 0.2, new Seed(5), components: 4).WithHorizon(Horizon).WithInitial(mdp.Initial);
        TabularDataset own = TabularDataset.Collect(apart, TabularPolicy.Uniform(apart), Trajectories, new Seed(6));
        TrajectoryWeights weighed = TrajectoryWeighting.Compute(own, new(score, 0.1));
        Assert.Equal(ByStart(apart, own, weighed), Value(apart, own, weighed), 1e-12);
    }

    private static double ByStart(TabularMdp mdp, TabularDataset data, TrajectoryWeights weights) =>
        data.Episodes.GroupBy(e => data.States[e.Start]).Sum(group =>
            mdp.Initial[group.Key] * group.Sum(e => weights.Weights[e.Index] * e.Return) / group.Sum(e => weights.Weights[e.Index]));

    /// <summary>J(π_w) − J_D = Var(G) / (α R) + O(α⁻²): the remainder falls fourfold where α doubles.</summary>
    [Fact]
    public void Hot_weights_gain_the_variance_over_temperature_and_range()
    {
        (TabularMdp mdp, TabularDataset data) = Log(8, 0);
        var returns = new ReturnStatistics([.. data.Episodes.Select(e => e.Return)]);
        double[] remainders = [.. new[] { 50.0, 100.0 }.Select(alpha =>
            Value(mdp, data, TrajectoryWeighting.Compute(data, new(TrajectoryScore.Return, alpha))) - returns.Mean
            - returns.Variance / (alpha * (returns.Maximum - returns.Minimum)))];
        Assert.Equal(4, remainders[0] / remainders[1], 0.2);
    }

    [Fact]
    public void Tabular_advantages_subtract_the_mean_of_the_start()
    {
        // Two starts, two trajectories each: returns 0 and 1 from one, 10 and 11 from the other.
        var data = new TabularDataset((2, 1), [], [0, 0, 1, 1], [0, 0, 0, 0], [0, 1, 10, 11], [0, 0, 1, 1]);
        TrajectoryWeights weights = TrajectoryWeighting.Compute(data, new(TrajectoryScore.Advantage, 0.1));
        Assert.Equal([-0.5, 0.5, -0.5, 0.5], weights.Scores);
        Assert.Equal(0.5, weights.Mass(0) + weights.Mass(1), 1e-12);
        Assert.Equal([0, 0, 0, 1], TrajectoryWeighting.TopFraction(data.Episodes, 0.25).Weights);
    }
}
