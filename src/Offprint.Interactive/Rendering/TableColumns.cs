using Offprint.Cards;

namespace Offprint.Interactive.Rendering;

/// <summary>What a column holds.</summary>
internal static class TableColumns
{
    /// <summary>Whether a column is set flush right: it holds numbers, and no text but dashes.</summary>
    public static bool IsNumeric(CardTable table, int column)
    {
        var cells = table.Rows.Where(row => column < row.Count).Select(row => row[column]).ToList();
        return cells.Any(cell => cell.Number is not null) && cells.All(cell =>
            cell.Number is not null || cell.Text is null or "" or "–" or "…");
    }
}
