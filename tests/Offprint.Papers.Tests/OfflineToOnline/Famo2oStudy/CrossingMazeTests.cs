using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Experiments;
using Offprint.Papers.OfflineToOnline.Famo2oStudy;

namespace Offprint.Papers.Tests.OfflineToOnline.Famo2oStudy;

public sealed class CrossingMazeTests
{
    private static readonly BalanceRange s_narrow = new(0.02, 0.5), s_wide = new(8, 14);

    /// <summary>−(1 − γⁿ)/(1 − γ) for n moves.</summary>
    [Theory]
    [InlineData(1, 1, 12, -11.3615128)]
    [InlineData(1, 7, 14, -13.1254187)]
    [InlineData(2, 3, 9, -8.6482753)]
    public void The_best_values_count_moves(int row, int column, int moves, double value)
    {
        int s = CrossingMaze.State((row, column));
        Assert.Equal(moves, CrossingMaze.Distances[s]);
        PlanningSolution best = PolicyIteration.Solve(CrossingMaze.Mdp());
        Assert.Equal(value, best.Values[0][s], 1e-7);
        Assert.Equal((row, column), CrossingMaze.Cell(s));
    }

    /// <summary>Following the shortest ways earns the best values, so that each of them leads one move nearer.</summary>
    [Fact]
    public void Shortest_ways_are_best()
    {
        TabularMdp mdp = CrossingMaze.Mdp();
        PlanningSolution best = PolicyIteration.Solve(mdp);
        PolicyValue way = PolicyEvaluation.Evaluate(mdp, TabularPolicy.Deterministic(
            [.. Enumerable.Range(0, mdp.States).Select(CrossingMaze.Shortest)], CrossingMaze.Actions));
        for (int s = 0; s < mdp.States; s++)
            Assert.Equal(best.Values[0][s], way.Values[0][s], 1e-9);
    }

    [Fact]
    public void Walls_are_no_cells()
    {
        Assert.Throws<ArgumentException>(() => CrossingMaze.State((2, 4)));
        Assert.Equal(CrossingMaze.State((1, 1)), CrossingMaze.Next(CrossingMaze.State((1, 1)), 1));
        Assert.Equal(CrossingMaze.State((2, 3)), CrossingMaze.Next(CrossingMaze.State((1, 3)), 1));
    }

    /// <summary>The sheet's four numbers.</summary>
    [Fact]
    public void The_balance_with_the_behavior_s_advantages()
    {
        TabularResult exact = Run(AdvantageKind.Behavior);
        Assert.Equal(0.952, exact.At(CrossingMaze.Unguided).Balance[0], 2e-3);
        Assert.Equal(0.546, exact.At(CrossingMaze.Guided).Balance[0], 2e-3);
        Assert.Equal(0.5, exact.At(CrossingMaze.Unguided).Balance[1], 2e-3);
        Assert.Equal(0.5, exact.At(CrossingMaze.Guided).Balance[1], 2e-3);
    }

    /// <summary>Computed apart from it, by sweeps of value iteration and the same integral.</summary>
    [Fact]
    public void The_balance_with_the_best_policy_s_advantages()
    {
        TabularResult exact = Run(AdvantageKind.Optimal);
        Assert.Equal(0.6530561, exact.At(CrossingMaze.Unguided).Balance[0], 1e-5);
        Assert.Equal(0.5148622, exact.At(CrossingMaze.Guided).Balance[0], 1e-5);
        Assert.All(exact.Rows, row => Assert.Equal(0, row.Advantage.Max(), 1e-8));
    }

    [Fact]
    public void The_slope_of_the_mean_is_the_variance()
    {
        var family = new TiltedPolicy([0.1, 0.2, 0.3, 0.4], [1.5, -0.3, 0.7, -2]);
        foreach (double beta in (double[])[0, 0.3, 1, 4])
        {
            Assert.Equal((family.Mean(beta + 1e-5) - family.Mean(beta - 1e-5)) / 2e-5, family.Variance(beta), 1e-6);
            Assert.Equal(1, family.Probabilities(beta).Sum(), 1e-12);
        }
        Assert.Equal([0.1, 0.2, 0.3, 0.4], family.Probabilities(0), (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(0, family.Divergence(0), 1e-12);
    }

    /// <summary>A flat family leaves the law uniform; a cold law goes to the top.</summary>
    [Fact]
    public void Limits_of_the_balance()
    {
        Assert.Equal(0.5, new TiltedPolicy([0.5, 0.5], [0, 0]).Balance(s_narrow, 0.1, 101), 1e-12);
        Assert.True(new TiltedPolicy([0.5, 0.5], [1, -1]).Balance(s_narrow, 1e-4, 1001) > 0.99);
        Assert.Equal(0.5, new TiltedPolicy([0.5, 0.5], [1, -1]).Balance(s_wide, 0.1, 1001), 1e-6);
        Assert.Equal((11, 0.25), (s_wide.Middle(), s_wide.Share(9.5)));
    }

    [Fact]
    public void A_bound_that_is_never_reached_takes_the_greatest_balance()
    {
        var family = new TiltedPolicy([0.5, 0.5], [1, -1]);
        Assert.Equal(30, family.BetaOf(Math.Log(2), 30));
        Assert.Equal(0.1, family.Divergence(family.BetaOf(0.1, 30)), 1e-9);
    }

    [Fact]
    public void One_balance_spends_a_mean_divergence_best() => Assert.All(Enum.GetValues<AdvantageKind>(), kind =>
        Assert.All(Run(kind).Budgets, row => Assert.True(row.OneBeta >= row.OneBound - 1e-8)));

    private static TabularResult Run(AdvantageKind kind)
    {
        TabularStudy study = Papers.Famo2o.Tabular;
        Cell<TabularSettings> cell = study.Cells(Profile.Smoke).First(own => own.Settings.Advantages == kind);
        return study.Run(cell, new([1], Artifacts.Default, null, TestContext.Current.CancellationToken));
    }
}
