using System.Numerics;
using System.Runtime.InteropServices;

namespace Offprint.Numerics;

/// <summary>Receives squared distances of one query to consecutive points.</summary>
internal interface IDistanceVisitor
{
    /// <summary>Receives distances; queries come in any order, each point of a query once.</summary>
    void Visit(int query, int firstPoint, ReadOnlySpan<float> squared);
}

/// <summary>All squared distances between two samples, block by block, without storing the matrix.</summary>
/// <remarks>
/// Differences are squared and summed as they are, |x − y|² and not |x|² + |y|² − 2 x·y: twice the arithmetic of a matrix product, but no
/// cancellation, so equal points have distance 0 exactly. Each sum runs over the features in order with fused multiply-adds, so results do
/// not depend on the width of the machine's vectors.
/// </remarks>
internal static class DistanceBlocks
{
    private const int PointsPerBlock = 512;
    private const int QueriesPerTile = 4;

    /// <summary>Visits every pair.</summary>
    public static void Visit<TVisitor>(SampleMatrix queries, SampleMatrix points, ref TVisitor visitor)
        where TVisitor : struct, IDistanceVisitor
    {
        queries.RequireComparable(points, 0);
        int dimension = points.Columns;
        var block = new float[dimension * PointsPerBlock];
        var squared = new float[QueriesPerTile * PointsPerBlock];
        for (int first = 0; first < points.Rows; first += PointsPerBlock)
        {
            int count = Math.Min(PointsPerBlock, points.Rows - first);
            Transpose(points, first, count, block);
            for (int query = 0; query < queries.Rows; query += QueriesPerTile)
            {
                int tile = Math.Min(QueriesPerTile, queries.Rows - query);
                // A short tile repeats its last query; the surplus is not reported.
                Tile(queries.Row(query), queries.Row(query + Math.Min(1, tile - 1)), queries.Row(query + Math.Min(2, tile - 1)),
                    queries.Row(query + Math.Min(3, tile - 1)), block, squared);
                for (int i = 0; i < tile; i++)
                    visitor.Visit(query + i, first, squared.AsSpan(i * PointsPerBlock, count));
            }
        }
    }

    /// <summary>Turns points into feature-major order, so that neighboring lanes of a vector hold neighboring points.</summary>
    private static void Transpose(SampleMatrix points, int first, int count, float[] block)
    {
        for (int p = 0; p < count; p++)
        {
            ReadOnlySpan<float> row = points.Row(first + p);
            for (int d = 0; d < row.Length; d++)
                block[d * PointsPerBlock + p] = row[d];
        }
    }

    private static void Tile(
        ReadOnlySpan<float> q0, ReadOnlySpan<float> q1, ReadOnlySpan<float> q2, ReadOnlySpan<float> q3, float[] block, float[] squared)
    {
        int width = Vector<float>.Count;
        ref float origin = ref MemoryMarshal.GetArrayDataReference(block);
        for (int p = 0; p < PointsPerBlock; p += 2 * width)
        {
            Vector<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
            for (int d = 0; d < q0.Length; d++)
            {
                nuint offset = (nuint)(d * PointsPerBlock + p);
                var x = Vector.LoadUnsafe(ref origin, offset);
                var y = Vector.LoadUnsafe(ref origin, offset + (nuint)width);
                Add(new(q0[d]), x, y, ref a0, ref b0);
                Add(new(q1[d]), x, y, ref a1, ref b1);
                Add(new(q2[d]), x, y, ref a2, ref b2);
                Add(new(q3[d]), x, y, ref a3, ref b3);
            }
            Store(a0, b0, squared, p);
            Store(a1, b1, squared, p + PointsPerBlock);
            Store(a2, b2, squared, p + 2 * PointsPerBlock);
            Store(a3, b3, squared, p + 3 * PointsPerBlock);
        }
    }

    private static void Add(Vector<float> query, Vector<float> x, Vector<float> y, ref Vector<float> a, ref Vector<float> b)
    {
        Vector<float> u = query - x, v = query - y;
        a = Vector.FusedMultiplyAdd(u, u, a);
        b = Vector.FusedMultiplyAdd(v, v, b);
    }

    private static void Store(Vector<float> a, Vector<float> b, float[] squared, int at)
    {
        a.CopyTo(squared, at);
        b.CopyTo(squared, at + Vector<float>.Count);
    }
}
