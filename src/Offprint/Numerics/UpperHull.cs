namespace Offprint.Numerics;

/// <summary>The upper concave envelope of points in the plane, by Andrew's monotone chain: O(n) for points in order.</summary>
public static class UpperHull
{
    /// <summary>Finds the vertices of the least concave function that lies on or above all points.</summary>
    /// <param name="x">Horizontal positions, strictly increasing.</param>
    /// <param name="y">Heights, as many.</param>
    /// <param name="vertices">Receives the vertices' indices from left to right; as long as <paramref name="x"/>.</param>
    /// <returns>
    /// The number of vertices. The first and the last point are always among them; a point on the line between its neighbors is not.
    /// </returns>
    /// <exception cref="ArgumentException">The lengths differ, the positions do not increase, or a number is not finite.</exception>
    public static int Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<int> vertices)
    {
        if (x.Length != y.Length || vertices.Length < x.Length)
        {
            throw new ArgumentException(
                $"There are {x.Length} positions, {y.Length} heights and room for {vertices.Length} vertices; all three must agree.",
                nameof(y));
        }
        int count = 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(x[i]) || !double.IsFinite(y[i]))
                throw new ArgumentException($"Point {i} is ({x[i]}, {y[i]}); an envelope needs finite numbers.", nameof(x));
            if (i > 0 && x[i] <= x[i - 1])
                throw new ArgumentException($"Positions must increase: point {i} is at {x[i]}, after {x[i - 1]}.", nameof(x));
            while (count > 1 && IsOnOrBelow(x, y, vertices[count - 2], vertices[count - 1], i))
                count--;
            vertices[count++] = i;
        }
        return count;
    }

    /// <summary>Whether the middle one of three points lies on or below the line through the outer ones.</summary>
    private static bool IsOnOrBelow(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int left, int middle, int right) =>
        (y[middle] - y[left]) * (x[right] - x[left]) <= (y[right] - y[left]) * (x[middle] - x[left]);
}
