namespace Offprint.Files.Tables;

/// <summary>A table of typed columns of one length: what results, logs and claims become when they leave the project.</summary>
/// <param name="Name">The table's name, in a few words.</param>
/// <param name="Columns">The columns in order; their names are unique.</param>
public sealed record ColumnTable(string Name, IReadOnlyList<TableColumnData> Columns)
{
    /// <summary>The number of rows.</summary>
    public int RowCount => Columns.Count == 0 ? 0 : Columns[0].Count;

    /// <summary>A column by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public TableColumnData this[string name] => Columns.FirstOrDefault(c => c.Name == name) ?? throw new ArgumentException(
        $"{Name} has no column '{name}'. It has: {string.Join(", ", Columns.Select(c => c.Name))}.", nameof(name));

    /// <summary>Makes a table from rows of named values; a column's type is the narrowest that holds all of its values.</summary>
    /// <param name="name">The table's name.</param>
    /// <param name="rows">Rows; a name that a row lacks is a missing value. Values are numbers, truth values, texts or
    /// <see langword="null"/>.</param>
    /// <returns>The table, its columns in the order in which names first occur.</returns>
    /// <exception cref="ArgumentException">A value is of another type.</exception>
    public static ColumnTable Of(string name, IReadOnlyList<IReadOnlyDictionary<string, object?>> rows)
    {
        List<string> names = [];
        HashSet<string> known = [];
        foreach (var row in rows)
            names.AddRange(row.Keys.Where(known.Add));
        return new(name, [.. names.Select(column => TableColumnData.Of(column, [.. rows.Select(row => row.GetValueOrDefault(column))]))]);
    }
}
