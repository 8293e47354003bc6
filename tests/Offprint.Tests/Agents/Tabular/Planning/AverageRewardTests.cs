using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Tests.Environments.Tabular;

namespace Offprint.Tests.Agents.Tabular.Planning;

public class AverageRewardTests
{
    [Fact]
    public void RiverSwim_pays_its_share_of_the_last_state()
    {
        // Swimming up is optimal; by detailed balance π(5) = weight/(sum of weights).
        double[] weights = [1, 12, 12 * 7, 12 * 49, 12 * 343, 12 * 343 * 0.875];
        double gain = weights[5] / weights.Sum();
        GainSolution found = AverageReward.Solve(TabularMdps.RiverSwim(6));
        Assert.Equal(gain, found.Gain, 1e-10);
        Assert.InRange(gain, found.Low - 1e-14, found.High + 1e-14);
        Assert.Equal([1, 1, 1, 1, 1, 1], found.Actions);
        Assert.Equal(gain, AverageReward.Evaluate(TabularMdps.RiverSwim(6), TabularPolicy.Deterministic(found.Actions, 2)).Gain, 1e-13);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_gain_is_the_best_of_all_policies(ulong seed)
    {
        TabularMdp mdp = TabularCases.Random(4, 3, seed);
        double best = TabularCases.AllPolicies(mdp).Max(policy => AverageReward.Evaluate(mdp, policy).Gain);
        Assert.Equal(best, AverageReward.Solve(mdp).Gain, 1e-9);
    }

    [Fact]
    public void Gain_and_bias_satisfy_the_equation_of_Poisson()
    {
        TabularMdp mdp = TabularCases.Random(6, 2, 9);
        TabularPolicy policy = TabularCases.RandomPolicy(mdp, 10);
        GainSolution found = AverageReward.Evaluate(mdp, policy);
        for (int s = 0; s < 6; s++)
        {
            double right = 0;
            for (int a = 0; a < 2; a++)
                right += policy.Probability(s, a) * (mdp.Reward(s, a) + mdp.Expect(s, a, found.Bias));
            Assert.Equal(right, found.Gain + found.Bias[s], 1e-12);
        }
        Assert.Equal(0, StationaryDistribution.Of(mdp, policy).Zip(found.Bias, (p, h) => p * h).Sum(), 1e-12);
    }

    [Fact]
    public void Periodic_chains_settle()
    {
        TabularMdp ring = TabularMdps.Ring(6).WithRewards(StateActionTable.FromFunction(TabularMdps.Ring(6), (s, _) => s));
        Assert.Equal(2.5, AverageReward.Solve(ring).Gain, 1e-9);
        Assert.Equal(2.5, AverageReward.Evaluate(ring, TabularPolicy.Uniform(ring)).Gain, 1e-13);
    }

    [Fact]
    public void An_MDP_that_does_not_communicate_is_refused()
    {
        TabularMdp mdp = new TabularMdpBuilder(2, 1) { Name = "sink" }.Add(0, 0, 1, 1).Absorb(1).Build();
        Assert.Contains("The average reward of sink needs a communicating MDP; it has 2 classes, and state 0 cannot be reached from " +
            "state 1",
            Assert.Throws<ArgumentException>(() => AverageReward.Solve(mdp)).Message);
        Assert.Contains("did not meet within 2 sweeps", Assert.Throws<InvalidOperationException>(
            () => AverageReward.Solve(TabularMdps.RiverSwim(6), maximumSweeps: 2)).Message);
    }
}
