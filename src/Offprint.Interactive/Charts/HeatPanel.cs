using Offprint.Cards;
using Plotly.NET;
using Figure = Offprint.Cards.Figure;

namespace Offprint.Interactive.Charts;

/// <summary>Draws a matrix as colors.</summary>
internal static class HeatPanel
{
    /// <summary>The width that a color bar takes at the right of its panel.</summary>
    public const double ColorBarWidth = 78;

    // One hue, so that numbers on it can be read; brewer's red to blue for signs.
    private static readonly object[][] Sequential =
        [[0, "#EAF2FB"], [0.25, "#C3DBF0"], [0.5, "#85B9E0"], [0.75, "#3A86C1"], [1, "#08306B"]];

    private static readonly object[][] Diverging =
        [[0, "#B2182B"], [0.2, "#E4785F"], [0.4, "#FBD9C6"], [0.5, "#F4F4F4"], [0.6, "#D1E5F0"], [0.8, "#5FA3CC"], [1, "#2166AC"]];

    /// <summary>The range of all maps of one quantity in a figure: they are compared, so they share their scale.</summary>
    public static Extent Compared(HeatMap map, IReadOnlyList<Figure> all) => Extent.Of(
        all.OfType<HeatMap>().Where(other => other.ValueLabel == map.ValueLabel).SelectMany(other => other.Values.SelectMany(row => row)),
        logarithmic: false);

    public static void Draw(Drawing drawing, Panel panel, HeatMap figure, Extent range)
    {
        bool diverging = range is { Low: < 0, High: > 0 };
        double most = Math.Max(range.High, -range.Low);
        string[][] texts = figure.ShowValues ? HeatText.Of(figure.Values) : [];
        double size = HeatText.FontSize(texts, panel.Width / Math.Max(1, figure.Columns.Count));
        drawing.Traces.Add(new Trace("heatmap").With(
            ("z", figure.Values.Select(PlotlyObject.Numbers).ToArray()),
            ("x", figure.Columns.Select(PlotlyObject.Text).ToArray()),
            ("y", figure.Rows.Select(PlotlyObject.Text).ToArray()),
            ("xaxis", panel.X),
            ("yaxis", panel.Y),
            ("xgap", 1),
            ("ygap", 1),
            ("colorscale", diverging ? Diverging : figure.ShowValues ? Sequential : "Viridis"),
            ("zmin", diverging ? -most : range.Low),
            ("zmax", diverging ? most : range.High),
            ("text", size > 0 ? texts : null),
            ("texttemplate", size > 0 ? "%{text}" : null),
            ("textfont", PlotlyObject.Of(("size", size))),
            ("hovertemplate", "%{y}, %{x}: %{z:.4~g}<extra></extra>"),
            ("colorbar", ColorBar(drawing, panel))));
        if (figure.ValueLabel.Length > 0)
            drawing.Annotations.Add(ColorBarTitle(drawing, panel, figure.ValueLabel));
        drawing.Layout.With((panel.XAxis, Columns(drawing, panel, figure)), (panel.YAxis, Rows(drawing, panel, figure)));
    }

    private static DynamicObj.DynamicObj Columns(Drawing drawing, Panel panel, HeatMap figure) =>
        Axes.Horizontal(drawing, panel, figure.X).With(
            ("type", "category"), ("showgrid", false), ("showline", false), ("ticks", "outside"), ("tickcolor", "rgba(0,0,0,0)"),
            ("tickangle", TickLabels.Angle(figure.Columns, panel.Width)),
            ("dtick", TickLabels.Step(figure.Columns, panel.Width)),
            ("constrain", figure.X.EqualAspect ? "domain" : null));

    private static DynamicObj.DynamicObj Rows(Drawing drawing, Panel panel, HeatMap figure) =>
        Axes.Vertical(drawing, panel, figure.Y).With(
            ("type", "category"), ("autorange", "reversed"), ("showgrid", false), ("showline", false), ("ticks", "outside"),
            ("tickcolor", "rgba(0,0,0,0)"),
            ("scaleanchor", figure.X.EqualAspect ? panel.X : null), ("constrain", figure.X.EqualAspect ? "domain" : null));

    /// <summary>Plotly puts a color bar's own title onto its ticks where it measures them too small: ours has a place of its own.</summary>
    private static DynamicObj.DynamicObj ColorBarTitle(Drawing drawing, Panel panel, string label)
    {
        double[] y = drawing.DomainY(panel);
        return PlotlyObject.Of(
            ("text", PlotlyObject.Text(label)), ("font", PlotlyObject.Of(("size", 11.5))),
            ("textangle", label.Length > 2 ? 90 : 0), ("showarrow", false),
            ("xref", "paper"), ("x", drawing.DomainX(panel)[1]), ("xanchor", "left"), ("xshift", ColorBarWidth - 24),
            ("yref", "paper"), ("y", (y[0] + y[1]) / 2), ("yanchor", "middle"));
    }

    private static DynamicObj.DynamicObj ColorBar(Drawing drawing, Panel panel)
    {
        double[] x = drawing.DomainX(panel), y = drawing.DomainY(panel);
        return PlotlyObject.Of(
            ("x", x[1] + (8 / drawing.PlotWidth)), ("xanchor", "left"), ("xpad", 0), ("ypad", 0),
            ("y", y[0]), ("yanchor", "bottom"), ("len", y[1] - y[0]), ("lenmode", "fraction"),
            ("thickness", 12), ("outlinewidth", 0), ("ticks", "outside"), ("ticklen", 3), ("exponentformat", "power"),
            ("tickfont", PlotlyObject.Of(("size", 10.5))));
    }
}
