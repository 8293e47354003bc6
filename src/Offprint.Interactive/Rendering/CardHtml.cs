using System.Text;
using Offprint.Cards;

namespace Offprint.Interactive.Rendering;

/// <summary>Renders cards as HTML that is complete in itself and suits light and dark pages.</summary>
public static class CardHtml
{
    /// <summary>Renders a card.</summary>
    /// <param name="card">The card.</param>
    /// <returns>Well-formed HTML, with all text encoded.</returns>
    public static string Render(Card card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var html = new StringBuilder(StyleSheet.Element).Append("<div class=\"offprint\">");
        Append(html, card);
        return html.Append("</div>").ToString();
    }

    /// <summary>Renders what stands within an element of the style sheet's class.</summary>
    internal static void Append(StringBuilder html, Card card)
    {
        AppendHead(html, card);
        AppendFacts(html, card.Facts);
        foreach (var table in card.Tables)
            TableHtml.Render(html, table);
        foreach (var figure in card.Figures)
            html.Append(FigureHtml.Render(figure));
        if (card.Note is { Length: > 0 } note)
            html.Append("<p class=\"op-note\">").Append(HtmlText.Encode(note)).Append("</p>");
    }

    private static void AppendHead(StringBuilder html, Card card)
    {
        // A figure carries its title itself.
        if (card.Title.Length > 0 && !(card.Figures.Count == 1 && card.Figures[0].Title == card.Title))
            html.Append("<div class=\"op-title\">").Append(HtmlText.Encode(card.Title)).Append("</div>");
        if (card.Subtitle is { Length: > 0 } subtitle)
            html.Append("<div class=\"op-soft\">").Append(HtmlText.Encode(subtitle)).Append("</div>");
    }

    private static void AppendFacts(StringBuilder html, IReadOnlyList<Fact> facts)
    {
        if (facts.Count == 0)
            return;
        html.Append("<dl>");
        foreach (var fact in facts)
        {
            html.Append("<dt>").Append(HtmlText.Encode(fact.Name)).Append("</dt><dd>");
            html.Append(Uri.IsWellFormedUriString(fact.Value.Text, UriKind.Absolute)
                && fact.Value.Text!.StartsWith("http", StringComparison.Ordinal)
                ? $"<a href=\"{HtmlText.Encode(fact.Value.Text)}\">{HtmlText.Encode(fact.Value.Text)}</a>"
                : CellHtml.Render(fact.Value, fact.Unit));
            html.Append("</dd>");
        }
        html.Append("</dl>");
    }
}
