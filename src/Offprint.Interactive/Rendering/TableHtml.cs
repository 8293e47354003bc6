using System.Text;
using Offprint.Cards;

namespace Offprint.Interactive.Rendering;

/// <summary>A table as HTML.</summary>
internal static class TableHtml
{
    public static void Render(StringBuilder html, CardTable table)
    {
        if (table.Folded)
            html.Append("<details><summary>").Append(HtmlText.Encode($"{table.Title} ({table.Rows.Count})")).Append("</summary>");
        html.Append("<div class=\"op-scroll\"><table>");
        if (table.Title.Length > 0 && !table.Folded)
            html.Append("<caption>").Append(HtmlText.Encode(table.Title)).Append("</caption>");
        bool[] numeric = [.. table.Columns.Select((_, i) => TableColumns.IsNumeric(table, i))];
        html.Append("<thead><tr>");
        for (int i = 0; i < table.Columns.Count; i++)
            AppendHeading(html, table.Columns[i], numeric[i]);
        html.Append("</tr></thead><tbody>");
        foreach (var row in table.Rows)
            AppendRow(html, row, numeric);
        html.Append("</tbody></table></div>");
        if (table.Note is { Length: > 0 } note)
            html.Append("<p class=\"op-note\">").Append(HtmlText.Encode(note)).Append("</p>");
        if (table.Folded)
            html.Append("</details>");
    }

    private static void AppendHeading(StringBuilder html, TableColumn column, bool numeric)
    {
        html.Append("<th scope=\"col\"").Append(numeric ? " class=\"op-n\">" : column.Wide ? " class=\"op-wide\">" : ">")
            .Append(HtmlText.Encode(column.Name));
        if (column.Unit is { Length: > 0 } unit)
            html.Append(" <span class=\"op-unit\">").Append(HtmlText.Encode(unit)).Append("</span>");
        html.Append("</th>");
    }

    private static void AppendRow(StringBuilder html, IReadOnlyList<TableCell> row, bool[] numeric)
    {
        html.Append("<tr>");
        for (int i = 0; i < numeric.Length; i++)
        {
            // The first text of a row names it, for readers of screens.
            bool heading = i == 0 && !numeric[i];
            html.Append(heading ? "<th scope=\"row\"" : "<td").Append(numeric[i] ? " class=\"op-n\">" : ">");
            html.Append(i < row.Count ? CellHtml.Render(row[i]) : "").Append(heading ? "</th>" : "</td>");
        }
        html.Append("</tr>");
    }
}
