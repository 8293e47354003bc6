using Offprint.Cards;
using Offprint.Statistics;

namespace Offprint.Papers;

/// <summary>Curves over seeds: the mean with its t interval as a band.</summary>
internal static class SeedSeries
{
    public static Series Of(string name, IEnumerable<(double X, IReadOnlyList<double> Values)> points, int? color = null)
    {
        var list = points.Select(p => (p.X, Mean: MeanInterval.StudentT([.. p.Values]))).ToList();
        return new Series(name, [.. list.Select(p => p.X)], [.. list.Select(p => p.Mean.Value)])
        {
            Low = [.. list.Select(p => p.Mean.Interval.Low)],
            High = [.. list.Select(p => p.Mean.Interval.High)],
            Markers = true,
            Color = color,
        };
    }
}
