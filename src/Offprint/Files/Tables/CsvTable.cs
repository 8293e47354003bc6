using System.Text;

namespace Offprint.Files.Tables;

/// <summary>
/// Comma-separated text (RFC 4180, UTF-8): numbers in their shortest form that reads back to the same bits, missing values empty.
/// </summary>
public static class CsvTable
{
    /// <summary>Writes a table; the file appears under its name only when it is whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">The table.</param>
    /// <exception cref="IOException">It could not be written; the message names the file.</exception>
    public static void Write(string path, ColumnTable table) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(Text(table))));

    /// <summary>The text of a table.</summary>
    /// <param name="table">The table.</param>
    /// <returns>A line of names and a line a row, each ended by a line feed.</returns>
    public static string Text(ColumnTable table)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', table.Columns.Select(c => Quoted(c.Name))).Append('\n');
        for (int row = 0; row < table.RowCount; row++)
            text.AppendJoin(',', table.Columns.Select(c => Field(c[row]))).Append('\n');
        return text.ToString();
    }

    private static string Field(object? value) => value switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted((string)value),
    };

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") >= 0 || text.Length == 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
