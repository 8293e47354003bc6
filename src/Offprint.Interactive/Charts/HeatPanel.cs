using Offprint.Cards;
using Plotly.NET;

namespace Offprint.Interactive.Charts;

/// <summary>Draws a matrix as colors.</summary>
internal static class HeatPanel
{
    /// <summary>The width that a color bar takes at the right of its panel.</summary>
    public const double ColorBarWidth = 78;

    public static void Draw(Drawing drawing, Panel panel, HeatMap figure)
    {
        var values = figure.Values.SelectMany(row => row).Where(double.IsFinite).ToList();
        bool diverging = values.Count > 0 && values.Min() < 0 && values.Max() > 0;
        drawing.Traces.Add(new Trace("heatmap").With(
            ("z", figure.Values.Select(PlotlyObject.Numbers).ToArray()),
            ("x", figure.Columns.Select(PlotlyObject.Text).ToArray()),
            ("y", figure.Rows.Select(PlotlyObject.Text).ToArray()),
            ("xaxis", panel.X),
            ("yaxis", panel.Y),
            ("xgap", 1),
            ("ygap", 1),
            ("colorscale", diverging ? "RdBu" : "Cividis"),
            ("reversescale", diverging ? true : null),
            ("zmid", diverging ? 0 : null),
            ("text", figure.ShowValues ? figure.Values.Select(Texts).ToArray() : null),
            ("texttemplate", figure.ShowValues ? "%{text}" : null),
            ("textfont", PlotlyObject.Of(("size", 11))),
            ("hovertemplate", "%{y}, %{x}: %{z:.4~g}<extra></extra>"),
            ("colorbar", ColorBar(drawing, panel, figure.ValueLabel))));
        drawing.Layout.With((panel.XAxis, Columns(drawing, panel, figure)), (panel.YAxis, Rows(drawing, panel, figure)));
    }

    private static string[] Texts(IReadOnlyList<double> row) => [.. row.Select(v => double.IsNaN(v) ? "" : NumberText.Format(v))];

    private static DynamicObj.DynamicObj Columns(Drawing drawing, Panel panel, HeatMap figure) =>
        Axes.Horizontal(drawing, panel, figure.X).With(
            ("type", "category"), ("showgrid", false), ("showline", false), ("ticks", ""),
            ("tickangle", TickLabels.Angle(figure.Columns, panel.Width)),
            ("constrain", figure.X.EqualAspect ? "domain" : null));

    private static DynamicObj.DynamicObj Rows(Drawing drawing, Panel panel, HeatMap figure) =>
        Axes.Vertical(drawing, panel, figure.Y).With(
            ("type", "category"), ("autorange", "reversed"), ("showgrid", false), ("showline", false), ("ticks", ""),
            ("scaleanchor", figure.X.EqualAspect ? panel.X : null), ("constrain", figure.X.EqualAspect ? "domain" : null));

    private static DynamicObj.DynamicObj ColorBar(Drawing drawing, Panel panel, string label)
    {
        double[] x = drawing.DomainX(panel), y = drawing.DomainY(panel);
        return PlotlyObject.Of(
            ("x", x[1] + (8 / drawing.PlotWidth)), ("xanchor", "left"), ("xpad", 0), ("ypad", 0),
            ("y", y[0]), ("yanchor", "bottom"), ("len", y[1] - y[0]), ("lenmode", "fraction"),
            ("thickness", 12), ("outlinewidth", 0), ("ticks", "outside"), ("ticklen", 3), ("exponentformat", "power"),
            ("tickfont", PlotlyObject.Of(("size", 10.5))),
            ("title", PlotlyObject.Of(("text", PlotlyObject.Text(label)), ("side", "right"), ("font", PlotlyObject.Of(("size", 11.5))))));
    }
}
