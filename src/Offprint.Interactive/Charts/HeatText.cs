namespace Offprint.Interactive.Charts;

/// <summary>Numbers in the cells of a heat map.</summary>
internal static class HeatText
{
    private const double LargestFont = 11;
    private const double SmallestFont = 7.5;

    /// <summary>All with the same decimals: three significant digits of the largest, without zeros that all would end in.</summary>
    public static string[][] Of(IReadOnlyList<IReadOnlyList<double>> values)
    {
        var finite = values.SelectMany(row => row).Where(double.IsFinite).ToList();
        double largest = finite.Select(Math.Abs).DefaultIfEmpty(0).Max();
        int decimals = largest > 0 ? Math.Clamp(2 - (int)Math.Floor(Math.Log10(largest)), 0, 4) : 0;
        while (decimals > 0 && finite.All(v => Math.Abs(Math.Round(v, decimals) - Math.Round(v, decimals - 1)) < 1e-9))
            decimals--;
        string format = "F" + decimals.ToString(CultureInfo.InvariantCulture);
        return [.. values.Select(row => row.Select(v => double.IsFinite(v) ? v.ToString(format, CultureInfo.InvariantCulture) : "")
            .ToArray())];
    }

    /// <summary>The font in which the longest text fits its cell; zero if it would be too small to read.</summary>
    public static double FontSize(string[][] texts, double cellWidth)
    {
        int longest = texts.SelectMany(row => row).Select(t => t.Length).DefaultIfEmpty(0).Max();
        if (longest == 0)
            return 0;
        double size = (cellWidth - 4) / (0.66 * longest);
        return size < SmallestFont ? 0 : Math.Min(LargestFont, Math.Round(size, 1));
    }
}
