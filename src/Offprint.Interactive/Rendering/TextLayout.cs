using System.Text;

namespace Offprint.Interactive.Rendering;

/// <summary>Measures, pads and breaks text that is shown in cells of equal width.</summary>
internal static class TextLayout
{
    /// <summary>The cells that a text takes: none for combining marks, two for wide East Asian characters and emoji.</summary>
    public static int Width(string text) => text.EnumerateRunes().Sum(Width);

    public static string PadRight(string text, int width) => text + new string(' ', Math.Max(0, width - Width(text)));

    public static string PadLeft(string text, int width) => new string(' ', Math.Max(0, width - Width(text))) + text;

    /// <summary>Breaks text between words; words longer than a line are broken too.</summary>
    public static IReadOnlyList<string> Wrap(string text, int width)
    {
        List<string> lines = [];
        foreach (string paragraph in text.Split('\n'))
        {
            var line = new StringBuilder();
            foreach (string word in paragraph.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(w => Pieces(w, width)))
            {
                if (line.Length > 0 && Width(line.ToString()) + 1 + Width(word) > width)
                {
                    lines.Add(line.ToString());
                    line.Clear();
                }
                line.Append(line.Length > 0 ? " " : "").Append(word);
            }
            lines.Add(line.ToString());
        }
        return lines;
    }

    private static IEnumerable<string> Pieces(string word, int width)
    {
        var piece = new StringBuilder();
        int used = 0;
        foreach (var rune in word.EnumerateRunes())
        {
            if (used + Width(rune) > width && piece.Length > 0)
            {
                yield return piece.ToString();
                piece.Clear();
                used = 0;
            }
            piece.Append(rune);
            used += Width(rune);
        }
        if (piece.Length > 0)
            yield return piece.ToString();
    }

    private static int Width(Rune rune)
    {
        if (Rune.GetUnicodeCategory(
            rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control)
            return 0;
        return rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
            or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0x1F300 and <= 0x1FAFF) or (
                >= 0x20000 and <= 0x3FFFD) ? 2 : 1;
    }
}
