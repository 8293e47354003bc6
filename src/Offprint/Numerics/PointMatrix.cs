namespace Offprint.Numerics;

/// <summary>
/// Points in double precision, coordinate by coordinate: row i holds coordinate i of all points, so that arithmetic runs over points.
/// </summary>
public sealed class PointMatrix
{
    private readonly double[] _values;
    private readonly int _offset;

    /// <summary>Makes room for points; all coordinates are zero.</summary>
    /// <param name="dimension">D, the number of coordinates, at least 1.</param>
    /// <param name="count">N, the number of points.</param>
    public PointMatrix(int dimension, int count)
        : this(new double[checked(Positive(dimension) * count)], 0, count, dimension, count)
    {
    }

    private PointMatrix(double[] values, int offset, int stride, int dimension, int count) =>
        (_values, _offset, Stride, Dimension, Count) = (values, offset, stride, dimension, count);

    /// <summary>D, the number of coordinates.</summary>
    public int Dimension { get; }

    /// <summary>N, the number of points.</summary>
    public int Count { get; }

    /// <summary>How far apart in memory consecutive coordinates of a point lie.</summary>
    internal int Stride { get; }

    /// <summary>The storage from the first coordinate of the first point on, for vector loads at i · Stride + n.</summary>
    internal ReadOnlySpan<double> Storage => _values.AsSpan(_offset);

    /// <summary>One coordinate of all points.</summary>
    /// <param name="coordinate">Which, from 0.</param>
    /// <returns>[N], writable.</returns>
    public Span<double> this[int coordinate]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)coordinate, (uint)Dimension, nameof(coordinate));
            return _values.AsSpan(_offset + coordinate * Stride, Count);
        }
    }

    /// <summary>Consecutive points, sharing the storage.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <returns>A view.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range passes the last point.</exception>
    public PointMatrix Slice(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, Count, nameof(count));
        return new PointMatrix(_values, _offset + first, Stride, Dimension, count);
    }

    /// <summary>Consecutive coordinates of all points, sharing the storage.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <returns>A view.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range passes the last coordinate.</exception>
    public PointMatrix Coordinates(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + Positive(count), Dimension, nameof(count));
        return new PointMatrix(_values, _offset + first * Stride, Stride, count, Count);
    }

    private static int Positive(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        return dimension;
    }
}
