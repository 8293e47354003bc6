namespace Offprint.Interactive.Charts;

/// <summary>
/// Colors that readers with any kind of color vision tell apart, after Okabe and Ito, the yellow darkened for white paper, and
/// four of Tol's muted ones behind them.
/// </summary>
internal static class Palette
{
    public static readonly IReadOnlyList<string> Colors =
        ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#4D4D4D", "#A89A00", "#332288", "#882255", "#117733",
            "#661100"];

    // A second cue beside color, for print in gray.
    private static readonly string[] Symbols =
        ["circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "x", "star"];

    public static string Color(int index) => Colors[index % Colors.Count];

    public static string Symbol(int index) => Symbols[index % Symbols.Length];

    /// <summary>The color with an opacity, for bands and insides.</summary>
    public static string Tint(int index, double opacity)
    {
        int rgb = int.Parse(Color(index).AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"rgba({rgb >> 16},{(rgb >> 8) & 255},{rgb & 255},{opacity:0.##})");
    }
}
