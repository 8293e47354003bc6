using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class UpperHullTests
{
    [Fact]
    public void A_point_is_a_vertex_if_it_lies_above_every_line_between_others()
    {
        RandomStream random = new Seed(1).Stream();
        for (int trial = 0; trial < 200; trial++)
        {
            int n = 1 + random.NextInt(12);
            double[] x = new double[n], y = new double[n];
            for (int i = 0; i < n; i++)
                (x[i], y[i]) = ((i > 0 ? x[i - 1] : 0) + 1 + random.NextInt(3), random.NextInt(6));
            int[] vertices = new int[n];
            int count = UpperHull.Of(x, y, vertices);
            var expected = Enumerable.Range(0, n).Where(j => !Enumerable.Range(0, j).Any(i => Enumerable.Range(j + 1, n - j - 1)
                .Any(k => (y[j] - y[i]) * (x[k] - x[i]) <= (y[k] - y[i]) * (x[j] - x[i]))));
            Assert.Equal(expected, vertices.Take(count));
        }
    }

    [Fact]
    public void Bad_points_are_named()
    {
        Assert.Contains("point 1 is at 0", Assert.Throws<ArgumentException>(() => UpperHull.Of([0, 0], [1, 2], new int[2])).Message);
        Assert.Contains("Point 1 is (1, NaN)", Assert.Throws<ArgumentException>(() =>
            UpperHull.Of([0, 1], [1, double.NaN], new int[2])).Message);
        Assert.Throws<ArgumentException>(() => UpperHull.Of([0, 1], [1], new int[2]));
        Assert.Throws<ArgumentException>(() => UpperHull.Of([0, 1], [1, 2], new int[1]));
        Assert.Equal(0, UpperHull.Of([], [], []));
    }
}
