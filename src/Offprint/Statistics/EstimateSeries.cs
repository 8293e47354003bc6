using Offprint.Cards;

namespace Offprint.Statistics;

/// <summary>Curves of estimates.</summary>
public static class EstimateSeries
{
    /// <summary>A curve with the intervals as its band.</summary>
    /// <param name="estimates">One a point.</param>
    /// <param name="name">The legend's entry.</param>
    /// <param name="x">Horizontal positions, as many.</param>
    /// <returns>The curve; points whose interval is infinite (a single seed) have no band.</returns>
    public static Series ToSeries(this IReadOnlyList<Estimate> estimates, string name, IReadOnlyList<double> x) =>
        new(name, x, [.. estimates.Select(e => e.Value)])
    {
        Low = [.. estimates.Select(e => Finite(e.Interval.Low))],
        High = [.. estimates.Select(e => Finite(e.Interval.High))],
    };

    private static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;
}
