using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Environments.Tabular;

/// <summary>Fixed seeds; each frequency test fails a right sampler with probability 1e-6, each mean within 5σ with 6e-7.</summary>
public class TabularSimulatorTests
{
    private const int Draws = 100_000;

    [Fact]
    public void Next_states_have_the_frequencies_of_their_rows()
    {
        TabularMdp mdp = TabularMdp.FromArrays(new[,,] { { { 0.001, 0.3, 0, 0.699 } }, { { 0, 1, 0, 0 } }, { { 0.25, 0.25, 0.25, 0.25 } },
            { { 0.5, 0, 0.5, 0 } } });
        var simulator = new TabularSimulator(mdp, new Seed(1));
        for (int s = 0; s < 4; s++)
        {
            int[] counts = new int[4];
            for (int i = 0; i < Draws; i++)
                counts[simulator.Draw(s, 0).Next]++;
            TabularCases.AssertFrequencies([.. Enumerable.Range(0, 4).Select(next => mdp.Next(s, 0)[next])], counts);
        }
    }

    [Fact]
    public void Pairs_of_consecutive_states_have_the_frequencies_of_the_chain()
    {
        TabularMdp mdp = TabularCases.Random(5, 2, 4);
        TabularPolicy policy = TabularCases.RandomPolicy(mdp, 5);
        double[] law = StationaryDistribution.Of(mdp, policy);
        var simulator = new TabularSimulator(mdp.WithInitial(law), new Seed(2));
        RandomStream random = new Seed(3).Stream();
        double[] expected = new double[25];
        for (int pair = 0; pair < 25; pair++)
        {
            for (int a = 0; a < 2; a++)
                expected[pair] += law[pair / 5] * policy.Probability(pair / 5, a) * mdp.Next(pair / 5, a)[pair % 5];
        }
        int[] counts = new int[25];
        for (int i = 0; i < Draws; i++)
        {
            int s = simulator.Reset();
            counts[5 * s + simulator.Step(policy.Draw(s, random)).Next]++;
        }
        TabularCases.AssertFrequencies(expected, counts);
    }

    [Theory]
    [InlineData(RewardNoiseKind.None, 0.0, 0.0)]
    [InlineData(RewardNoiseKind.Bernoulli, 0.0, 0.21)]
    [InlineData(RewardNoiseKind.Gaussian, 0.5, 0.25)]
    [InlineData(RewardNoiseKind.Signs, 0.5, 0.25)]
    public void Rewards_have_their_mean_and_variance(RewardNoiseKind kind, double scale, double variance)
    {
        TabularMdp mdp = new TabularMdpBuilder(1, 1) { Noise = new(kind, scale) }.Absorb(0, 0.3).Build();
        var simulator = new TabularSimulator(mdp, new Seed(4));
        double sum = 0, squares = 0;
        for (int i = 0; i < Draws; i++)
        {
            double reward = simulator.Step(0).Reward - 0.3;
            sum += reward;
            squares += reward * reward;
        }
        Assert.Equal(0, sum / Draws, 5 * Math.Sqrt(variance / Draws) + 1e-15);
        // The fourth moment of none of the laws exceeds that of the normal one, 3σ⁴.
        Assert.Equal(variance, squares / Draws, 5 * Math.Sqrt(2.0 / Draws) * variance + 1e-15);
    }

    [Fact]
    public void Equal_seeds_give_equal_steps()
    {
        TabularMdp mdp = TabularMdps.Garnet(20, 3, 4, new Seed(1));
        static int[] Walk(TabularMdp mdp, ulong seed)
        {
            var simulator = new TabularSimulator(mdp, new Seed(seed));
            return [.. Enumerable.Range(0, 200).Select(t => simulator.Step(t % 3).Next)];
        }
        Assert.Equal(Walk(mdp, 7), Walk(mdp, 7));
        Assert.NotEqual(Walk(mdp, 7), Walk(mdp, 8));
    }

    [Fact]
    public void Episodes_end_at_the_horizon()
    {
        var simulator = new TabularSimulator(TabularMdps.Ring(5).WithHorizon(2), new Seed(1));
        Assert.Equal(1, simulator.Step(0).Next);
        Assert.False(simulator.IsOver);
        Assert.Equal(2, simulator.Step(0).Next);
        Assert.True(simulator.IsOver);
        Assert.Contains("over after 2 steps; call Reset", Assert.Throws<InvalidOperationException>(() => simulator.Step(0)).Message);
        Assert.Equal(0, simulator.Reset());
        simulator.MoveTo(4);
        Assert.Equal(0, simulator.Step(0).Next);
        Assert.Throws<ArgumentOutOfRangeException>(() => simulator.MoveTo(5));
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        var simulator = new TabularSimulator(TabularMdps.Garnet(50, 2, 5, new Seed(1)), new Seed(2));
        simulator.Step(0);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 10_000; i++)
                simulator.Step(i & 1);
        }));
    }
}
