namespace Offprint.Numerics;

/// <summary>Exact nearest neighbors in Euclidean distance, by brute force over blocks.</summary>
public static class NearestNeighbors
{
    /// <summary>The k points nearest to each query.</summary>
    /// <param name="queries">[Q, d].</param>
    /// <param name="points">[N, d].</param>
    /// <param name="k">How many, from 1 to N.</param>
    /// <returns>Their indices and distances, nearest first; of equally distant points the first in order.</returns>
    /// <exception cref="ArgumentException">The features differ, or there are fewer than k points.</exception>
    public static Neighbors Find(SampleMatrix queries, SampleMatrix points, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (k > points.Rows)
            throw new ArgumentException($"There are {points.Rows} points, fewer than the {k} neighbors asked for.", nameof(k));
        return Find(queries, points, k, excludeSelf: false);
    }

    /// <summary>The k nearest neighbors of each point among the others.</summary>
    /// <param name="points">[N, d].</param>
    /// <param name="k">How many, from 1 to N − 1.</param>
    /// <returns>Their indices and distances, nearest first; a point is never its own neighbor, but a duplicate of it is.</returns>
    /// <exception cref="ArgumentException">There are fewer than k + 1 points.</exception>
    public static Neighbors Among(SampleMatrix points, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (k >= points.Rows)
            throw new ArgumentException($"{points.Rows} points have fewer than {k} neighbors each.", nameof(k));
        return Find(points, points, k, excludeSelf: true);
    }

    /// <summary>The squared distance from each point to its k-th neighbor, exactly as <see cref="DistanceBlocks"/> gives it.</summary>
    internal static float[] SquaredRadii(SampleMatrix points, int k)
    {
        NearestVisitor nearest = Visit(points, points, k, excludeSelf: true);
        float[] radii = new float[points.Rows];
        for (int i = 0; i < radii.Length; i++)
            radii[i] = nearest.Squared[(i + 1) * k - 1];
        return radii;
    }

    private static Neighbors Find(SampleMatrix queries, SampleMatrix points, int k, bool excludeSelf)
    {
        NearestVisitor nearest = Visit(queries, points, k, excludeSelf);
        return new(k, nearest.Indices, Array.ConvertAll(nearest.Squared, MathF.Sqrt));
    }

    private static NearestVisitor Visit(SampleMatrix queries, SampleMatrix points, int k, bool excludeSelf)
    {
        var visitor = new NearestVisitor(queries.Rows, k, excludeSelf);
        DistanceBlocks.Visit(queries, points, ref visitor);
        return visitor;
    }

    /// <summary>Keeps the k least distances of each query in order, by insertion.</summary>
    private readonly struct NearestVisitor : IDistanceVisitor
    {
        private readonly int _k;
        private readonly bool _excludeSelf;

        public NearestVisitor(int queries, int k, bool excludeSelf)
        {
            _k = k;
            _excludeSelf = excludeSelf;
            Indices = new int[queries * k];
            Squared = new float[queries * k];
            Array.Fill(Indices, -1);
            Array.Fill(Squared, float.PositiveInfinity);
        }

        public int[] Indices { get; }

        public float[] Squared { get; }

        public void Visit(int query, int firstPoint, ReadOnlySpan<float> squared)
        {
            Span<float> best = Squared.AsSpan(query * _k, _k);
            Span<int> indices = Indices.AsSpan(query * _k, _k);
            float worst = best[^1];
            for (int i = 0; i < squared.Length; i++)
            {
                float value = squared[i];
                // Squares of huge features overflow to infinity; such points still take places that are empty.
                if (!(value < worst || indices[^1] < 0) || (_excludeSelf && firstPoint + i == query))
                    continue;
                int place = _k - 1;
                while (place > 0 && (value < best[place - 1] || indices[place - 1] < 0))
                {
                    best[place] = best[place - 1];
                    indices[place] = indices[place - 1];
                    place--;
                }
                best[place] = value;
                indices[place] = firstPoint + i;
                worst = best[^1];
            }
        }
    }
}

/// <summary>Neighbors of Q queries.</summary>
/// <param name="Count">k, the number of neighbors of each query.</param>
/// <param name="Indices">[Q, k], nearest first.</param>
/// <param name="Distances">[Q, k], Euclidean, ascending.</param>
public sealed record Neighbors(int Count, int[] Indices, float[] Distances)
{
    /// <summary>The distance from a query to its k-th neighbor.</summary>
    /// <param name="query">The query.</param>
    /// <returns>The distance.</returns>
    public float Radius(int query) => Distances[(query + 1) * Count - 1];
}
