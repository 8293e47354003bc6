using Offprint.Numerics;
using Offprint.Optimization.Search;

namespace Offprint.Tests.Optimization.Search;

public sealed class CmaEvolutionStrategyTests
{
    [Fact]
    public void The_population_is_the_tutorial_s() =>
        Assert.Equal(16, new CmaEvolutionStrategy(new double[60], 1, new Seed(1)).Population);

    [Theory]
    [InlineData(1)]
    [InlineData(1e6)]
    public void Ellipsoids_are_descended_whatever_their_axes(double condition)
    {
        const int Size = 8;
        double Cost(double[] x) => x.Select((v, i) => Math.Pow(condition, i / (Size - 1.0)) * v * v).Sum();
        var search = new CmaEvolutionStrategy([.. Enumerable.Repeat(1.0, Size)], 0.5, new Seed(3));
        double best = double.PositiveInfinity;
        int evaluations = 0, allowed = (condition == 1 ? 400 : 1000) * Size;
        while (best > 1e-8 && evaluations < allowed)
        {
            double[][] points = search.Ask();
            double[] costs = Array.ConvertAll(points, Cost);
            search.Tell(points, costs);
            best = Math.Min(best, costs.Min());
            evaluations += points.Length;
        }
        Assert.True(best <= 1e-8, $"{best} after {evaluations} evaluations");
    }

    [Fact]
    public void The_same_seed_gives_the_same_points_and_bad_costs_are_the_worst()
    {
        var (a, b) = (new CmaEvolutionStrategy([0, 0], 1, new Seed(5)), new CmaEvolutionStrategy([0, 0], 1, new Seed(5)));
        for (int g = 0; g < 5; g++)
        {
            double[][] points = a.Ask();
            Assert.Equal(points, b.Ask());
            a.Tell(points, [.. points.Select((p, i) => i == 0 ? double.NaN : p[0])]);
            b.Tell(points, [.. points.Select((p, i) => i == 0 ? double.PositiveInfinity : p[0])]);
        }
        Assert.Equal(a.Mean, b.Mean);
        Assert.True(a.Mean[0] < 0);
        Assert.Throws<ArgumentException>(() => a.Tell([], []));
        Assert.Throws<ArgumentException>(() => new CmaEvolutionStrategy([0], 0, new Seed(1)));
    }
}
