using Offprint.Cards;
using Plotly.NET;
using Figure = Offprint.Cards.Figure;

namespace Offprint.Interactive.Charts;

/// <summary>Draws curves with their bands, and clouds of points.</summary>
internal static class LinePanel
{
    private const double BandOpacity = 0.18;

    public static void Draw(Drawing drawing, Panel panel, Figure figure, IReadOnlyList<Series> series, bool joined)
    {
        var (x, y) = Extents(figure, series);
        foreach (var one in series)
        {
            int color = drawing.ColorOf(one.Name, one.Color);
            if (one is { Low: { } low, High: { } high })
                AddBand(drawing, panel, one, low, high, color, figure.Y.Logarithmic ? y.Low : null);
            AddCurve(drawing, panel, one, color, joined);
        }
        Axes.Add(drawing, panel, figure, x, y);
    }

    /// <summary>The ranges of the data and of the lines across them.</summary>
    public static (Extent X, Extent Y) Extents(Figure figure, IReadOnlyList<Series> series) => (
        Extent.Of(
            series.SelectMany(s => s.X).Concat(figure.References.Where(r => r.Vertical).Select(r => r.Value)), figure.X.Logarithmic),
        Extent.Of(
            series.SelectMany(s => s.Y.Concat(s.Low ?? []).Concat(s.High ?? []))
                .Concat(figure.References.Where(r => !r.Vertical).Select(r => r.Value)),
            figure.Y.Logarithmic));

    private static void AddCurve(Drawing drawing, Panel panel, Series series, int color, bool joined)
    {
        bool line = joined && series.Stroke != Stroke.None;
        bool markers = series.Markers || !line;
        var (xs, ys) = series.Filled && line ? Closed(series) : (series.X, series.Y);
        drawing.Traces.Add(new Trace("scatter").With(
            ("mode", line ? markers ? "lines+markers" : "lines" : "markers"),
            ("name", PlotlyObject.Text(series.Name)),
            ("legendgroup", PlotlyObject.Text(series.Name)),
            ("showlegend", drawing.EnterLegend(series.Name)),
            ("x", PlotlyObject.Numbers(xs)),
            ("y", PlotlyObject.Numbers(ys)),
            ("xaxis", panel.X),
            ("yaxis", panel.Y),
            ("line", line ? PlotlyObject.Of(("color", Palette.Color(color)), ("width", 2), ("dash", Dash(series.Stroke))) : null),
            ("marker", markers ? Marker(series, color, joined) : null),
            ("fill", series.Filled && line ? "toself" : null),
            ("fillcolor", series.Filled && line ? Palette.Tint(color, 0.14) : null),
            ("connectgaps", false)));
    }

    private static DynamicObj.DynamicObj Marker(Series series, int color, bool joined)
    {
        // Large clouds: smaller and fainter points, so that density shows.
        int count = series.X.Count;
        bool cloud = (!joined || series.Stroke == Stroke.None) && count > 200;
        return PlotlyObject.Of(
            ("color", Palette.Color(color)),
            ("symbol", cloud ? "circle" : Palette.Symbol(color)),
            ("size", cloud ? count > 2000 ? 3 : 4 : 7),
            ("opacity", cloud ? count > 2000 ? 0.35 : 0.55 : 1),
            ("line", cloud ? null : PlotlyObject.Of(("color", "white"), ("width", 0.8))));
    }

    private static string? Dash(Stroke stroke) => stroke switch
    {
        Stroke.Dashed => "dash",
        Stroke.Dotted => "dot",
        _ => null,
    };

    private static (List<double> X, List<double> Y) Closed(Series series)
    {
        List<double> xs = [], ys = [];
        foreach (var (start, end) in Runs(series.X, series.Y))
        {
            AddGap(xs, ys);
            for (int i = start; i <= end; i++)
            {
                int at = i < end ? i : start;
                xs.Add(series.X[at]);
                ys.Add(series.Y[at]);
            }
        }
        return (xs, ys);
    }

    /// <summary>
    /// One polygon an unbroken stretch: along the upper edge and back along the lower, which on a logarithmic axis ends at the floor.
    /// </summary>
    private static void AddBand(
        Drawing drawing, Panel panel, Series series, IReadOnlyList<double> low, IReadOnlyList<double> high, int color, double? floor)
    {
        List<double> xs = [], ys = [];
        double Clamp(double value) => floor is { } least ? Math.Max(value, least) : value;
        foreach (var (start, end) in Runs(series.X, low, high))
        {
            AddGap(xs, ys);
            for (int i = start; i < end; i++)
            {
                xs.Add(series.X[i]);
                ys.Add(Clamp(high[i]));
            }
            for (int i = end - 1; i >= start; i--)
            {
                xs.Add(series.X[i]);
                ys.Add(Clamp(low[i]));
            }
            xs.Add(series.X[start]);
            ys.Add(Clamp(high[start]));
        }
        drawing.Traces.Add(new Trace("scatter").With(
            ("mode", "lines"), ("name", PlotlyObject.Text(series.Name)), ("legendgroup", PlotlyObject.Text(series.Name)),
            ("showlegend", false),
            ("x", PlotlyObject.Numbers(xs)), ("y", PlotlyObject.Numbers(ys)), ("xaxis", panel.X), ("yaxis", panel.Y),
            ("line", PlotlyObject.Of(("width", 0))), ("fill", "toself"), ("fillcolor", Palette.Tint(color, BandOpacity)),
            ("hoverinfo", "skip")));
    }

    private static void AddGap(List<double> xs, List<double> ys)
    {
        if (xs.Count == 0)
            return;
        xs.Add(double.NaN);
        ys.Add(double.NaN);
    }

    /// <summary>The stretches, end excluded, over which all the lists are finite.</summary>
    private static IEnumerable<(int Start, int End)> Runs(params IReadOnlyList<double>[] lists)
    {
        int count = lists.Min(l => l.Count), start = -1;
        for (int i = 0; i <= count; i++)
        {
            bool finite = i < count && lists.All(l => double.IsFinite(l[i]));
            if (finite && start < 0)
                start = i;
            if (finite || start < 0)
                continue;
            yield return (start, i);
            start = -1;
        }
    }
}
