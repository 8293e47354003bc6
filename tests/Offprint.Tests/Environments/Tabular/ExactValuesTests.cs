using Offprint.Environments.Tabular;

namespace Offprint.Tests.Environments.Tabular;

/// <summary>Values, occupancies and their relations.</summary>
public class ExactValuesTests
{
    /// <summary>Instance D of the realizability study, with values known by construction.</summary>
    private static TabularMdp Generic() => TabularMdp.FromArrays(
        new[,,] { { { .1, .6, .3, 0 } }, { { 0, .2, .5, .3 } }, { { .4, 0, .1, .5 } }, { { .25, .25, .25, .25 } } },
        new[,] { { 0.775 }, { 0.23 }, { -1.49 }, { 0.9375 } }, [0, 0, 0, 1], discount: 0.9);

    [Fact]
    public void A_two_state_MDP_is_solved_by_hand()
    {
        // 0 → 1 surely with reward 1; 1 stays with 1/2. V1 = γ (V0 + V1)/2, V0 = 1 + γ V1, γ = 1/2: V1 = 4 · V0/12 = V0/3, V0 = 6/5.
        TabularMdp mdp = new TabularMdpBuilder(2, 1) { Discount = 0.5 }.Add(0, 0, 1, 1).Add(1, 0, 0, 0.5).Add(1, 0, 1, 0.5).Reward(0, 0, 1)
            .Build();
        PolicyValue value = PolicyEvaluation.Evaluate(mdp, TabularPolicy.Uniform(mdp));
        TabularCases.AssertClose([1.2, 0.4], value.Values[0], 1e-15);
        Assert.Equal(1.2, value.Return, 1e-15);
        Assert.Equal(0, value.ErrorBound);
    }

    [Fact]
    public void Known_values_and_occupancies_are_met()
    {
        TabularMdp mdp = Generic();
        TabularPolicy policy = TabularPolicy.Uniform(mdp);
        TabularCases.AssertClose([1, 0.5, -0.5, 1.5], PolicyEvaluation.Evaluate(mdp, policy).Values[0], 1e-13);
        TabularCases.AssertClose([0.18470867, 0.21744788, 0.24866754, 0.34917590], Occupancy.Of(mdp, policy).Values, 1e-8);
    }

    [Fact]
    public void Values_satisfy_the_equations_of_Bellman()
    {
        TabularMdp mdp = TabularCases.Random(7, 3, 1, discount: 0.93);
        TabularPolicy policy = TabularCases.RandomPolicy(mdp, 2);
        PolicyValue value = PolicyEvaluation.Evaluate(mdp, policy);
        for (int s = 0; s < 7; s++)
        {
            double expected = 0;
            for (int a = 0; a < 3; a++)
            {
                Assert.Equal(mdp.Reward(s, a) + 0.93 * mdp.Expect(s, a, value.Values[0]), value.ActionValues[s, a], 1e-12);
                expected += policy.Probability(s, a) * value.ActionValues[s, a];
            }
            Assert.Equal(expected, value.Values[0][s], 1e-12);
        }
    }

    [Fact]
    public void Large_MDPs_are_iterated_to_their_bound()
    {
        TabularMdp mdp = TabularMdps.Garnet(450, 2, 3, new(1)).WithDiscount(0.9);
        TabularPolicy policy = TabularPolicy.Uniform(mdp);
        PolicyValue value = PolicyEvaluation.Evaluate(mdp, policy, 1e-10);
        Assert.InRange(value.ErrorBound, 0, 1e-9);
        // The error of a value is at most the residual of its equation over 1 − γ; and the return is Σ d r/(1 − γ), from another algorithm.
        for (int s = 0; s < mdp.States; s++)
            Assert.Equal((value.ActionValues[s, 0] + value.ActionValues[s, 1]) / 2, value.Values[0][s], value.ErrorBound);
        Assert.Equal(Inner(Occupancy.Of(mdp, policy), mdp) / 0.1, value.Return, 1e-8);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void Discounted_occupancies_sum_and_give_the_return(double discount)
    {
        TabularMdp mdp = TabularCases.Random(6, 3, 8, discount);
        TabularPolicy policy = TabularCases.RandomPolicy(mdp, 9);
        StateActionTable normalized = Occupancy.Of(mdp, policy), raw = Occupancy.Of(mdp, policy, normalized: false);
        Assert.Equal(1, normalized.Sum(), 1e-12);
        Assert.Equal(1 / (1 - discount), raw.Sum(), 1e-10);
        Assert.Equal(PolicyEvaluation.Return(mdp, policy), Inner(raw, mdp), 1e-10);
    }

    [Fact]
    public void Staged_occupancies_sum_to_one_and_give_the_return()
    {
        TabularMdp mdp = TabularCases.Random(4, 2, 3, horizon: 6);
        TabularPolicy policy = TabularCases.RandomPolicy(mdp, 4, stages: 6);
        StateActionTable d = Occupancy.Of(mdp, policy);
        for (int h = 0; h < 6; h++)
            Assert.Equal(1, d.StateSums(h).Sum(), 1e-12);
        Assert.Equal(PolicyEvaluation.Return(mdp, policy), Inner(d, mdp), 1e-12);
    }

    [Fact]
    public void A_finite_horizon_is_summed_by_enumeration()
    {
        TabularMdp mdp = TabularCases.Random(2, 2, 5, horizon: 3);
        TabularPolicy policy = TabularCases.RandomPolicy(mdp, 6, stages: 3);
        double Paths(int s, int h)
        {
            double sum = 0;
            for (int a = 0; a < 2 && h < 3; a++)
            {
                sum += policy.Probability(s, a, h) * mdp.Reward(s, a);
                for (int next = 0; next < 2; next++)
                    sum += policy.Probability(s, a, h) * mdp.Next(s, a)[next] * Paths(next, h + 1);
            }
            return sum;
        }
        PolicyValue value = PolicyEvaluation.Evaluate(mdp, policy);
        TabularCases.AssertClose([Paths(0, 0), Paths(1, 0)], value.Values[0], 1e-13);
        TabularCases.AssertClose([Paths(0, 2), Paths(1, 2)], value.Values[2], 1e-13);
    }

    [Fact]
    public void Wrong_shapes_and_missing_criteria_are_named()
    {
        TabularMdp ring = TabularMdps.Ring(3), discounted = ring.WithDiscount(0.5);
        TabularPolicy other = TabularPolicy.Uniform(TabularMdps.RiverSwim(3));
        Assert.Contains("neither a horizon nor a discount", Assert.Throws<ArgumentException>(() =>
            PolicyEvaluation.Return(ring, TabularPolicy.Uniform(ring))).Message);
        Assert.Contains("neither a horizon nor a discount", Assert.Throws<ArgumentException>(() =>
            Occupancy.Of(ring, TabularPolicy.Uniform(ring))).Message);
        Assert.Contains("over 3 states and 2 actions; Ring(3) has 3 and 1",
            Assert.Throws<ArgumentException>(() => PolicyEvaluation.Return(discounted, other)).Message);
        Assert.Contains("needs a stationary policy", Assert.Throws<ArgumentException>(
            () => PolicyEvaluation.Return(discounted, TabularPolicy.Deterministic(new int[2, 3], 1))).Message);
    }

    private static double Inner(StateActionTable d, TabularMdp mdp)
    {
        double sum = 0;
        for (int h = 0; h < d.Stages; h++)
        {
            for (int s = 0; s < d.States; s++)
            {
                for (int a = 0; a < d.Actions; a++)
                    sum += d[s, a, h] * mdp.Reward(s, a, h);
            }
        }
        return sum;
    }
}
