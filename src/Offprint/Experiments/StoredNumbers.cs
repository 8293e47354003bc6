namespace Offprint.Papers;

/// <summary>Numbers as results keep them: no more digits than figures and claims need, so that stored files stay readable.</summary>
internal static class StoredNumbers
{
    /// <summary>A number to some significant digits.</summary>
    public static double Significant(double value, int digits) =>
        double.Parse(value.ToString("G" + digits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
