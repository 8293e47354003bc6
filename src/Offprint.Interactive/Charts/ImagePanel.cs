using Offprint.Cards;
using Plotly.NET;

namespace Offprint.Interactive.Charts;

/// <summary>Draws pictures in rows.</summary>
internal static class ImagePanel
{
    public static void Draw(Drawing drawing, Panel panel, ImageGrid figure)
    {
        var sheet = new ImageSheet(figure);
        drawing.Traces.Add(new Trace("image").With(
            ("source", "data:image/png;base64," + Convert.ToBase64String(sheet.ToPng())),
            ("zsmooth", false),
            ("hoverinfo", "skip"),
            ("xaxis", panel.X),
            ("yaxis", panel.Y)));
        var x = Axes.Horizontal(drawing, panel, figure.X with { Label = "" })
            .With(("side", "top"), ("range", new[] { -0.5, sheet.Width - 0.5 }));
        var y = Axes.Vertical(drawing, panel, figure.Y with { Label = "" }).With(
            ("range", new[] { sheet.Height - 0.5, -0.5 }), ("scaleanchor", panel.X), ("constrain", "domain"));
        Label(x.With(("constrain", "domain"), ("constraintoward", "left")), figure.ColumnLabels, sheet.CenterX);
        Label(y.With(("constraintoward", "top")), figure.RowLabels, sheet.CenterY);
        drawing.Layout.With((panel.XAxis, x), (panel.YAxis, y));
    }

    private static void Label(DynamicObj.DynamicObj axis, IReadOnlyList<string> labels, Func<int, double> center) => axis.With(
        ("showgrid", false), ("showline", false), ("ticks", "outside"), ("tickcolor", "rgba(0,0,0,0)"), ("tickangle", 0),
        ("showticklabels", labels.Count > 0),
        ("tickvals", Enumerable.Range(0, labels.Count).Select(center).ToArray()),
        ("ticktext", labels.Select(PlotlyObject.Text).ToArray()));
}
