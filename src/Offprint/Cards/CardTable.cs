namespace Offprint.Cards;

/// <summary>A table of text and numbers.</summary>
/// <param name="Title">The table's caption; empty for none.</param>
/// <param name="Columns">The columns, left to right.</param>
/// <param name="Rows">The rows, each with one cell a column.</param>
public sealed record CardTable(string Title, IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<TableCell>> Rows)
    : IDescribable
{
    /// <summary>A remark under the table: the setting, the source of the reported numbers.</summary>
    public string? Note { get; init; }

    /// <summary>Whether a page shows only its title until the reader opens it.</summary>
    public bool Folded { get; init; }

    /// <summary>Makes a table of things, one row each, from columns that say header and value side by side.</summary>
    /// <typeparam name="T">What a row shows.</typeparam>
    /// <param name="title">The table's caption; empty for none.</param>
    /// <param name="rows">One thing a row.</param>
    /// <param name="columns">The columns, left to right.</param>
    /// <returns>The table.</returns>
    /// <example><code>CardTable.Of("Paths", paths, ("Method", p => p.Method), ("Error at T", p => p.Error))</code></example>
    public static CardTable Of<T>(string title, IEnumerable<T> rows,
        params IReadOnlyList<(TableColumn Header, Func<T, TableCell> Value)> columns) =>
        new(title, [.. columns.Select(c => c.Header)],
            [.. rows.Select(row => (IReadOnlyList<TableCell>)[.. columns.Select(c => c.Value(row))])]);

    /// <inheritdoc/>
    public Card Describe() => new(Title) { Tables = [this with { Title = "" }] };
}

/// <summary>A column of a <see cref="CardTable"/>.</summary>
/// <param name="Name">The heading.</param>
/// <param name="Unit">The unit of its numbers, shown in the heading.</param>
public sealed record TableColumn(string Name, string? Unit = null)
{
    /// <summary>Whether it holds sentences and gets the room that the others leave.</summary>
    public bool Wide { get; init; }

    /// <summary>Makes a column without a unit.</summary>
    /// <param name="name">The heading.</param>
    public static implicit operator TableColumn(string name) => new(name);
}

/// <summary>How a cell is set off from its neighbors.</summary>
public enum Emphasis
{
    /// <summary>Like the text around it.</summary>
    None,

    /// <summary>A success, the best of its group, a claim that holds.</summary>
    Good,

    /// <summary>A failure, a claim that does not hold.</summary>
    Bad,

    /// <summary>Secondary: a reported number beside ours, a value that is missing.</summary>
    Muted,

    /// <summary>Set in bold.</summary>
    Strong,
}
