using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class NearestNeighborsTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(3, 5, 2, 5)]
    [InlineData(7, 512, 3, 4)]
    [InlineData(9, 1100, 17, 10)]
    public void They_are_those_of_a_full_sort(int queryCount, int pointCount, int dimension, int k)
    {
        RandomStream random = new Seed(1).Stream();
        SampleMatrix queries = Samples.Normal(random, queryCount, dimension), points = Samples.Normal(random, pointCount, dimension);
        Neighbors found = NearestNeighbors.Find(queries, points, k);
        for (int q = 0; q < queryCount; q++)
        {
            var expected = Enumerable.Range(0, pointCount)
                .Select(p => (Distance: Distance(queries.Row(q), points.Row(p)), p)).Order().Take(k).ToArray();
            Assert.Equal(expected.Select(e => e.p), found.Indices[(q * k)..((q + 1) * k)]);
            for (int i = 0; i < k; i++)
                Assert.Equal(expected[i].Distance, found.Distances[q * k + i], 1e-5);
        }
    }

    [Fact]
    public void A_point_is_not_its_own_neighbor_but_a_duplicate_is()
    {
        var points = new SampleMatrix(4, 1, [0, 1, 1, 5]);
        Neighbors neighbors = NearestNeighbors.Among(points, 2);
        Assert.Equal([1, 2, 2, 0, 1, 0, 1, 2], neighbors.Indices);
        Assert.Equal([1, 1, 0, 1, 0, 1, 4, 4], neighbors.Distances);
        Assert.Equal(4, neighbors.Radius(3));
    }

    [Fact]
    public void Far_from_the_origin_nothing_cancels()
    {
        var points = new SampleMatrix(3, 2, [1e6f, 1e6f, 1e6f + 1, 1e6f, 1e6f, 1e6f + 2]);
        Assert.Equal([0, 1, 2], NearestNeighbors.Find(new SampleMatrix(1, 2, [1e6f, 1e6f]), points, 3).Distances);
    }

    [Fact]
    public void Overflowing_distances_still_name_neighbors()
    {
        Neighbors neighbors = NearestNeighbors.Find(new(1, 1, [0]), new(3, 1, [3e30f, 1, 2e30f]), 3);
        Assert.Equal([1, 0, 2], neighbors.Indices);
        Assert.Equal(float.PositiveInfinity, neighbors.Distances[2]);
    }

    [Fact]
    public void Impossible_questions_are_refused()
    {
        var points = new SampleMatrix(3, 2, new float[6]);
        Assert.Contains("3 points", Assert.Throws<ArgumentException>(() => NearestNeighbors.Find(points, points, 4)).Message);
        Assert.Throws<ArgumentException>(() => NearestNeighbors.Among(points, 3));
        Assert.Throws<ArgumentException>(() => NearestNeighbors.Find(points, new SampleMatrix(2, 3, new float[6]), 1));
        Assert.Contains("Feature 1 of point 2 is NaN", Assert.Throws<ArgumentException>(
            () => new SampleMatrix(3, 2, [0, 0, 0, 0, 0, float.NaN])).Message);
        Assert.Throws<ArgumentException>(() => new SampleMatrix(3, 2, new float[5]));
    }

    private static double Distance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += Math.Pow((double)x[i] - y[i], 2);
        return Math.Sqrt(sum);
    }
}

internal static class Samples
{
    /// <summary>Points of N(shift, scale² I).</summary>
    public static SampleMatrix Normal(RandomStream random, int rows, int columns, double scale = 1, double shift = 0)
    {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(scale * random.NextNormal() + shift);
        return new(rows, columns, values);
    }
}
