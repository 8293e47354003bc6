using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineToOnline.MoorlStudy;

/// <summary>Figures and tables of parts A and B.</summary>
internal static class ExactFigures
{
    private const int ShownSteps = 5;

    /// <summary>Trajectories at K = 5, and where the meta step rests against K.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two panels.</returns>
    public static PanelFigure Quadratic(PaperResults results)
    {
        var cells = results.Of(Papers.Moorl.Quadratic);
        var shown = cells.First(cell => cell.Settings.Steps == ShownSteps);
        double[] grid = [.. Enumerable.Range(0, 101).Select(k => (double)k)];
        double[] ks = [.. Enumerable.Range(1, 100).Select(k => (double)k)];
        IReadOnlyList<QuadraticLoss> tasks = shown.Settings.Tasks;
        return new("Two quadratic losses with minima at 0 and 10",
        [
            new LineFigure($"K = {ShownSteps}, sources in turn", [.. shown.Result.Rows.Select(row =>
                new Series(FormattableString.Invariant($"ε = {row.MetaRate}"), [.. grid.Take(row.Path.Count)], row.Path))])
            {
                X = new("iteration"), Y = new("x", Low: 0, High: 10),
                References = [new(QuadraticPair.FixedPoint(tasks, ShownSteps, shown.Settings.Rate), "rest")],
            },
            new LineFigure("Where the mean meta step rests",
            [
                new("closed form", ks, [.. ks.Select(k => QuadraticPair.FixedPoint(tasks, (int)k, shown.Settings.Rate))])
                    { Stroke = Stroke.Dashed, Color = 7 },
                new("iterated", [.. cells.Select(cell => (double)cell.Settings.Steps)],
                    [.. cells.Select(cell => cell.Result.Rows[0].Resting)]) { Stroke = Stroke.None, Markers = true, Color = 0 },
            ])
            {
                X = new("K", Logarithmic: true), Y = new("x", Low: 0, High: 10),
                References = [new(tasks.Average(task => task.Minimum), "mean of the minima")],
            },
        ], 2)
        {
            Caption = FormattableString.Invariant($"Losses x²/2 and 4(x − 10)²/2, η = {shown.Settings.Rate}. K = 1 rests where the ") +
                "summed loss is least, large K midway between the minima: long blocks weigh sources alike, whatever their curvature.",
        };
    }

    /// <summary>Closed forms beside what was measured.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a K and ε.</returns>
    public static CardTable Table(PaperResults results) => CardTable.Of("Rest and noise on two quadratic losses",
        from cell in results.Of(Papers.Moorl.Quadratic) from row in cell.Result.Rows select (cell.Settings, Row: row),
        ("K", own => own.Settings.Steps), ("ε", own => own.Row.MetaRate),
        ("rest", own => QuadraticPair.FixedPoint(own.Settings.Tasks, own.Settings.Steps, own.Settings.Rate)),
        ("mean, drawn by lot", own => MeanInterval.StudentT([.. own.Row.Means])),
        ("deviation", own => QuadraticPair.Deviation(own.Settings.Tasks, own.Settings.Steps, own.Settings.Rate, own.Row.MetaRate)),
        ("deviation, drawn by lot", own => MeanInterval.StudentT([.. own.Row.Deviations]))) with
    {
        Note = "Rest and deviation in closed form, beside runs whose source is drawn by lot in each iteration; 95 % t intervals of five " +
            "seeds.",
    };

    /// <summary>The curve, and errors during training.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Three panels.</returns>
    public static PanelFigure TwoSource(PaperResults results)
    {
        var cells = results.Of(Papers.Moorl.TwoSource);
        double[] grid = [.. TwoSourceStudy.Grid];
        return new("A curve from two sources",
        [
            new LineFigure("Predictions", [new("truth", grid, [.. grid.Select(TwoSourceStudy.Curve)]) { Color = 7, Stroke = Stroke.Dashed },
                .. cells.Select((cell, i) => new Series(cell.Settings.Label, grid, cell.Result.Curve) { Color = i })])
            { X = new("x"), Y = new("y", Low: -2, High: 2) },
            Errors("Error on [0, 1], known offline", result => result.Left),
            Errors("Error on [1, 2], known online alone", result => result.Right),
        ], 3)
        {
            Caption = "Offline points lie in [0, 1], online points in [0.8, 2]. Predictions of the first seed after the last step; " +
                $"errors are means over {cells[0].Cell.Seeds.Count} seeds. All methods take the same number of gradient steps.",
        };

        LineFigure Errors(string title, Func<TwoSourceResult, IReadOnlyList<double[]>> error) => new(title,
            [.. cells.Select((cell, i) => new Series(cell.Settings.Label, [.. cell.Result.Steps.Select(s => s / 1000.0)],
                [.. error(cell.Result).Select(seeds => seeds.Average())]) { Color = i })])
        { X = new("thousand gradient steps"), Y = new("RMSE", Logarithmic: true, Low: 0.01, High: 10) };
    }

    /// <summary>Last errors.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a method.</returns>
    public static CardTable TwoSourceTable(PaperResults results) => CardTable.Of("Errors after the last step",
        results.Of(Papers.Moorl.TwoSource),
        ("Method", cell => cell.Settings.Label), ("[0, 1]", cell => Last(cell.Result.Left)),
        ("[0.8, 1]", cell => Last(cell.Result.Overlap)), ("[1, 2]", cell => Last(cell.Result.Right)),
        ("[0, 2]", cell => Last(ExactClaims.Whole(cell.Result)))) with
    {
        Note = "Root mean squared errors against the curve without noise, 95 % t intervals over seeds.",
    };

    private static TableCell Last(IReadOnlyList<double[]> errors) => MeanInterval.StudentT(errors[^1]);
}
