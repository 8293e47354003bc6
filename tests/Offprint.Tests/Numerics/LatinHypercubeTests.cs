using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class LatinHypercubeTests
{
    [Fact]
    public void Every_stratum_of_every_coordinate_holds_one_point()
    {
        var design = LatinHypercube.Sample(4, 50, new Seed(3).Stream());
        for (int i = 0; i < 4; i++)
            Assert.Equal(Enumerable.Range(0, 50), design[i].ToArray().Select(x => (int)(50 * x)).Order());
        Assert.NotEqual(design[0].ToArray().Select(x => (int)(50 * x)), design[1].ToArray().Select(x => (int)(50 * x)));
    }

    [Fact]
    public void Means_of_additive_functions_lose_nearly_all_variance()
    {
        // For Σ x_i² the variance falls from O(1/N) to O(1/N³).
        double[] means = [.. Enumerable.Range(0, 200).Select(r =>
        {
            var design = LatinHypercube.Sample(3, 40, new Seed((ulong)r).Stream());
            return Enumerable.Range(0, 3).Sum(i => design[i].ToArray().Average(x => x * x));
        })];
        double variance = means.Sum(m => Math.Pow(m - 1, 2)) / 200, plain = 3 * (1.0 / 5 - 1.0 / 9) / 40;
        Assert.InRange(variance, 0, plain / 200);
    }
}
