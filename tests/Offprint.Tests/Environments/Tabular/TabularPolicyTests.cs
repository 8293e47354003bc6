using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Environments.Tabular;

public class TabularPolicyTests
{
    [Fact]
    public void Greedy_takes_the_lowest_of_equal_actions()
    {
        TabularPolicy policy = StateActionTable.FromArray(new[,] { { 1.0, 3, 3 }, { 0, 0, 0 }, { -2, -1, -3 } }).Greedy();
        Assert.Equal([1, 0, 1], Enumerable.Range(0, 3).Select(s => policy.Mode(s)));
        Assert.True(policy.IsDeterministic);
        Assert.Equal(1, policy.Probability(2, 1));
    }

    [Fact]
    public void Mixing_is_action_by_action()
    {
        TabularPolicy mixed = TabularPolicy.Deterministic([1, 0], 2)
            .Mix(TabularPolicy.Deterministic(new[,] { { 0, 0 }, { 1, 1 } }, 2), 0.25);
        Assert.Equal([0.25, 0.75], mixed.Probabilities(0).ToArray());
        Assert.Equal([0, 1], mixed.Probabilities(0, 1).ToArray());
        Assert.Equal([0.75, 0.25], mixed.Probabilities(1, 1).ToArray());
        Assert.False(mixed.IsDeterministic);
    }

    [Fact]
    public void Maximum_likelihood_is_the_weighted_share()
    {
        var data = new TabularDataset((3, 2), [], [0, 0, 0, 1], [0, 1, 1, 1], [0, 0, 0, 0], [1, 1, 1, 0]);
        TabularPolicy policy = data.MaximumLikelihoodPolicy();
        TabularCases.AssertClose([1.0 / 3, 2.0 / 3], policy.Probabilities(0), 1e-15);
        Assert.Equal([0.5, 0.5], policy.Probabilities(2).ToArray());
        Assert.Equal([0.5, 0.5], data.MaximumLikelihoodPolicy([2, 1, 1, 1]).Probabilities(0).ToArray());
        Assert.Contains("3 weights for 4 rows", Assert.Throws<ArgumentException>(() => data.MaximumLikelihoodPolicy([1, 1, 1])).Message);
    }

    [Fact]
    public void Maximum_likelihood_keeps_stages_apart()
    {
        var data = new TabularDataset((2, 2), [0, 1, 0, 1], [0, 0, 0, 1], [0, 1, 1, 1], [0, 0, 0, 0], [0, 0, 1, 0]);
        TabularPolicy policy = data.MaximumLikelihoodPolicy([3, 1, 1, 1], stages: 2);
        Assert.Equal([0.75, 0.25], policy.Probabilities(0, 0).ToArray());
        Assert.Equal([0, 1], policy.Probabilities(0, 1).ToArray());
        Assert.Equal([0.5, 0.5], policy.Probabilities(1, 0).ToArray()); // not seen at that stage
        var late = new TabularDataset((2, 2), [0, 2], [0, 1], [0, 1], [0, 0], [1, 1]);
        Assert.Contains("Row 1 is of stage 2; there are 2", Assert.Throws<ArgumentException>(() =>
            late.MaximumLikelihoodPolicy(stages: 2)).Message);
    }

    [Fact]
    public void Draws_follow_the_probabilities_of_the_stage()
    {
        TabularMdp mdp = TabularMdps.Star(4, 0.5);
        TabularPolicy policy = TabularCases.RandomPolicy(mdp, 3, stages: 2);
        RandomStream random = new Seed(1).Stream();
        int[] counts = new int[4];
        for (int i = 0; i < 50_000; i++)
            counts[policy.Draw(2, random, 1)]++;
        TabularCases.AssertFrequencies(policy.Probabilities(2, 1), counts);
    }

    [Fact]
    public void What_is_no_policy_is_refused()
    {
        Assert.Contains("in state 1, stage 0 are [0.5, 0.4]", Assert.Throws<ArgumentException>(
            () => TabularPolicy.FromProbabilities(StateActionTable.FromArray(new[,] { { 1, 0 }, { 0.5, 0.4 } }))).Message);
        Assert.Contains("action 2 in state 1; there are 2", Assert.Throws<ArgumentException>(() =>
            TabularPolicy.Deterministic([0, 2], 2)).Message);
        Assert.Contains("weight of 1.5", Assert.Throws<ArgumentException>(
            () => TabularPolicy.Deterministic([0], 1).Mix(TabularPolicy.Deterministic([0], 1), 1.5)).Message);
    }
}
