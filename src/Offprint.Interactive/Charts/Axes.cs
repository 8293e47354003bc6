using Offprint.Cards;
using Plotly.NET.LayoutObjects;

namespace Offprint.Interactive.Charts;

/// <summary>Axes of a panel and the reference lines across it.</summary>
internal static class Axes
{
    /// <summary>Adds both axes of a figure that has numbers along them.</summary>
    public static void Add(Drawing drawing, Panel panel, Figure figure, Extent x, Extent y)
    {
        bool equal = figure.X.EqualAspect || figure.Y.EqualAspect;
        var horizontal = Horizontal(drawing, panel, figure.X);
        Scale(horizontal, figure.X, x);
        var vertical = Vertical(drawing, panel, figure.Y);
        Scale(vertical, figure.Y, y);
        if (equal)
        {
            horizontal.With(("constrain", "domain"));
            vertical.With(("scaleanchor", panel.X), ("scaleratio", 1), ("constrain", "domain"), ("constraintoward", "top"));
        }
        drawing.Layout.With((panel.XAxis, horizontal), (panel.YAxis, vertical));
        AddReferences(drawing, panel, figure);
    }

    public static LinearAxis Horizontal(Drawing drawing, Panel panel, Axis axis) => new LinearAxis().With(
        ("domain", drawing.DomainX(panel)), ("anchor", panel.Y), ("title", Title(axis)));

    public static LinearAxis Vertical(Drawing drawing, Panel panel, Axis axis) => new LinearAxis().With(
        ("domain", drawing.DomainY(panel)), ("anchor", panel.X), ("title", Title(axis)), ("automargin", panel.Left == 0 ? true : null));

    private static object? Title(Axis axis) =>
        axis.Label.Length == 0 ? null : PlotlyObject.Of(("text", PlotlyObject.Text(axis.Label)));

    public static void Scale(LinearAxis target, Axis axis, Extent extent)
    {
        if (axis.Low is not null || axis.High is not null)
            target.With(("range", extent.Range(axis)), ("autorange", false));
        if (axis.Logarithmic)
            LogTicks(target, extent.Range(axis));
    }

    /// <summary>Whole decades are labeled where there are enough of them; otherwise some numbers of each.</summary>
    private static void LogTicks(LinearAxis target, double[] range)
    {
        double decades = range[1] - range[0];
        target.With(("type", "log"));
        if (decades < 1.7)
        {
            double[] ticks = [.. FineTicks(range)];
            target.With(("tickvals", ticks), ("ticktext", ticks.Select(TickLabels.Number).ToArray()));
            return;
        }
        // Plotly enlarges powers of ten by a quarter, which the smaller font makes up for.
        target.With(("dtick", Math.Ceiling(decades / 8)), ("tickfont", PlotlyObject.Of(("size", 9.5))));
        if (decades <= 8)
            target.With(("minor", PlotlyObject.Of(("dtick", "D1"), ("ticks", "outside"), ("ticklen", 2), ("tickcolor", "#BDC1C6"))));
    }

    private static IEnumerable<double> FineTicks(double[] range)
    {
        double[] steps = (range[1] - range[0]) switch
        {
            < 0.5 => [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9],
            < 0.9 => [1, 2, 3, 5, 7],
            _ => [1, 2, 5],
        };
        for (int power = (int)Math.Floor(range[0]); power <= Math.Ceiling(range[1]); power++)
        {
            foreach (double step in steps)
            {
                // Dividing keeps 0.2 at 0.2, where a product would give 0.2000…01.
                double tick = power < 0 ? step / Math.Pow(10, -power) : step * Math.Pow(10, power);
                if (Math.Log10(tick) >= range[0] && Math.Log10(tick) <= range[1])
                    yield return tick;
            }
        }
    }

    public static void AddReferences(Drawing drawing, Panel panel, Figure figure)
    {
        foreach (var line in figure.References)
        {
            if (!double.IsFinite(line.Value) || ((line.Vertical ? figure.X : figure.Y).Logarithmic && line.Value <= 0))
                continue;
            drawing.Shapes.Add(Line(panel, line));
            if (line.Label.Length > 0)
                drawing.Annotations.Add(Label(panel, line, figure));
        }
    }

    private static DynamicObj.DynamicObj Line(Panel panel, ReferenceLine line)
    {
        string x = line.Vertical ? panel.X : panel.X + " domain";
        string y = line.Vertical ? panel.Y + " domain" : panel.Y;
        return PlotlyObject.Of(
            ("type", "line"), ("xref", x), ("yref", y),
            ("x0", line.Vertical ? line.Value : 0), ("x1", line.Vertical ? line.Value : 1),
            ("y0", line.Vertical ? 0 : line.Value), ("y1", line.Vertical ? 1 : line.Value),
            ("line", PlotlyObject.Of(("color", PaperTemplate.SoftInk), ("width", 1.2), ("dash", "5px,4px"))));
    }

    /// <summary>Annotations, unlike shapes, take positions on a logarithmic axis as powers of ten.</summary>
    private static DynamicObj.DynamicObj Label(Panel panel, ReferenceLine line, Figure figure)
    {
        double place = Extent.Coordinate(line.Value, (line.Vertical ? figure.X : figure.Y).Logarithmic);
        // Labels of level lines stand at the right, often near the top: there, those of upright lines go to the bottom.
        bool low = line.Vertical && figure.References.Any(other => !other.Vertical);
        return PlotlyObject.Of(
            ("text", PlotlyObject.Text(line.Label)), ("showarrow", false),
            ("font", PlotlyObject.Of(("size", 11), ("color", PaperTemplate.SoftInk))),
            ("bgcolor", "rgba(255,255,255,0.8)"), ("borderpad", 1),
            ("xref", line.Vertical ? panel.X : panel.X + " domain"), ("x", line.Vertical ? place : 1),
            ("yref", line.Vertical ? panel.Y + " domain" : panel.Y), ("y", line.Vertical ? low ? 0 : 1 : place),
            ("xanchor", line.Vertical ? "left" : "right"), ("yanchor", line.Vertical && !low ? "top" : "bottom"),
            ("xshift", line.Vertical ? 3 : -2), ("yshift", line.Vertical ? low ? 2 : -2 : 1));
    }
}
