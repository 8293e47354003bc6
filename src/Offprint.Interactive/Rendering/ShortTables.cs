using System.Collections;
using System.Runtime.CompilerServices;
using MathNet.Numerics.LinearAlgebra;
using Offprint.Cards;
using Offprint.Files.Tables;

namespace Offprint.Interactive.Rendering;

/// <summary>Plain values as tables: rows of results and matrices; long ones shortened.</summary>
internal static class ShortTables
{
    private const int MostRows = 20, MostColumns = 12;

    public static CardTable Of(ColumnTable table)
    {
        var columns = table.Columns.Take(MostColumns).ToList();
        return new(table.Name, [.. columns.Select(c => new TableColumn(c.Name))],
            [.. Enumerable.Range(0, Math.Min(MostRows, table.RowCount))
                .Select(i => (IReadOnlyList<TableCell>)[.. columns.Select(c => Cell(c[i]))])])
        {
            Note = Size(table.RowCount, table.Columns.Count),
        };
    }

    public static CardTable Of(double[,] matrix) => Of(matrix.GetLength(0), matrix.GetLength(1), (i, j) => matrix[i, j]);

    public static CardTable Of(Matrix<double> matrix) => Of(matrix.RowCount, matrix.ColumnCount, (i, j) => matrix[i, j]);

    /// <summary>One row: a tuple's names are the compiler's and gone, so items are numbered as in <c>Item1</c>.</summary>
    public static CardTable Of(ITuple tuple) => new("",
        [.. Enumerable.Range(1, Math.Min(MostColumns, tuple.Length)).Select(i => new TableColumn($"Item{i}"))],
        [[.. Enumerable.Range(0, Math.Min(MostColumns, tuple.Length)).Select(i => Cell(tuple[i]))]]);

    public static CardTable Of(IDictionary dictionary)
    {
        var entries = dictionary.Cast<object>().Take(MostRows).Select(Pair).ToList();
        return CardTable.Of("", entries, ("Key", pair => Cell(pair.Key)), ("Value", pair => Cell(pair.Value))) with
        {
            Note = dictionary.Count > MostRows ? $"{dictionary.Count} entries; the first {MostRows} are shown." : null,
        };
    }

    private static (object? Key, object? Value) Pair(object entry) => entry is DictionaryEntry old ? (old.Key, old.Value)
        : (entry.GetType().GetProperty("Key")!.GetValue(entry), entry.GetType().GetProperty("Value")!.GetValue(entry));

    private static CardTable Of(int rows, int columns, Func<int, int, double> value) => new("",
        ["", .. Enumerable.Range(0, Math.Min(MostColumns, columns)).Select(j => new TableColumn(j.ToString(CultureInfo.InvariantCulture)))],
        [.. Enumerable.Range(0, Math.Min(MostRows, rows)).Select(i => (IReadOnlyList<TableCell>)
            [i, .. Enumerable.Range(0, Math.Min(MostColumns, columns)).Select(j => (TableCell)value(i, j))])])
    {
        Note = Size(rows, columns),
    };

    private static string? Size(int rows, int columns) => rows <= MostRows && columns <= MostColumns ? null
        : $"{rows} rows × {columns} columns; the first {Math.Min(rows, MostRows)} × {Math.Min(columns, MostColumns)} are shown.";

    private static TableCell Cell(object? value) => value switch
    {
        null => (string?)null,
        double or float or int or long or short or byte => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        Array { Rank: 1 } list => string.Join(", ", list.Cast<object?>().Take(MostColumns).Select(item => Cell(item).ToString()))
            + (list.Length > MostColumns ? $", … ({list.Length})" : ""),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
