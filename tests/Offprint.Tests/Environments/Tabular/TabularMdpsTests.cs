using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Environments.Tabular;

public class TabularMdpsTests
{
    [Theory]
    [InlineData(2, 0.99)]
    [InlineData(8, 0.99)]
    public void The_deep_sea_is_worth_099(int size, double optimal)
    {
        TabularMdp mdp = TabularMdps.DeepSea(size);
        Assert.Equal(optimal, ValueIteration.Solve(mdp).Return(mdp.Initial), 1e-12);
        Assert.Equal(Math.Pow(2, -size) - 0.005, PolicyEvaluation.Return(mdp, TabularPolicy.Uniform(mdp)), 1e-12);
    }

    [Fact]
    public void The_lock_opens_by_one_combination()
    {
        TabularMdp mdp = TabularMdps.CombinationLock(5, 10, new Seed(3));
        PlanningSolution plan = ValueIteration.Solve(mdp);
        Assert.Equal(1, plan.Return(mdp.Initial));
        // Uniform play stays on the good track with 1/10 a stage; off it by the last stage it gets 0.1.
        double stay = 1e-4;
        Assert.Equal(stay * 0.1 + (1 - stay) * 0.1, PolicyEvaluation.Return(mdp, TabularPolicy.Uniform(mdp)), 1e-12);
        Assert.Equal(plan.Policy.Mode(0, 2), ValueIteration.Solve(TabularMdps.CombinationLock(5, 10, new Seed(3))).Policy.Mode(0, 2));
    }

    [Fact]
    public void The_block_instance_has_the_values_of_its_closed_form()
    {
        int[] best = [.. Enumerable.Range(0, 10).Select(s => (7 * s) % 20)];
        TabularMdp mdp = TabularMdps.Block(best, 20);
        PlanningSolution plan = ValueIteration.Solve(mdp);
        Assert.Equal(5.3389830508, plan.Return(mdp.Initial), 1e-9);
        Assert.Equal(best, Enumerable.Range(0, 10).Select(s => plan.Policy.Mode(s)));
        int[] worst = [.. best.Select(a => (a + 1) % 20), 0, 0];
        Assert.Equal(2.2881355932, PolicyEvaluation.Return(mdp, TabularPolicy.Deterministic(worst, 20)), 1e-9);
        Assert.Equal(0.5338983, Occupancy.Of(mdp, plan.Policy).StateSums()[10], 1e-7);
    }

    [Fact]
    public void Garnets_have_the_asked_branching_and_communicate()
    {
        TabularMdp mdp = TabularMdps.Garnet(30, 3, 4, new Seed(5));
        Assert.Equal(30 * 3 * 4, mdp.Transitions);
        Assert.True(CommunicatingClasses.Of(mdp).IsCommunicating);
        Assert.NotEqual(mdp.Reward(0, 0), TabularMdps.Garnet(30, 3, 4, new Seed(6)).Reward(0, 0));
        Assert.Contains("not communicating; take a larger branching",
            Assert.Throws<ArgumentException>(() => TabularMdps.Garnet(40, 1, 1, new Seed(1))).Message);
    }

    [Fact]
    public void A_slippery_grid_spreads_over_the_neighbors()
    {
        var map = new GridMap("S.", "#G");
        TabularMdp mdp = TabularMdps.Grid(map, 0.3);
        Assert.Equal(3, mdp.States);
        // From the top right, down: 0.7 to the goal; up and right stay; left goes back.
        Assert.Equal(0.7, mdp.Next(1, 2)[2], 1e-15);
        Assert.Equal(0.2, mdp.Next(1, 2)[1], 1e-15);
        Assert.Equal(0.1, mdp.Next(1, 2)[0], 1e-15);
        Assert.Equal(1, mdp.Reward(2, 3));
        Assert.Equal(1, mdp.Initial[0]);
        Assert.Equal("2 (row 1, column 1)", mdp.StateName(2));
        Assert.Equal(40, GridMap.FourRooms.States);
        Assert.True(double.IsNaN(map.Draw("v", [1, 2, 3]).Values[1][0]));
        Assert.Contains("Row 1 of the map has 1 cells", Assert.Throws<ArgumentException>(() => new GridMap("..", ".")).Message);
    }

    [Fact]
    public void The_wheel_jumps_with_its_noise()
    {
        TabularMdp mdp = TabularMdps.Wheel([0.5, 0, 1, 0.1]);
        Assert.Equal(0.625, mdp.Next(0, 0)[0]);
        Assert.Equal(1, mdp.Next(1, 0)[1]);
        Assert.Equal(0.25, mdp.Next(2, 0)[2]);
        Assert.Equal(1, mdp.Next(3, 1)[0]);
    }

    [Fact]
    public void A_deterministic_mdp_stays_in_its_components_and_pays_rarely()
    {
        TabularMdp mdp = TabularMdps.Deterministic(400, 3, 0.2, new Seed(1), components: 8),
            sparse = TabularMdps.Deterministic(400, 3, 0.1, new Seed(1), components: 8);
        int paying = 0;
        for (int s = 0; s < 400; s++)
        {
            for (int a = 0; a < 3; a++)
            {
                TransitionRow row = mdp.Next(s, a);
                Assert.Equal((1, s / 50), (row.Count, row.States[0] / 50));
                Assert.InRange(mdp.Reward(s, a), 0, 1);
                Assert.Contains(sparse.Reward(s, a), new[] { 0, mdp.Reward(s, a) });
                paying += mdp.Reward(s, a) > 0 ? 1 : 0;
            }
        }
        Assert.Equal(0.2, paying / 1200.0, 5 * Math.Sqrt(0.2 * 0.8 / 1200)); // 5σ
        Assert.Contains("20 states cannot be shared evenly by 3",
            Assert.Throws<ArgumentException>(() => TabularMdps.Deterministic(20, 3, 0.2, new Seed(1), 3)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => TabularMdps.Deterministic(20, 3, 1.2, new Seed(1)));
    }
}
