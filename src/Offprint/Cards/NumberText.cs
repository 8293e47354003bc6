namespace Offprint.Cards;

/// <summary>Numbers as people read them in a table.</summary>
public static class NumberText
{
    /// <summary>
    /// Three significant digits without trailing zeros; counts and all before the point in full; exponents below 10⁻³ and from 10⁷;
    /// <c>∞</c>, <c>−∞</c> and <c>NaN</c> by name.
    /// </summary>
    /// <param name="value">The number.</param>
    /// <returns>Its text, the same in every culture.</returns>
    public static string Format(double value)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "∞" : "−∞";
        double size = Math.Abs(value);
        var culture = CultureInfo.InvariantCulture;
        if (size == 0)
            return "0";
        if (size < 1e7 && value == Math.Round(value))
            return value.ToString("0", culture);
        if (size is < 1e-3 or >= 1e7)
            return value.ToString("0.##e+0", culture);
        int decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 5);
        return value.ToString("0." + new string('#', decimals), culture);
    }

    /// <summary>A number in running text: as <see cref="Format"/> writes it, but with a power of ten: <c>1.7·10⁻¹⁸</c>.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Its text, the same in every culture.</returns>
    public static string Prose(double value)
    {
        string text = Format(value);
        int e = text.IndexOf('e');
        if (e < 0)
            return text;
        int power = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return text[..e] is "1" ? $"10{Superscript(power)}" : $"{text[..e]}·10{Superscript(power)}";
    }

    /// <summary>A whole number as a superscript: <c>⁻¹⁸</c>.</summary>
    /// <param name="number">The number.</param>
    /// <returns>Its text.</returns>
    public static string Superscript(int number) =>
        string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
}
