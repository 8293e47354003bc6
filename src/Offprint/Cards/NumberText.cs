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
}
