using Offprint.Cards;

namespace Offprint.Interactive.Rendering;

/// <summary>A table as aligned text.</summary>
internal static class TableText
{
    private const string Gap = "  ";
    private const int LongestWord = 24;
    private const int LongestDetail = 48; // a detail asks for no more room than this

    public static IEnumerable<string> Render(CardTable table, int width)
    {
        if (table.Title.Length > 0)
        {
            foreach (string line in TextLayout.Wrap(table.Title, width))
                yield return line;
        }
        if (table.Columns.Count > 0)
        {
            int[] widths = Fit(table, width);
            foreach (var columns in Blocks(widths, width))
            {
                foreach (string line in Block(table, columns, widths))
                    yield return line;
            }
        }
        foreach (string line in table.Note is { Length: > 0 } note ? TextLayout.Wrap(note, width) : [])
            yield return line;
    }

    /// <summary>A cell's text with the symbol of its emphasis.</summary>
    public static string Cell(TableCell cell)
    {
        string symbol = EmphasisMark.SymbolFor(cell);
        return symbol.Length > 0 ? symbol + " " + cell : cell.ToString();
    }

    private static string Heading(TableColumn column) => column.Unit is { Length: > 0 } unit ? $"{column.Name} [{unit}]" : column.Name;

    private static string Cell(CardTable table, int row, int column) =>
        column < table.Rows[row].Count ? Cell(table.Rows[row][column]) : "";

    private static string Detail(CardTable table, int row, int column) =>
        column < table.Rows[row].Count ? table.Rows[row][column].Detail ?? "" : "";

    /// <summary>Natural widths; where they do not fit, the widest columns of text are narrowed first.</summary>
    private static int[] Fit(CardTable table, int width)
    {
        int[] widths = [.. table.Columns.Select((column, c) =>
            Enumerable.Range(0, table.Rows.Count).SelectMany(r =>
                (int[])[TextLayout.Width(Cell(table, r, c)), Math.Min(LongestDetail, TextLayout.Width(Detail(table, r, c)))])
                .Append(TextLayout.Width(Heading(column))).Max())];
        bool[] text = [.. table.Columns.Select((_, c) => !TableColumns.IsNumeric(table, c))];
        int[] least = [.. table.Columns.Select((column, c) =>
            Math.Min(LongestWord, Enumerable.Range(0, table.Rows.Count).Select(r => Cell(table, r, c)).Append(Heading(column))
                .Max(WordWidth)))];
        int room = width - (Gap.Length * (widths.Length - 1));
        while (widths.Sum() > room)
        {
            int widest = Enumerable.Range(0, widths.Length).Where(c => text[c] && widths[c] > least[c]).DefaultIfEmpty(-1)
                .MaxBy(c => c < 0 ? 0 : widths[c]);
            if (widest < 0)
                break;
            widths[widest]--;
        }
        return [.. widths.Select(w => Math.Min(w, width))];
    }

    private static int WordWidth(string text) => text.Split(' ').Max(TextLayout.Width);

    /// <summary>Columns that do not fit side by side go into further blocks, each of which begins with the first column.</summary>
    private static IEnumerable<List<int>> Blocks(int[] widths, int width)
    {
        List<int> block = [0];
        int used = widths[0];
        for (int column = 1; column < widths.Length; column++)
        {
            if (block.Count > 1 && used + Gap.Length + widths[column] > width)
            {
                yield return block;
                block = [0];
                used = widths[0];
            }
            block.Add(column);
            used += Gap.Length + widths[column];
        }
        yield return block;
    }

    private static IEnumerable<string> Block(CardTable table, List<int> columns, int[] widths)
    {
        foreach (string line in Row(columns, widths, table, c => TextLayout.Wrap(Heading(table.Columns[c]), widths[c])))
            yield return line;
        yield return string.Join(Gap, columns.Select(c => new string('─', widths[c])));
        for (int r = 0; r < table.Rows.Count; r++)
        {
            int row = r;
            foreach (string line in Row(columns, widths, table, c => Lines(table, row, c, widths[c])))
                yield return line;
        }
    }

    private static IReadOnlyList<string> Lines(CardTable table, int row, int column, int width) =>
        Detail(table, row, column) is { Length: > 0 } detail
            ? [.. TextLayout.Wrap(Cell(table, row, column), width), .. TextLayout.Wrap(detail, width)]
            : TextLayout.Wrap(Cell(table, row, column), width);

    private static IEnumerable<string> Row(List<int> columns, int[] widths, CardTable table, Func<int, IReadOnlyList<string>> lines)
    {
        var cells = columns.Select(lines).ToList();
        for (int line = 0; line < cells.Max(c => c.Count); line++)
        {
            yield return string.Join(Gap, columns.Select((c, i) =>
            {
                string part = line < cells[i].Count ? cells[i][line] : "";
                return TableColumns.IsNumeric(table, c) ? TextLayout.PadLeft(part, widths[c]) : TextLayout.PadRight(part, widths[c]);
            }));
        }
    }
}
