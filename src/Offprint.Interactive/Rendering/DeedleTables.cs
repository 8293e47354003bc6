using Deedle;
using Offprint.Cards;

namespace Offprint.Interactive.Rendering;

/// <summary>Deedle's frames and series as tables, long ones shortened in the middle.</summary>
internal static class DeedleTables
{
    private const int FirstRows = 15;
    private const int LastRows = 5;
    private const int MostColumns = 24;

    /// <summary>A frame as a table.</summary>
    public static CardTable Of(IFrame frame) => frame.Apply(new FrameReader());

    /// <summary>A series as a table of two columns.</summary>
    public static CardTable Of<TKey, TValue>(Series<TKey, TValue> series)
    {
        var rows = Rows(series.KeyCount, at => (IReadOnlyList<TableCell>)
            [Cell(series.GetKeyAt(at)), series.TryGetAt(at) is { HasValue: true } value ? Cell(value.Value) : (string?)null], 2);
        return new CardTable("", ["Key", "Value"], rows) { Note = Shortened(series.KeyCount, $"{series.KeyCount:N0} values") };
    }

    private static IReadOnlyList<IReadOnlyList<TableCell>> Rows(int count, Func<int, IReadOnlyList<TableCell>> row, int width)
    {
        if (count <= FirstRows + LastRows)
            return [.. Enumerable.Range(0, count).Select(row)];
        return
        [
            .. Enumerable.Range(0, FirstRows).Select(row),
            [.. Enumerable.Repeat((TableCell)"…", width)],
            .. Enumerable.Range(count - LastRows, LastRows).Select(row),
        ];
    }

    private static string? Shortened(int rows, string size) =>
        rows <= FirstRows + LastRows ? null : $"{size}; the first {FirstRows} and the last {LastRows} are shown.";

    private static TableCell Cell(object? value) => value switch
    {
        null => (string?)null,
        double number => number,
        float number => number,
        int or long or short or byte or uint => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        decimal number => (double)number,
        DateTime date => date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss",
            CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private sealed class FrameReader : IFrameOperation<CardTable>
    {
        public CardTable Invoke<TRow, TColumn>(Frame<TRow, TColumn> frame)
        {
            var columns = frame.ColumnKeys.Take(MostColumns).ToList();
            var data = columns.Select(key => frame.GetColumn<object>(key)).ToList();
            var keys = frame.RowKeys.ToList();
            IReadOnlyList<TableCell> Row(int at) =>
                [Cell(keys[at]), .. data.Select(column => column.TryGetAt(at) is { HasValue: true } value ? Cell(value.Value)
                    : (string?)null)];
            string hidden = frame.ColumnCount > MostColumns ? $"{frame.ColumnCount - MostColumns} further columns are not shown." : "";
            string? note = Shortened(frame.RowCount, $"{frame.RowCount:N0} rows × {frame.ColumnCount} columns");
            return new CardTable("", ["", .. columns.Select(key => new TableColumn(key?.ToString() ?? ""))],
                Rows(frame.RowCount, Row, columns.Count + 1))
            {
                Note = string.Join(" ", new[] { note, hidden }.Where(text => text is { Length: > 0 })),
            };
        }
    }
}
