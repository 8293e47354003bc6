using Offprint.Cards;

namespace Offprint.Interactive.Rendering;

/// <summary>Renders cards as aligned plain text, for terminals.</summary>
public static class CardText
{
    private const int Narrowest = 20;

    /// <summary>Renders a card.</summary>
    /// <param name="card">The card.</param>
    /// <param name="width">The columns of the terminal; text is wrapped to it, at 20 at the least.</param>
    /// <returns>Lines of text without control characters or trailing blanks.</returns>
    public static string Render(Card card, int width = 100)
    {
        ArgumentNullException.ThrowIfNull(card);
        width = Math.Max(width, Narrowest);
        List<string> lines = [];
        AppendHead(lines, card, width);
        AppendFacts(lines, card.Facts, width);
        foreach (var table in card.Tables)
        {
            Separate(lines);
            lines.AddRange(TableText.Render(table, width));
        }
        foreach (var figure in card.Figures)
        {
            Separate(lines);
            foreach (var summary in FigureSummary.Of(figure))
                lines.AddRange(TableText.Render(summary, width));
        }
        if (card.Note is { Length: > 0 } note)
        {
            Separate(lines);
            lines.AddRange(TextLayout.Wrap(note, width));
        }
        return string.Join('\n', lines.Select(line => line.TrimEnd()));
    }

    private static void AppendHead(List<string> lines, Card card, int width)
    {
        bool shownBelow = card.Figures.Count == 1 && card.Figures[0].Title == card.Title;
        if (card.Title.Length > 0 && !shownBelow)
        {
            var title = TextLayout.Wrap(card.Title, width);
            lines.AddRange(title);
            lines.Add(new string('═', title.Max(TextLayout.Width)));
        }
        if (card.Subtitle is { Length: > 0 } subtitle)
            lines.AddRange(TextLayout.Wrap(subtitle, width));
    }

    private static void AppendFacts(List<string> lines, IReadOnlyList<Fact> facts, int width)
    {
        if (facts.Count == 0)
            return;
        Separate(lines);
        int names = Math.Min(facts.Max(f => TextLayout.Width(f.Name)), width / 3);
        foreach (var fact in facts)
        {
            string value = TableText.Cell(fact.Value) + (fact.Unit is { Length: > 0 } unit ? " " + unit : "");
            var left = TextLayout.Wrap(fact.Name, names);
            var right = TextLayout.Wrap(value, width - names - 2);
            for (int i = 0; i < Math.Max(left.Count, right.Count); i++)
                lines.Add(TextLayout.PadRight(i < left.Count ? left[i] : "", names) + "  " + (i < right.Count ? right[i] : ""));
        }
    }

    private static void Separate(List<string> lines)
    {
        if (lines.Count > 0)
            lines.Add("");
    }
}
