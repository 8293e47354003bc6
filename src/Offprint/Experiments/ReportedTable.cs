using Offprint.Cards;

namespace Offprint.Experiments;

/// <summary>Numbers that a paper reports, with their source.</summary>
/// <param name="Name">The table's name.</param>
/// <param name="Source">The paper's table or figure.</param>
/// <param name="Columns">The columns' names; the first column names the rows.</param>
/// <param name="Rows">Each row's name and numbers; NaN where the paper gives none.</param>
public sealed record ReportedTable(
    string Name, string Source, IReadOnlyList<string> Columns,
    IReadOnlyList<(string Name, IReadOnlyList<double> Values)> Rows) : IDescribable
{
    /// <summary>One number.</summary>
    /// <param name="row">The row's name.</param>
    /// <param name="column">The column's name.</param>
    /// <returns>The number, or <see langword="null"/> where the paper gives none.</returns>
    public double? this[string row, string column]
    {
        get
        {
            int index = Columns.Skip(1).ToList().IndexOf(column);
            var match = Rows.FirstOrDefault(r => r.Name == row);
            return index < 0 || match.Values is null || double.IsNaN(match.Values[index]) ? null : match.Values[index];
        }
    }

    /// <summary>
    /// Reads a table: comma-separated, a first line <c># source</c>, then the header, then a row each. A name with a comma stands in
    /// double quotes.
    /// </summary>
    /// <param name="folder">The paper's folder of reported numbers.</param>
    /// <param name="name">The file's name without extension.</param>
    /// <returns>The table.</returns>
    /// <exception cref="FileNotFoundException">There is no such file; the message lists those there are.</exception>
    /// <exception cref="InvalidDataException">A line is not of that form; the message names it.</exception>
    public static ReportedTable Load(string folder, string name)
    {
        string path = Path.Combine(folder, name + ".csv");
        if (!File.Exists(path))
        {
            string known = Directory.Exists(folder)
                ? string.Join(", ", Directory.GetFiles(folder, "*.csv").Select(Path.GetFileNameWithoutExtension)
                    .Order(StringComparer.Ordinal))
                : "none";
            throw new FileNotFoundException($"There is no reported table '{name}' in {folder}. There is: {known}.", path);
        }
        string[] lines = File.ReadAllLines(path);
        if (lines.Length < 3 || !lines[0].StartsWith('#'))
            throw new InvalidDataException($"{path}: the first line must be '# source', the second the header.");
        string[] columns = Fields(lines[1], path, 2);
        var rows = new List<(string, IReadOnlyList<double>)>();
        for (int i = 2; i < lines.Length; i++)
        {
            string[] fields = Fields(lines[i], path, i + 1);
            if (fields.Length != columns.Length)
                throw new InvalidDataException($"{path}, line {i + 1}: {fields.Length} fields under {columns.Length} columns.");
            rows.Add((fields[0], [.. fields.Skip(1).Select(f => ParseNumber(f, path, i + 1))]));
        }
        return new ReportedTable(name, lines[0].TrimStart('#', ' '), columns, rows);
    }

    /// <inheritdoc/>
    public Card Describe() => new($"Reported: {Name}")
    {
        Tables = [new CardTable("", [.. Columns.Select(c => new TableColumn(c))],
            [.. Rows.Select(r => (IReadOnlyList<TableCell>)[r.Name,
                .. r.Values.Select(v => double.IsNaN(v) ? (TableCell)"" : v)])]) { Note = Source }],
    };

    private static string[] Fields(string line, string path, int number)
    {
        // Every second part lies inside quotes.
        string[] parts = line.Split('"');
        if (parts.Length % 2 == 0)
            throw new InvalidDataException($"{path}, line {number}: a double quote is not closed.");
        var fields = new List<string> { "" };
        for (int i = 0; i < parts.Length; i++)
        {
            string[] pieces = i % 2 == 0 ? parts[i].Split(',') : [parts[i]];
            fields[^1] += pieces[0];
            fields.AddRange(pieces[1..]);
        }
        return [.. fields];
    }

    private static double ParseNumber(string field, string path, int line) =>
        field.Length == 0 ? double.NaN
        : double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
        : throw new InvalidDataException($"{path}, line {line}: '{field}' is not a number.");
}
