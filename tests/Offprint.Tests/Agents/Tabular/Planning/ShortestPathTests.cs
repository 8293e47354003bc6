using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Agents.Tabular.Planning;

public class ShortestPathTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Deterministic_graphs_have_the_distances_of_breadth_first_search(ulong seed)
    {
        RandomStream random = new Seed(seed).Stream();
        const int n = 60;
        var builder = new TabularMdpBuilder(n, 2);
        int[][] edges = [.. Enumerable.Range(0, n).Select(_ => new[] { random.NextInt(n), random.NextInt(n) })];
        for (int s = 0; s < n; s++)
            builder.Add(s, 0, edges[s][0], 1).Add(s, 1, edges[s][1], 1);
        double[] expected = new double[n];
        Array.Fill(expected, double.PositiveInfinity);
        expected[0] = expected[7] = 0;
        for (int round = 0; round < n; round++)
        {
            for (int s = 0; s < n; s++)
                expected[s] = Math.Min(expected[s], 1 + Math.Min(expected[edges[s][0]], expected[edges[s][1]]));
        }
        ShortestPathSolution found = ShortestPath.Solve(builder.Build(), [0, 7], new() { AllowUnreachable = true });
        Assert.Equal(expected, found.Distances);
    }

    [Fact]
    public void Grids_have_the_distances_of_their_corridors()
    {
        var map = new GridMap("..#.", ".##.", "....");
        double[] distances = ShortestPath.Solve(TabularMdps.Grid(map), [map.StateAt(0, 3)]).Distances;
        Assert.Equal(7, distances[map.StateAt(0, 0)], 1e-9);
        Assert.Equal(8, distances[map.StateAt(0, 1)], 1e-9);
        Assert.Equal(2, distances[map.StateAt(2, 3)], 1e-9);
    }

    [Fact]
    public void Costs_decide_between_a_short_and_a_cheap_way()
    {
        // To the goal 2 in one step for 5, or by 1 for 1 + c.
        TabularMdp mdp = new TabularMdpBuilder(3, 2).Add(0, 0, 2, 1).Add(0, 1, 1, 1).Add(1, 0, 2, 0.5).Add(1, 0, 1, 0.5).Add(1, 1, 1, 1)
            .Absorb(2).Build();
        ShortestPathSolution With(double cost) => ShortestPath.Solve(mdp, [2], new()
        {
            Costs = StateActionTable.FromArray(new[,] { { 5, 1 }, { cost, cost }, { 0, 0 } }),
        });
        Assert.Equal(4, With(1.5).Distances[0], 1e-8);
        Assert.Equal(1, With(1.5).Actions[0]);
        Assert.Equal(5, With(2.5).Distances[0], 1e-8);
        Assert.Equal(0, With(2.5).Actions[0]);
    }

    [Fact]
    public void The_proven_error_holds_at_any_tolerance()
    {
        TabularMdp mdp = TabularMdps.RiverSwim(12);
        foreach (double tolerance in (double[])[0.1, 1e-3, 1e-6])
        {
            ShortestPathSolution found = ShortestPath.Solve(mdp, [11], new() { Tolerance = tolerance });
            Assert.InRange(found.RelativeError, 0, tolerance * (1 + 1e-9));
            Assert.InRange(34.7222222222, found.Distances[0], found.Distances[0] * (1 + found.RelativeError));
        }
    }

    [Fact]
    public void A_state_that_may_fall_into_a_trap_cannot_reach_the_goal_surely()
    {
        // From 0 the only way to the goal 2 may end in the trap 3; 1 can wait for a safe step.
        TabularMdp mdp = new TabularMdpBuilder(4, 2) { Name = "trap" }.Add(0, 0, 2, 0.9).Add(0, 0, 3, 0.1).Add(0, 1, 0, 1)
            .Add(1, 0, 0, 1).Add(1, 1, 2, 0.5).Add(1, 1, 1, 0.5).Absorb(2).Absorb(3).Build();
        string message = Assert.Throws<ArgumentException>(() => ShortestPath.Solve(mdp, [2])).Message;
        Assert.Contains("no policy reaches the goal (state 2) surely from 2 of 4 states, among them 0, 3", message);
        ShortestPathSolution found = ShortestPath.Solve(mdp, [2], new() { AllowUnreachable = true });
        Assert.Equal([double.PositiveInfinity, 2, 0, double.PositiveInfinity], found.Distances.Select(d => Math.Round(d, 8)));
        Assert.Equal(1, found.Actions[1]);
    }

    [Fact]
    public void Bad_goals_and_costs_are_refused()
    {
        TabularMdp mdp = TabularMdps.Ring(3);
        Assert.Contains("goal is empty", Assert.Throws<ArgumentException>(() => ShortestPath.Solve(mdp, [])).Message);
        Assert.Contains("goal contains state 3; there are 3", Assert.Throws<ArgumentException>(() => ShortestPath.Solve(mdp, [3])).Message);
        Assert.Contains("cost of state 1, action 0 is 0", Assert.Throws<ArgumentException>(
            () => ShortestPath.Solve(mdp, [0], new() { Costs = StateActionTable.FromFunction(mdp, (s, _) => 2 - 2 * s) })).Message);
        Assert.Contains("did not settle within 3 sweeps", Assert.Throws<InvalidOperationException>(
            () => ShortestPath.Solve(TabularMdps.RiverSwim(6), [5], new() { MaximumSweeps = 3 })).Message);
        Assert.Contains("has 3 stages", Assert.Throws<ArgumentException>(() => ShortestPath.Solve(TabularMdps.DeepSea(3), [0])).Message);
    }
}
