using Offprint.Physics.StatisticalMechanics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>The channels and baths of all experiments.</summary>
internal static class Channels
{
    /// <summary>Both baths with the same activity of every species.</summary>
    public static Baths Even(ChannelModel model, double activity) => Sides(model, activity, activity);

    /// <summary>One activity of every species at each side.</summary>
    public static Baths Sides(ChannelModel model, double left, double right) =>
        new([.. model.Species.Select(_ => left)], [.. model.Species.Select(_ => right)]);

    /// <summary>A number as it is stored: five or more significant digits are enough for a figure.</summary>
    public static double Stored(double value, int digits = 6) =>
        value == 0 || !double.IsFinite(value) ? value : double.Parse(value.ToString($"E{digits - 1}", CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture);

    /// <summary>Numbers as they are stored.</summary>
    public static double[] Stored(IEnumerable<double> values, int digits = 6) => [.. values.Select(v => Stored(v, digits))];

    /// <summary>The derivative by central differences of order 4.</summary>
    public static double Derivative(Func<double, double> function, double at, double step) =>
        (8 * (function(at + step) - function(at - step)) - (function(at + 2 * step) - function(at - 2 * step))) / (12 * step);
}
