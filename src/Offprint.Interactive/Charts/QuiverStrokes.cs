using Offprint.Cards;

namespace Offprint.Interactive.Charts;

/// <summary>
/// Arrows as broken lines: a shaft and two barbs each, with a gap after them. Heads are true to shape where both axes have one scale.
/// </summary>
internal static class QuiverStrokes
{
    private const double LongestShare = 0.1, HeadShare = 0.35, HalfAngle = 0.45;

    public static IReadOnlyList<Series> Of(QuiverFigure figure)
    {
        double scale = figure.Scale ?? Fitting(figure);
        return [.. figure.Fields.Select(field => Stroke(field, scale))];
    }

    /// <summary>The longest arrow takes a tenth of the figure's width.</summary>
    private static double Fitting(QuiverFigure figure)
    {
        double longest = figure.Fields.SelectMany(f => f.U.Zip(f.V, double.Hypot)).Where(double.IsFinite).DefaultIfEmpty().Max();
        var across = Extent.Of(figure.Fields.SelectMany(f => f.X), logarithmic: false);
        return longest > 0 ? LongestShare * (across.High - across.Low) / longest : 1;
    }

    private static Series Stroke(ArrowField field, double scale)
    {
        List<double> xs = [], ys = [];
        for (int i = 0; i < field.X.Count; i++)
        {
            double u = field.U[i] * scale, v = field.V[i] * scale, x = field.X[i] + u, y = field.Y[i] + v;
            Add(field.X[i], field.Y[i]);
            Add(x, y);
            Barb(HalfAngle);
            Add(x, y);
            Barb(-HalfAngle);
            Add(double.NaN, double.NaN);

            void Barb(double angle)
            {
                var (sin, cos) = Math.SinCos(angle);
                Add(x - HeadShare * (cos * u - sin * v), y - HeadShare * (sin * u + cos * v));
            }
        }
        return new Series(field.Name, xs, ys);

        void Add(double a, double b)
        {
            xs.Add(a);
            ys.Add(b);
        }
    }
}
