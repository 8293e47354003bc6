using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Environments.Tabular;

public class CoverabilityTests
{
    /// <summary>RiverSwim(6) by hand: of one state, then 1 + 0.6 of two, and so on, times two actions.</summary>
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3.2)]
    [InlineData(3, 3.62)]
    public void A_river_is_covered_as_well_as_its_states_can_be_reached(int horizon, double expected) =>
        Assert.Equal(expected, Coverability.Of(TabularMdps.RiverSwim(6).WithHorizon(horizon)), 1e-12);

    [Fact]
    public void Deterministic_chains_and_contexts_have_the_number_of_actions()
    {
        var chain = new TabularMdpBuilder(4, 3) { Horizon = 4 };
        var contexts = new TabularMdpBuilder(4, 3) { Horizon = 1 };
        for (int s = 0; s < 4; s++)
        {
            for (int a = 0; a < 3; a++)
            {
                chain.Add(s, a, (s + 1) % 4, 1);
                contexts.Add(s, a, s, 1);
            }
        }
        Assert.Equal(3, Coverability.Of(chain.Build()), 1e-12);
        Assert.Equal(3, Coverability.Of(contexts.Start([0.1, 0.2, 0.3, 0.4]).Build()), 1e-12);
    }

    /// <summary>Reach by enumeration of all deterministic policies of a small random MDP.</summary>
    [Fact]
    public void Reach_is_the_greatest_over_all_policies()
    {
        TabularMdp mdp = TabularMdps.Garnet(3, 2, 2, new Seed(5)).WithHorizon(3);
        var greatest = new StateActionTable(3, 2, 3);
        List<StateActionTable> occupancies = [];
        for (int bits = 0; bits < 1 << 9; bits++)
        {
            int[,] actions = new int[3, 3];
            for (int i = 0; i < 9; i++)
                actions[i / 3, i % 3] = bits >> i & 1;
            occupancies.Add(Occupancy.Of(mdp, TabularPolicy.Deterministic(actions, 2)));
            for (int i = 0; i < greatest.Values.Length; i++)
                greatest.Values[i] = Math.Max(greatest.Values[i], occupancies[^1].Values[i]);
        }
        StateActionTable reach = Coverability.MaxReach(mdp);
        for (int i = 0; i < reach.Values.Length; i++)
            Assert.Equal(greatest.Values[i], reach.Values[i], 1e-12);
        Assert.Equal(Coverability.Of(mdp), Coverability.Of(occupancies), 1e-12);
        Assert.Contains("no policies", Assert.Throws<ArgumentException>(() => Coverability.Of([])).Message);
        Assert.Contains("horizon", Assert.Throws<ArgumentException>(() => Coverability.Of(TabularMdps.RiverSwim(4))).Message);
    }

    /// <summary>CC(π, μ, g) is E_π[d/μ] for large g, at most g, and 1 for μ = d.</summary>
    [Fact]
    public void Clipped_concentrability_lies_between_its_limits()
    {
        TabularMdp mdp = TabularMdps.RiverSwim(4).WithHorizon(3);
        StateActionTable right = Occupancy.Of(mdp, TabularPolicy.Deterministic([1, 1, 1, 1], 2)), any =
            Occupancy.Of(mdp, TabularPolicy.Uniform(mdp));
        double full = 0;
        for (int i = 0; i < right.Values.Length; i++)
            full += right.Values[i] == 0 ? 0 : right.Values[i] * right.Values[i] / any.Values[i];
        Assert.Equal(full, Concentrability.Clipped(right, any, 1e9), 1e-9);
        Assert.Equal(3, Concentrability.Clipped(right, right, 1), 1e-12);
        Assert.True(Concentrability.Clipped(right, any, 0.7) <= 3 * 0.7 + 1e-12);
    }
}
