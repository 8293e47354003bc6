namespace Offprint.Experiments;

/// <summary>Numbers as results keep them: no more digits than figures and claims need, so that stored files stay readable.</summary>
public static class StoredNumbers
{
    /// <summary>A number to some significant digits.</summary>
    /// <param name="value">The number; NaN and infinities stay.</param>
    /// <param name="digits">How many.</param>
    /// <returns>The number that is written so.</returns>
    public static double Significant(double value, int digits) =>
        double.Parse(value.ToString($"G{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
