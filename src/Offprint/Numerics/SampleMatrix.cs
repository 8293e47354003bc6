namespace Offprint.Numerics;

/// <summary>Points in the space of some features: one row a point, stored row by row in single precision.</summary>
public sealed class SampleMatrix
{
    /// <summary>Wraps values.</summary>
    /// <param name="rows">The number of points.</param>
    /// <param name="columns">The number of features, at least 1.</param>
    /// <param name="values">[rows, columns], row by row. Not copied.</param>
    /// <exception cref="ArgumentException">The lengths disagree, or a value is not finite.</exception>
    public SampleMatrix(int rows, int columns, float[] values)
    {
        if (rows < 0 || columns < 1 || (long)rows * columns != values.Length)
            throw new ArgumentException($"{rows} points of {columns} features are not {values.Length} values.", nameof(values));
        int bad = Array.FindIndex(values, v => !float.IsFinite(v));
        if (bad >= 0)
            throw new ArgumentException($"Feature {bad % columns} of point {bad / columns} is {values[bad]}.", nameof(values));
        Rows = rows;
        Columns = columns;
        Values = values;
    }

    /// <summary>The number of points.</summary>
    public int Rows { get; }

    /// <summary>The number of features.</summary>
    public int Columns { get; }

    /// <summary>[Rows, Columns], row by row.</summary>
    public float[] Values { get; }

    /// <summary>A point's features.</summary>
    /// <param name="index">The point.</param>
    /// <returns>[Columns].</returns>
    public ReadOnlySpan<float> Row(int index) => Values.AsSpan(index * Columns, Columns);

    /// <summary>Some of the points.</summary>
    /// <param name="rows">Their places, in the new order.</param>
    /// <returns>A copy.</returns>
    public SampleMatrix Select(IReadOnlyList<int> rows)
    {
        float[] values = new float[rows.Count * Columns];
        for (int i = 0; i < rows.Count; i++)
            Row(rows[i]).CopyTo(values.AsSpan(i * Columns));
        return new(rows.Count, Columns, values);
    }

    /// <summary>Throws unless another sample has the same features and both have enough points.</summary>
    internal void RequireComparable(SampleMatrix other, int minimumRows)
    {
        if (Columns != other.Columns)
            throw new ArgumentException($"The samples have {Columns} and {other.Columns} features.", nameof(other));
        if (Rows < minimumRows || other.Rows < minimumRows)
            throw new ArgumentException($"Samples of {Rows} and {other.Rows} points; each needs {minimumRows} or more.", nameof(other));
    }
}
