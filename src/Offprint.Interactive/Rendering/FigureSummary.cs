using Offprint.Cards;

namespace Offprint.Interactive.Rendering;

/// <summary>What a figure shows, in numbers, where no picture can be shown.</summary>
internal static class FigureSummary
{
    public static IEnumerable<CardTable> Of(Figure figure) => figure switch
    {
        LineFigure line => [Curves(line, line.Series)],
        ScatterFigure cloud => [Curves(cloud, cloud.Series)],
        QuiverFigure quiver => [Arrows(quiver)],
        BarFigure bars => [Bars(bars)],
        HeatMap map => [Matrix(map)],
        ImageGrid grid => [Pictures(grid)],
        AnimationFigure animation => [Pictures(animation.Strip)],
        PanelFigure panels => panels.Panels.SelectMany(Of).Prepend(new CardTable(panels.Title, [], []) { Note = panels.Caption }),
        _ => [new CardTable(figure.Title, [], []) { Note = figure.Caption }],
    };

    private static CardTable Curves(Figure figure, IReadOnlyList<Series> series)
    {
        string x = figure.X.Label.Length > 0 ? figure.X.Label : "x", y = figure.Y.Label.Length > 0 ? figure.Y.Label : "y";
        return new CardTable(figure.Title, ["Series", "Points", x, $"{y}: first", "last", "least", "greatest"], [.. series.Select(s =>
        {
            var finite = s.Y.Where(double.IsFinite).ToList();
            double? At(Func<List<double>, double> pick) => finite.Count > 0 ? pick(finite) : null;
            return (IReadOnlyList<TableCell>)
                [s.Name, s.X.Count, Range(s.X), At(v => v[0]), At(v => v[^1]), At(v => v.Min()), At(v => v.Max())];
        })])
        { Note = figure.Caption };
    }

    private static CardTable Arrows(QuiverFigure figure) => new(figure.Title, ["Field", "Arrows", "Mean length", "Greatest length"],
        [.. figure.Fields.Select(f =>
        {
            double[] lengths = [.. f.U.Zip(f.V, double.Hypot)];
            return (IReadOnlyList<TableCell>)[f.Name, lengths.Length, lengths.DefaultIfEmpty().Average(), lengths.DefaultIfEmpty().Max()];
        })])
    { Note = figure.Caption };

    private static string Range(IReadOnlyList<double> values)
    {
        var finite = values.Where(double.IsFinite).ToList();
        return finite.Count == 0 ? "–" : $"{NumberText.Format(finite.Min())} … {NumberText.Format(finite.Max())}";
    }

    private static CardTable Bars(BarFigure figure) => new(
        figure.Title, ["", .. figure.Bars.Select(b => new TableColumn(b.Name))],
        [.. figure.Categories.Select((category, i) => (IReadOnlyList<TableCell>)[category, .. figure.Bars.Select(b => Bar(b, i))])])
    { Note = figure.Caption };

    private static TableCell Bar(BarSeries bars, int index)
    {
        if (!double.IsFinite(bars.Values[index]))
            return (string?)null;
        return bars is { Low: { } low, High: { } high }
            ? TableCell.Of(bars.Values[index], new Numerics.Interval(low[index], high[index], double.NaN, ""))
            : bars.Values[index];
    }

    private static CardTable Matrix(HeatMap figure) => new(
        figure.Title, [figure.ValueLabel, .. figure.Columns.Select(c => new TableColumn(c))],
        [.. figure.Rows.Select((row, i) => (IReadOnlyList<TableCell>)
            [row, .. figure.Values[i].Select(v => double.IsFinite(v) ? (TableCell)v : (string?)null)])])
    { Note = figure.Caption };

    private static string Count(ImageGrid figure) =>
        figure.Images.Count == 1 ? "1 picture" : $"{figure.Images.Count} pictures, {figure.ColumnCount} a row";

    private static CardTable Pictures(ImageGrid figure) => new(figure.Title, [], [])
    {
        Note = $"{Count(figure)}. {figure.Caption}".TrimEnd(),
    };
}
