namespace Offprint.Interactive.Charts;

/// <summary>Fills Plotly.NET's objects by the names of Plotly's schema.</summary>
internal static class PlotlyObject
{
    public static DynamicObj.DynamicObj Of(params ReadOnlySpan<(string Name, object? Value)> members) =>
        new DynamicObj.DynamicObj().With(members);

    /// <summary>Sets members; those that are <see langword="null"/> stay at Plotly's default.</summary>
    public static T With<T>(this T target, params ReadOnlySpan<(string Name, object? Value)> members)
        where T : DynamicObj.DynamicObj
    {
        foreach (var (name, value) in members)
        {
            if (value is not null)
                target.SetProperty(name, value);
        }
        return target;
    }

    /// <summary>Plain text where Plotly expects its subset of HTML.</summary>
    public static string Text(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Numbers for JSON, which has no NaN and no infinity: both leave a gap.</summary>
    /// <remarks>Six digits, which no screen resolves, unless what the numbers differ by is smaller than that.</remarks>
    public static double?[] Numbers(IEnumerable<double> values)
    {
        double[] all = [.. values];
        var extent = Extent.Of(all, logarithmic: false);
        bool shorten = extent.High - extent.Low > 1e-3 * Math.Max(Math.Abs(extent.High), Math.Abs(extent.Low));
        return [.. all.Select(v => !double.IsFinite(v) ? (double?)null : shorten ? Short(v) : v)];
    }

    private static double Short(double value) =>
        double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
