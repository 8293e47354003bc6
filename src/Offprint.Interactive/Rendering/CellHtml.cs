using Offprint.Cards;

namespace Offprint.Interactive.Rendering;

/// <summary>A cell's content as HTML: the number, its interval smaller and softer, a symbol before what is good or bad.</summary>
internal static class CellHtml
{
    public static string Render(TableCell cell, string? unit = null)
    {
        string text = cell.Number is { } number ? NumberText.Format(number) : cell.Text ?? "–";
        string symbol = EmphasisMark.SymbolFor(cell);
        string content = (symbol.Length > 0 ? symbol + "\u00a0" : "") + HtmlText.Encode(text);
        if (unit is { Length: > 0 })
            content += $" <span class=\"op-unit\">{HtmlText.Encode(unit)}</span>";
        string style = EmphasisMark.Class(cell.Emphasis);
        if (style.Length > 0)
            content = $"<span class=\"{style}\">{content}</span>";
        if (cell.Number is not null && cell.Interval is { } interval)
            content += Interval(interval);
        return cell.Detail is { Length: > 0 } detail ? $"{content}<div class=\"op-detail\">{HtmlText.Encode(detail)}</div>" : content;
    }

    private static string Interval(Numerics.Interval interval)
    {
        string level = NumberText.Format(100 * interval.Level);
        return $" <span class=\"op-iv\" title=\"{HtmlText.Encode($"{level} % interval, {interval.Method}")}\">"
            + $"[{NumberText.Format(interval.Low)}, {NumberText.Format(interval.High)}]</span>";
    }
}
