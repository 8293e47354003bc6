using Offprint.Cards;

namespace Offprint.Interactive.Charts;

/// <summary>The sizes of a chart's parts in pixels: panels, and the room around them for titles, labels, legend and caption.</summary>
internal sealed class ChartFrame
{
    public const double TotalWidth = 760;
    public const double TitleLine = 21;
    public const double LegendLine = 21;
    public const double CaptionLine = 16.5;
    public const double PanelTitleHeight = 24;

    private const double Right = 18;
    private const double PanelGap = 14;
    private const double LegendSymbol = 46;
    private const int CaptionLength = 116;
    private const int TitleLength = 88;

    private readonly double _bottomLabels;

    public ChartFrame(Figure figure)
    {
        var panels = figure switch
        {
            PanelFigure { Panels.Count: 0 } => [new LineFigure("", [])],
            PanelFigure many => many.Panels,
            _ => [figure],
        };
        int columns = figure is PanelFigure grid ? Math.Clamp(grid.ColumnCount, 1, panels.Count) : 1;
        bool titled = figure is PanelFigure;
        Title = TickLabels.Wrap(figure.Title, TitleLength);
        Caption = TickLabels.Wrap(figure.Caption ?? "", CaptionLength);
        Legend = [.. LegendNames(panels).Distinct()];
        LegendBeside = Legend.Count > 1 && LegendRows(TotalWidth - 90) > 3;
        RightMargin = LegendBeside ? Math.Min(260, TickLabels.Widest(Legend) + 62) : Right;

        var byColumn = Enumerable.Range(0, columns).Select(c => panels.Where((_, i) => i % columns == c).ToList()).ToList();
        double[] before = [.. byColumn.Select((p, c) => p.Max(LeftLabels) + (c > 0 ? PanelGap : 0))];
        double[] after = [.. byColumn.Select(p => p.Any(f => f is HeatMap) ? HeatPanel.ColorBarWidth : 0)];
        LeftMargin = before[0];
        RightMargin += after[^1];
        PlotWidth = TotalWidth - LeftMargin - RightMargin;
        double width = (PlotWidth - before[1..].Sum() - after[..^1].Sum()) / columns;

        var byRow = panels.Chunk(columns).ToList();
        double[] above = [.. byRow.Select(p => p.Max(TopLabels) + (titled ? PanelTitleHeight : 0))];
        double[] heights = [.. byRow.Select(p => p.Max(f => PanelHeight(f, width, columns)))];
        double[] below = [.. byRow.Select(p => p.Max(f => BottomLabels(f, width)))];
        _bottomLabels = below[^1];
        FirstRowLabels = above[0];
        PlotHeight = heights.Sum() + above[1..].Sum() + below[..^1].Sum();
        Panels = [.. panels.Select((_, i) => new Panel(
            i + 1,
            (i % columns * width) + before[1..((i % columns) + 1)].Sum() + after[..(i % columns)].Sum(),
            heights[..(i / columns)].Sum() + above[1..((i / columns) + 1)].Sum() + below[..(i / columns)].Sum(),
            width,
            heights[i / columns]))];
        Sources = panels;
    }

    public IReadOnlyList<string> Title { get; }

    public IReadOnlyList<string> Caption { get; }

    /// <summary>The names in the legend; one name alone needs none.</summary>
    public IReadOnlyList<string> Legend { get; }

    public bool LegendBeside { get; }

    public IReadOnlyList<Panel> Panels { get; }

    public IReadOnlyList<Figure> Sources { get; }

    public double PlotWidth { get; }

    public double PlotHeight { get; }

    public double LeftMargin { get; }

    public double RightMargin { get; }

    /// <summary>The room between the legend and the first row, for panel titles and labels above the axes.</summary>
    public double FirstRowLabels { get; }

    public double TopMargin => 14 + (Title.Count * TitleLine) + (LegendAbove ? 4 + (LegendRows(PlotWidth) * LegendLine) : 0) +
        FirstRowLabels;

    public double BottomMargin => _bottomLabels + (Caption.Count > 0 ? 10 + (Caption.Count * CaptionLine) : 0) + 8;

    /// <summary>How far below the plotting area the caption begins.</summary>
    public double CaptionOffset => _bottomLabels + 8;

    public double TotalHeight => TopMargin + PlotHeight + BottomMargin;

    public bool LegendAbove => Legend.Count > 1 && !LegendBeside;

    private int LegendRows(double width)
    {
        int rows = 1;
        double used = 0;
        foreach (string name in Legend)
        {
            double entry = TickLabels.Width(name) + LegendSymbol;
            if (used > 0 && used + entry > width)
            {
                rows++;
                used = 0;
            }
            used += entry;
        }
        return rows;
    }

    private static IEnumerable<string> LegendNames(IReadOnlyList<Figure> panels) => panels.SelectMany(p => p switch
    {
        LineFigure line => line.Series.Select(s => s.Name),
        ScatterFigure cloud => cloud.Series.Select(s => s.Name),
        QuiverFigure quiver => quiver.Fields.Select(f => f.Name),
        BarFigure bars => bars.Bars.Select(b => b.Name),
        _ => [],
    }).Where(name => name.Length > 0);

    private static double LeftLabels(Figure figure) => (figure.Y.Label.Length > 0 && figure is not ImageGrid ? 22 : 0) + figure switch
    {
        HeatMap map => 14 + TickLabels.Widest(map.Rows),
        ImageGrid grid => 14 + TickLabels.Widest(grid.RowLabels),
        _ => 44,
    };

    private static double BottomLabels(Figure figure, double width) =>
        (figure.X.Label.Length > 0 && figure is not ImageGrid ? 24 : 0) + figure switch
    {
        HeatMap map => 6 + TickLabels.Height(map.Columns, width),
        BarFigure bars => 6 + TickLabels.Height(bars.Categories, width),
        ImageGrid => 4,
        _ => 24,
    };

    private static double TopLabels(Figure figure) => figure is ImageGrid { ColumnLabels.Count: > 0 } ? 22 : 6;

    private static double PanelHeight(Figure figure, double width, int columns)
    {
        switch (figure)
        {
            case ImageGrid grid:
                var sheet = new ImageSheet(grid);
                return Math.Min((double)width / sheet.Width, Math.Max(1, grid.Scale)) * sheet.Height;
            case HeatMap { X.EqualAspect: false } map:
                return Math.Clamp(map.Rows.Count * 30.0, 110, 520);
            case { X.EqualAspect: true } or { Y.EqualAspect: true }:
                return Math.Clamp(width * Slope(figure), 120, Math.Min(Math.Max(width, 300), 520));
            default:
                return columns == 1 ? 330 : Math.Clamp(width * 0.82, 150, 300);
        }
    }

    /// <summary>How tall the data are for their width.</summary>
    private static double Slope(Figure figure)
    {
        if (figure is HeatMap map)
            return (double)map.Rows.Count / Math.Max(1, map.Columns.Count);
        IReadOnlyList<Series> series = figure switch { LineFigure line => line.Series, ScatterFigure cloud =>
            cloud.Series, QuiverFigure quiver => QuiverStrokes.Of(quiver), _ => [] };
        var (x, y) = LinePanel.Extents(figure, series);
        double[] across = x.Range(figure.X), up = y.Range(figure.Y);
        return (up[1] - up[0]) / (across[1] - across[0]);
    }
}
