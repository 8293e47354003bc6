namespace Offprint.Datasets.Transitions;

/// <summary>
/// Names and widths of the further columns of rows (cost, goal, context, success, latent), which stand side by side in memory.
/// </summary>
public sealed class ColumnLayout : IEquatable<ColumnLayout>
{
    private readonly IReadOnlyList<(string Name, int Width)> _columns;

    /// <summary>Lays out columns.</summary>
    /// <param name="columns">Their names and widths, in order.</param>
    /// <exception cref="ArgumentException">Two have one name, or a width is not positive.</exception>
    public ColumnLayout(IReadOnlyList<(string Name, int Width)> columns)
    {
        foreach ((string name, int width) in columns)
        {
            if (width < 1 || columns.Count(c => c.Name == name) > 1)
                throw new ArgumentException($"The column '{name}' has {width} numbers a row, or its name occurs twice.", nameof(columns));
        }
        (_columns, Width) = (columns, columns.Sum(c => c.Width));
    }

    /// <summary>No columns.</summary>
    public static ColumnLayout None { get; } = new([]);

    /// <summary>Numbers of a row in all columns.</summary>
    public int Width { get; }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<(string Name, int Width)> Columns => _columns;

    /// <summary>Where a column stands in a row.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its first place and its width.</returns>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists those there are.</exception>
    public (int Start, int Width) Find(string name)
    {
        int start = 0;
        foreach ((string own, int width) in _columns)
        {
            if (own == name)
                return (start, width);
            start += width;
        }
        throw new KeyNotFoundException($"There is no column '{name}'. There is: {(Width == 0 ? "none" : this)}.");
    }

    /// <inheritdoc/>
    public bool Equals(ColumnLayout? other) => other is not null && _columns.SequenceEqual(other._columns);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ColumnLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => _columns.Aggregate(0, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _columns.Select(c => $"{c.Name} [{c.Width}]"));
}
