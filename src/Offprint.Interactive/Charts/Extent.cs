namespace Offprint.Interactive.Charts;

/// <summary>The range of the data along an axis; on a logarithmic one, of the positive data.</summary>
internal readonly record struct Extent(double Low, double High)
{
    public static Extent Of(IEnumerable<double> values, bool logarithmic)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (!double.IsFinite(value) || (logarithmic && value <= 0))
                continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
        return low <= high ? new(low, high) : logarithmic ? new(1, 10) : new(0, 1);
    }

    /// <summary>The ends in the axis's own coordinate, a little beyond the data, and where the axis asks for them, its own.</summary>
    public double[] Range(Cards.Axis axis)
    {
        double low = Coordinate(axis.Low is > 0 || !axis.Logarithmic ? axis.Low ?? Low : Low, axis.Logarithmic);
        double high = Coordinate(axis.High is > 0 || !axis.Logarithmic ? axis.High ?? High : High, axis.Logarithmic);
        double pad = high > low ? 0.05 * (high - low) : 0.5;
        return [axis.Low is null ? low - pad : low, axis.High is null ? high + pad : high];
    }

    /// <summary>Plotly counts positions on a logarithmic axis in powers of ten.</summary>
    public static double Coordinate(double value, bool logarithmic) => logarithmic ? Math.Log10(value) : value;
}
