using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Environments.Tabular;

/// <summary>Classes, stationary laws and diameters.</summary>
public class ConnectivityTests
{
    /// <summary>0 ⇄ 1 → 2 ⇄ 3, and 4 → 0.</summary>
    private static TabularMdp TwoClasses() => new TabularMdpBuilder(5, 2) { Name = "two classes" }
        .Add(0, 0, 1, 1).Add(0, 1, 1, 1).Add(1, 0, 0, 1).Add(1, 1, 2, 0.5).Add(1, 1, 0, 0.5)
        .Add(2, 0, 3, 1).Add(2, 1, 3, 1).Add(3, 0, 2, 1).Add(3, 1, 3, 1).Add(4, 0, 0, 1).Add(4, 1, 0, 1).Build();

    [Fact]
    public void Classes_are_found_with_those_reached_first()
    {
        CommunicatingClasses found = CommunicatingClasses.Of(TwoClasses());
        Assert.Equal([[2, 3], [0, 1], [4]], found.Classes);
        Assert.Equal([1, 1, 0, 0, 2], found.ClassOf.ToArray());
        Assert.Equal([[2, 3]], found.Closed);
        Assert.False(found.IsCommunicating);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Classes_agree_with_the_transitive_closure(ulong seed)
    {
        RandomStream random = new Seed(seed).Stream();
        const int n = 25;
        var builder = new TabularMdpBuilder(n, 1);
        bool[,] reach = new bool[n, n];
        for (int s = 0; s < n; s++)
        {
            foreach (int next in (int[])[random.NextInt(n), random.NextInt(n)])
            {
                builder.Add(s, 0, next, 0.5);
                reach[s, next] = true;
            }
            reach[s, s] = true;
        }
        for (int k = 0; k < n; k++)
        {
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                    reach[i, j] |= reach[i, k] && reach[k, j];
            }
        }
        CommunicatingClasses found = CommunicatingClasses.Of(builder.Build());
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                Assert.Equal(reach[i, j] && reach[j, i], found.ClassOf[i] == found.ClassOf[j]);
        }
        Assert.Equal(found.Classes.Where(c => Enumerable.Range(0, n).All(j => !reach[c[0], j] || c.Contains(j))), found.Closed);
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_states_does_not_overflow_the_stack() =>
        Assert.True(CommunicatingClasses.Of(TabularMdps.Ring(100_000)).IsCommunicating);

    [Fact]
    public void A_policy_has_its_own_classes()
    {
        TabularMdp mdp = TwoClasses();
        CommunicatingClasses stay = CommunicatingClasses.Of(mdp, TabularPolicy.Deterministic([0, 0, 0, 0, 0], 2));
        Assert.Equal(2, stay.Closed.Count());
        Assert.Equal([[3]], CommunicatingClasses.Of(mdp, TabularPolicy.Deterministic([0, 1, 0, 1, 0], 2)).Closed);
    }

    [Fact]
    public void Birth_and_death_chains_have_their_product_law()
    {
        // Detailed balance: π(s+1)/π(s) = up(s)/down(s+1). Over 30 states the law spans 24 orders of magnitude.
        const int n = 30;
        TabularMdp mdp = TabularMdps.RiverSwim(n);
        double[] law = new double[n];
        law[0] = 1;
        for (int s = 1; s < n; s++)
            law[s] = law[s - 1] * (s == 1 ? 0.6 : 0.35) / (s == n - 1 ? 0.4 : 0.05);
        double sum = law.Sum();
        double[] found = StationaryDistribution.Of(mdp, TabularPolicy.Deterministic(Enumerable.Repeat(1, n).ToArray(), 2));
        for (int s = 0; s < n; s++)
            Assert.Equal(1, found[s] / (law[s] / sum), 1e-12);
    }

    [Fact]
    public void Stationary_laws_are_kept_by_the_chain()
    {
        TabularMdp mdp = TabularCases.Random(9, 3, 2);
        TabularPolicy policy = TabularCases.RandomPolicy(mdp, 3);
        double[] law = StationaryDistribution.Of(mdp, policy), next = new double[9];
        for (int s = 0; s < 9; s++)
        {
            for (int a = 0; a < 3; a++)
            {
                for (int to = 0; to < 9; to++)
                    next[to] += law[s] * policy.Probability(s, a) * mdp.Next(s, a)[to];
            }
        }
        TabularCases.AssertClose(law, next, 1e-15);
        Assert.Equal(1, law.Sum(), 1e-14);
    }

    [Fact]
    public void Several_closed_classes_are_an_error_or_listed()
    {
        TabularMdp mdp = TwoClasses();
        TabularPolicy policy = TabularPolicy.Deterministic([0, 0, 0, 0, 0], 2);
        string message = Assert.Throws<ArgumentException>(() => StationaryDistribution.Of(mdp, policy)).Message;
        Assert.Contains("2 closed classes", message);
        Assert.Contains("Use PerClass", message);
        Assert.All(StationaryDistribution.PerClass(mdp, policy), part => Assert.Equal([0.5, 0.5], part.Law));
    }

    [Fact]
    public void A_mixture_of_transient_and_closed_states_has_zeros()
    {
        double[] law = StationaryDistribution.Of(TwoClasses(), TabularPolicy.Deterministic([0, 1, 0, 1, 0], 2));
        Assert.Equal([0, 0, 0, 1, 0], law);
    }

    [Theory]
    [InlineData(3, 4.761904762)]
    [InlineData(6, 14.722337915)]
    [InlineData(12, 34.722222)]
    [InlineData(24, 74.722222)]
    public void RiverSwim_has_its_known_diameter(int n, double expected)
    {
        Diameter diameter = Diameter.Of(TabularMdps.RiverSwim(n));
        Assert.Equal(expected, diameter.Value, 1e-6);
        Assert.Equal((0, n - 1), (diameter.From, diameter.To));
    }

    [Fact]
    public void Diameters_by_hand()
    {
        TabularCases.AssertClose([2, 1 / 0.6, 4.761904762], Diameter.Of(TabularMdps.RiverSwim(3)).ByGoal, 1e-9);
        Assert.Equal(11, Diameter.Of(TabularMdps.Star(4, 0.1)).Value, 1e-9);
        Assert.Equal(6, Diameter.Of(TabularMdps.Ring(7)).Value, 1e-12);
        Assert.Equal(23, Diameter.Of(TabularMdps.Grid(GridMap.Open(1, 24))).Value, 1e-9);
    }

    [Fact]
    public void A_diameter_needs_a_communicating_MDP()
    {
        string message = Assert.Throws<ArgumentException>(() => Diameter.Of(TwoClasses())).Message;
        Assert.Contains("The diameter of two classes needs a communicating MDP; it has 3 classes, and state 0 cannot be reached from " +
            "state 2", message);
    }
}
