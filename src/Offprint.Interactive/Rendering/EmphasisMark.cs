using Offprint.Cards;

namespace Offprint.Interactive.Rendering;

/// <summary>How emphasis is shown beside color: by a symbol and a class.</summary>
internal static class EmphasisMark
{
    public static string Symbol(Emphasis emphasis) => emphasis switch
    {
        Emphasis.Good => "✓",
        Emphasis.Bad => "✗",
        _ => "",
    };

    public static string Class(Emphasis emphasis) => emphasis switch
    {
        Emphasis.Good => "op-good",
        Emphasis.Bad => "op-bad",
        Emphasis.Muted => "op-soft",
        Emphasis.Strong => "op-strong",
        _ => "",
    };

    /// <summary>The symbol to set before a cell's text; none where the text begins with it.</summary>
    public static string SymbolFor(TableCell cell)
    {
        string symbol = Symbol(cell.Emphasis);
        return symbol.Length > 0 && cell.Text is { } text && text.StartsWith(symbol, StringComparison.Ordinal) ? "" : symbol;
    }
}
