using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class SeparableKnapsackTests
{
    [Fact]
    public void It_takes_steep_segments_first_and_leaves_flat_ones()
    {
        var knapsack = new SeparableKnapsack();
        knapsack.Add([0, 1, 3], [1, 4, 6]);       // slopes 3, 1, and 1 for nothing
        knapsack.Add([0, 2, 4, 5], [0, 4, 4, 1]); // slopes 2, 0, −3
        int[] vertices = new int[2];
        Assert.Equal(new KnapsackOptimum(1, -1, 0), knapsack.Solve(0, vertices));
        Assert.Equal(new KnapsackOptimum(5, 1, 0.25), knapsack.Solve(1.5, vertices));
        Assert.Equal([1, 0], vertices);
        Assert.Equal(new KnapsackOptimum(8, -1, 0), knapsack.Solve(3, vertices));
        Assert.Equal(new KnapsackOptimum(9, 0, 0.5), knapsack.Solve(4, vertices));
        Assert.Equal(new KnapsackOptimum(10, -1, 0), knapsack.Solve(100, vertices));
        Assert.Equal([2, 1], vertices);
        knapsack.Clear();
        Assert.Equal(new KnapsackOptimum(0, -1, 0), knapsack.Solve(1, []));
    }

    [Fact]
    public void A_capacity_that_rounding_keeps_from_fitting_still_fits()
    {
        var knapsack = new SeparableKnapsack();
        for (int i = 0; i < 10; i++)
            knapsack.Add([0, 0.1], [0, 1]);
        Assert.Equal(-1, knapsack.Solve(1, new int[10]).FractionalItem);
        Assert.Equal(10, knapsack.Solve(1, new int[10]).Value, 1e-12);
    }

    [Fact]
    public void Solving_allocates_nothing()
    {
        var knapsack = new SeparableKnapsack();
        for (int i = 1; i <= 50; i++)
            knapsack.Add([0, 0.2, 0.7], [0, i, 1.5 * i]);
        int[] vertices = new int[50];
        knapsack.Solve(3, vertices);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 100; i++)
                knapsack.Solve(i * 0.1, vertices);
        }));
    }

    [Fact]
    public void Bad_items_are_named()
    {
        var knapsack = new SeparableKnapsack();
        Assert.Contains("UpperHull", Assert.Throws<ArgumentException>(() => knapsack.Add([0, 1, 2], [0, 1, 3])).Message);
        Assert.Contains("start at x = 0", Assert.Throws<ArgumentException>(() => knapsack.Add([1, 2], [0, 1])).Message);
        Assert.Throws<ArgumentException>(() => knapsack.Add([0, 0], [0, 1]));
        Assert.Throws<ArgumentException>(() => knapsack.Add([0, 1], [0, double.NaN]));
        Assert.Throws<ArgumentException>(() => knapsack.Add([], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => knapsack.Solve(-1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => knapsack.Solve(double.NaN, []));
        var one = new SeparableKnapsack();
        one.Add([0, 1], [0, 1]);
        Assert.Throws<ArgumentException>(() => one.Solve(1, []));
    }
}
