using Microsoft.FSharp.Collections;
using Offprint.Cards;
using Plotly.NET;
using Figure = Offprint.Cards.Figure;

namespace Offprint.Interactive.Charts;

/// <summary>Turns figures into Plotly.NET charts.</summary>
public static class FigureChart
{
    /// <summary>Draws a figure as a Plotly.NET chart, which can be changed further before it is shown.</summary>
    /// <param name="figure">The figure.</param>
    /// <returns>The chart, 760 pixels wide.</returns>
    /// <exception cref="ArgumentException">The figure holds panels within panels, or a picture whose bytes do not fit its size.</exception>
    public static GenericChart ToChart(this Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        if (figure is AnimationFigure animation)
            figure = animation.Strip;
        var frame = new ChartFrame(figure);
        var drawing = new Drawing(frame.PlotWidth, frame.PlotHeight, figure.Colors, frame.Legend);
        for (int i = 0; i < frame.Panels.Count; i++)
        {
            if (figure is PanelFigure)
                AddPanelTitle(drawing, frame, frame.Panels[i], frame.Sources[i].Title);
            Draw(drawing, frame.Panels[i], frame.Sources[i], frame.Sources);
        }
        AddTitle(drawing, frame);
        AddLegend(drawing, frame);
        AddCaption(drawing, frame);
        drawing.Layout.With(
            ("template", PaperTemplate.Template),
            ("width", ChartFrame.TotalWidth),
            ("height", Math.Round(frame.TotalHeight)),
            ("margin", PlotlyObject.Of(
                ("l", Math.Round(frame.LeftMargin)), ("r", Math.Round(frame.RightMargin)),
                ("t", Math.Round(frame.TopMargin)), ("b", Math.Round(frame.BottomMargin)))),
            ("shapes", drawing.Shapes.Count > 0 ? drawing.Shapes : null),
            ("annotations", drawing.Annotations.Count > 0 ? drawing.Annotations : null));
        return GenericChart.NewMultiChart(ListModule.OfSeq(drawing.Traces), drawing.Layout, Configuration(), new DisplayOptions());
    }

    private static void Draw(Drawing drawing, Panel panel, Figure figure, IReadOnlyList<Figure> all)
    {
        switch (figure)
        {
            case LineFigure line:
                LinePanel.Draw(drawing, panel, line, line.Series, joined: true);
                break;
            case ScatterFigure cloud:
                LinePanel.Draw(drawing, panel, cloud, cloud.Series, joined: false);
                break;
            case QuiverFigure quiver:
                LinePanel.Draw(drawing, panel, quiver, QuiverStrokes.Of(quiver), joined: true);
                break;
            case BarFigure bars:
                BarPanel.Draw(drawing, panel, bars);
                break;
            case HeatMap map:
                HeatPanel.Draw(drawing, panel, map, HeatPanel.Compared(map, all));
                break;
            case ImageGrid grid:
                ImagePanel.Draw(drawing, panel, grid);
                break;
            case PanelFigure:
                throw new ArgumentException($"'{figure.Title}' is a panel that holds panels itself; put its charts into one list.");
            default:
                throw new ArgumentException($"There is no drawing for a figure of type {figure.GetType().Name}.");
        }
    }

    private static void AddTitle(Drawing drawing, ChartFrame frame) => drawing.Layout.With(("title", PlotlyObject.Of(
        ("text", string.Join("<br>", frame.Title.Select(line => $"<b>{PlotlyObject.Text(line)}</b>"))),
        ("font", PlotlyObject.Of(("size", 15))),
        ("x", 0), ("xref", "container"), ("xanchor", "left"), ("y", 1), ("yref", "container"), ("yanchor", "top"),
        ("pad", PlotlyObject.Of(("t", 12), ("l", 14))))));

    private static void AddPanelTitle(Drawing drawing, ChartFrame frame, Panel panel, string title)
    {
        bool labels = frame.Sources[panel.Index - 1] is ImageGrid { ColumnLabels.Count: > 0 };
        drawing.Annotations.Add(PlotlyObject.Of(
            ("text", PlotlyObject.Text(title)), ("showarrow", false), ("font", PlotlyObject.Of(("size", 13))),
            ("xref", "paper"), ("x", (panel.Left + (panel.Width / 2)) / drawing.PlotWidth), ("xanchor", "center"),
            ("yref", "paper"), ("y", drawing.DomainY(panel)[1]), ("yanchor", "bottom"), ("yshift", labels ? 20 : 2)));
    }

    private static void AddLegend(Drawing drawing, ChartFrame frame)
    {
        drawing.Layout.With(("showlegend", frame.Legend.Count > 1));
        if (frame.Legend.Count <= 1)
            return;
        var font = PlotlyObject.Of(("size", 12));
        // Points of a cloud are too small to tell colors by, but lines would be drawn too thick.
        string? sizing = frame.Sources.All(figure => figure is ScatterFigure) ? "constant" : null;
        drawing.Layout.With(("legend", frame.LegendBeside
            ? PlotlyObject.Of(("font", font), ("x", 1), ("xanchor", "left"), ("y", 1), ("yanchor", "top"), ("tracegroupgap", 0),
                ("itemsizing", sizing))
            : PlotlyObject.Of(
                ("font", font), ("orientation", "h"), ("x", 0), ("xanchor", "left"), ("tracegroupgap", 0), ("itemsizing", sizing),
                ("y", 1 + ((frame.FirstRowLabels + 2) / frame.PlotHeight)), ("yanchor", "bottom"))));
    }

    private static void AddCaption(Drawing drawing, ChartFrame frame)
    {
        if (frame.Caption.Count == 0)
            return;
        drawing.Annotations.Add(PlotlyObject.Of(
            ("text", string.Join("<br>", frame.Caption.Select(PlotlyObject.Text))), ("showarrow", false), ("align", "left"),
            ("font", PlotlyObject.Of(("size", 12), ("color", PaperTemplate.SoftInk))),
            ("xref", "paper"), ("x", 0), ("xanchor", "left"), ("xshift", Math.Round(14 - frame.LeftMargin)),
            ("yref", "paper"), ("y", 0), ("yanchor", "top"), ("yshift", -Math.Round(frame.CaptionOffset))));
    }

    private static Config Configuration() => new Config().With(
        ("displaylogo", false),
        ("responsive", false),
        ("modeBarButtonsToRemove", new[] { "lasso2d", "select2d", "autoScale2d" }),
        ("toImageButtonOptions", PlotlyObject.Of(("format", "svg"))));
}
