using Offprint.Cards;
using Plotly.NET;

namespace Offprint.Interactive.Charts;

/// <summary>Draws grouped bars with error bars.</summary>
internal static class BarPanel
{
    public static void Draw(Drawing drawing, Panel panel, BarFigure figure)
    {
        string[] categories = [.. figure.Categories.Select(PlotlyObject.Text)];
        foreach (var bars in figure.Bars)
        {
            drawing.Traces.Add(new Trace("bar").With(
                ("name", PlotlyObject.Text(bars.Name)),
                ("legendgroup", PlotlyObject.Text(bars.Name)),
                ("showlegend", drawing.EnterLegend(bars.Name)),
                ("x", categories),
                ("y", PlotlyObject.Numbers(bars.Values)),
                ("xaxis", panel.X),
                ("yaxis", panel.Y),
                ("marker", PlotlyObject.Of(("color", Color(drawing, figure, bars)), ("opacity", 0.88))),
                ("error_y", ErrorBars(bars))));
        }
        var x = Axes.Horizontal(drawing, panel, figure.X).With(
            ("type", "category"), ("showgrid", false), ("ticks", ""), ("tickangle", TickLabels.Angle(figure.Categories, panel.Width)),
            ("dtick", TickLabels.Step(figure.Categories, panel.Width)));
        var y = Axes.Vertical(drawing, panel, figure.Y);
        Axes.Scale(y, figure.Y, Extent.Of(figure.Bars.SelectMany(b => b.Values.Concat(b.Low ?? []).Concat(b.High ?? [])),
            figure.Y.Logarithmic));
        drawing.Layout.With((panel.XAxis, x), (panel.YAxis, y));
        Axes.AddReferences(drawing, panel, figure);
    }

    /// <summary>The entry's color; bars of one entry over methods take the methods' own.</summary>
    private static object Color(Drawing drawing, BarFigure figure, BarSeries bars) =>
        figure.Bars.Count == 1 && figure.Categories.Count > 0 && figure.Categories.All(drawing.Owns)
            ? figure.Categories.Select(name => Palette.Color(drawing.ColorOf(name, null))).ToArray()
            : Palette.Color(drawing.ColorOf(bars.Name, null));

    private static DynamicObj.DynamicObj? ErrorBars(BarSeries bars)
    {
        if (bars is not { Low: { } low, High: { } high })
            return null;
        return PlotlyObject.Of(
            ("type", "data"), ("symmetric", false),
            ("array", PlotlyObject.Numbers(high.Zip(bars.Values, (h, v) => h - v))),
            ("arrayminus", PlotlyObject.Numbers(low.Zip(bars.Values, (l, v) => v - l))),
            ("color", "#3C4043"), ("thickness", 1.3), ("width", 4));
    }
}
