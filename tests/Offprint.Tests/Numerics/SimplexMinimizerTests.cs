using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class SimplexMinimizerTests
{
    [Fact]
    public void Two_components_agree_with_a_golden_section_search()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var (ratios, costs) = Random(2, 300, new Seed(seed));
            var minimum = SimplexMinimizer.Minimize(ratios, costs, [0.5, 0.5], new SimplexMinimizerOptions(20_000, 0));
            double best = GoldenSection(a => Objective(ratios, costs, [a, 1 - a]));
            Assert.Equal(Objective(ratios, costs, [best, 1 - best]), minimum.Value, 1e-9 * minimum.Value);
            Assert.Equal(best, minimum.Point[0], 1e-3);
        }
    }

    [Fact]
    public void No_step_raises_the_objective_and_the_gap_bounds_the_error()
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            var (ratios, costs) = Random(6, 700, new Seed(seed));
            double[] start = [.. Enumerable.Repeat(1.0 / 6, 6)];
            double exact = SimplexMinimizer.Minimize(ratios, costs, start, new SimplexMinimizerOptions(50_000, 0)).Value;
            double last = Objective(ratios, costs, start);
            foreach (int iterations in new[] { 1, 2, 3, 5, 10, 100, 1000 })
            {
                var minimum = SimplexMinimizer.Minimize(ratios, costs, start, new SimplexMinimizerOptions(iterations, 0));
                Assert.InRange(minimum.Value, 0, last * (1 + 1e-14));
                Assert.Equal(Objective(ratios, costs, minimum.Point), minimum.Value, 1e-12 * minimum.Value);
                Assert.InRange(minimum.Value - exact, -1e-12 * exact, minimum.Gap * minimum.Value + 1e-12);
                Assert.Equal(1, minimum.Point.Sum(), 1e-12);
                last = minimum.Value;
            }
        }
    }

    [Fact]
    public void One_component_that_holds_all_cost_takes_all_weight()
    {
        var ratios = new PointMatrix(3, 100);
        ratios[1].Fill(1);
        ratios[0][7] = ratios[2][9] = 1; // covered by the second component, too
        double[] costs = [.. Enumerable.Repeat(2.0, 100)];
        var minimum = SimplexMinimizer.Minimize(ratios, costs, [0.3, 0.3, 0.4]);
        Assert.InRange(minimum.Point[1], 0.9999, 1);
        Assert.Equal(2, minimum.Value, 1e-3);
        SimplexMinimum cut = SimplexMinimizer.Minimize(ratios, costs, [0.3, 0.3, 0.4], new(400, 0, Negligible: 0.01));
        Assert.Equal([0, 1, 0], cut.Point); // what is negligible is zero for good, and the rest still sums to one
    }

    [Fact]
    public void Nothing_to_minimize_leaves_the_start()
    {
        var (ratios, _) = Random(3, 50, new Seed(1));
        var minimum = SimplexMinimizer.Minimize(ratios, new double[50], [0.2, 0.3, 0.5]);
        Assert.Equal([0.2, 0.3, 0.5], minimum.Point);
        Assert.Equal((0, 0, 0), (minimum.Value, minimum.Gap, minimum.Iterations));
    }

    [Fact]
    public void Points_that_no_component_reaches_are_left_out()
    {
        var ratios = new PointMatrix(2, 4);
        ratios[0][0] = ratios[1][1] = 1;
        var minimum = SimplexMinimizer.Minimize(ratios, [1, 1, 5, 5], [0.4, 0.6]);
        Assert.Equal(0.5, minimum.Point[0], 1e-4);
        Assert.Equal(1, minimum.Value, 1e-6); // (1/½ + 1/½) / 4
    }

    [Fact]
    public void A_start_outside_the_simplex_is_refused()
    {
        var (ratios, costs) = Random(2, 10, new Seed(1));
        Assert.Contains("simplex", Assert.Throws<ArgumentException>(() => SimplexMinimizer.Minimize(ratios, costs, [0.5, 0.6])).Message);
        Assert.Throws<ArgumentException>(() => SimplexMinimizer.Minimize(ratios, costs, [1.5, -0.5]));
        Assert.Throws<ArgumentException>(() => SimplexMinimizer.Minimize(ratios, costs, [1]));
    }

    private static (PointMatrix Ratios, double[] Costs) Random(int components, int count, Seed seed)
    {
        var random = seed.Stream();
        var ratios = new PointMatrix(components, count);
        for (int j = 0; j < components; j++)
        {
            foreach (ref double ratio in ratios[j])
                ratio = Math.Exp(random.NextNormal());
        }
        return (ratios, [.. Enumerable.Range(0, count).Select(_ => Math.Exp(random.NextNormal()))]);
    }

    private static double Objective(PointMatrix ratios, double[] costs, double[] alpha)
    {
        double sum = 0;
        for (int n = 0; n < costs.Length; n++)
            sum += costs[n] / Enumerable.Range(0, alpha.Length).Sum(j => alpha[j] * ratios[j][n]);
        return sum / costs.Length;
    }

    private static double GoldenSection(Func<double, double> function)
    {
        double low = 0, high = 1, golden = (Math.Sqrt(5) - 1) / 2;
        for (int i = 0; i < 60; i++)
        {
            double a = high - golden * (high - low), b = low + golden * (high - low);
            (low, high) = function(a) < function(b) ? (low, b) : (a, high);
        }
        return (low + high) / 2;
    }
}
