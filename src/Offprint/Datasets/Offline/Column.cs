namespace Offprint.Datasets.Offline;

/// <summary>A column of a data set: N rows of <see cref="Width"/> values each, row after row.</summary>
/// <typeparam name="T">The values' type.</typeparam>
public sealed class Column<T>
{
    private readonly T[] _values;

    /// <summary>Makes a column.</summary>
    /// <param name="values">[N, width], row after row. Not copied.</param>
    /// <param name="width">Values a row, at least 1.</param>
    /// <exception cref="ArgumentException">The values do not fill whole rows.</exception>
    public Column(T[] values, int width = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (values.Length % width != 0)
            throw new ArgumentException($"{values.Length} values do not fill rows of {width}.", nameof(values));
        (_values, Width) = (values, width);
    }

    /// <summary>N.</summary>
    public int Count => _values.Length / Width;

    /// <summary>Values a row.</summary>
    public int Width { get; }

    /// <summary>All values, row after row.</summary>
    public ReadOnlySpan<T> Values => _values;

    /// <summary>The first value of a row.</summary>
    /// <param name="row">The row.</param>
    public T this[int row] => _values[row * Width];

    /// <summary>A row.</summary>
    /// <param name="row">From 0 to <see cref="Count"/> − 1.</param>
    /// <returns>[<see cref="Width"/>].</returns>
    public ReadOnlySpan<T> Row(int row) => _values.AsSpan(row * Width, Width);

    /// <summary>The values as an array, for writers that take no span. Not copied.</summary>
    internal T[] Array => _values;

    /// <summary>A new column of some rows, one range after another.</summary>
    internal Column<T> Gather(IReadOnlyList<Range> ranges)
    {
        int count = ranges.Sum(range => range.End.Value - range.Start.Value), place = 0;
        var values = new T[count * Width];
        foreach (Range range in ranges)
        {
            int length = (range.End.Value - range.Start.Value) * Width;
            _values.AsSpan(range.Start.Value * Width, length).CopyTo(values.AsSpan(place));
            place += length;
        }
        return new(values, Width);
    }
}
