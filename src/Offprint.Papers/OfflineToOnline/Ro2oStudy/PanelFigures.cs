using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>Figures of the exact and small studies.</summary>
internal static class PanelFigures
{
    private const int MostCritics = 20;

    private static string Name(PanelRows rows) => rows switch
    {
        PanelRows.Logged => "logged rows",
        PanelRows.OutOfDistribution => "and OOD rows",
        _ => "and smoothness rows",
    };

    /// <summary>By how much the least of N critics lies below their mean.</summary>
    /// <returns>The exact curve for normal critics.</returns>
    public static LineFigure OrderStatistics()
    {
        double[] counts = [.. Enumerable.Range(1, MostCritics).Select(n => (double)n)];
        return new("The minimum of an ensemble is a lower confidence bound",
            [new("E min of N", counts, [.. counts.Select(n => NormalOrderStatistics.ExpectedMinimum((int)n))]) { Markers = true }])
        {
            X = new("N, critics"), Y = new("deviations from their mean"),
            References = [new(NormalOrderStatistics.ExpectedMinimum(10), "N = 10, the authors'"),
                new(NormalOrderStatistics.ExpectedMinimum(5), "N = 5, here")],
            Caption = "Independent normal values of equal mean and deviation; by quadrature.",
        };
    }

    /// <summary>Γ on the grid.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a kind of rows.</returns>
    public static PanelFigure Maps(PaperResults results)
    {
        var cell = results.Of(Papers.Ro2o.Panel)[0];
        int side = cell.Settings.Side;
        string[] ticks = [.. Enumerable.Range(0, side).Select(i => NumberText.Format((double)i / (side - 1)))];
        return new("Uncertainty Γ of the first problem", [.. cell.Result.Maps.Select(map =>
            new HeatMap(Name(map.Rows), [.. ticks.Reverse()], ticks, [.. map.Values.Reverse()])
            {
                ValueLabel = "Γ", X = new("place") { EqualAspect = true },
            })], 3)
        {
            Caption = $"Mean over actions; {cell.Settings.Rows} logged steps crowd in the lower left corner.",
        };
    }

    /// <summary>Bound and true gap against the distance from the corner.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel each.</returns>
    public static PanelFigure Shift(PaperResults results)
    {
        var cell = results.Of(Papers.Ro2o.Panel)[0];
        return new("The bound falls, the gap stays",
        [
            Panel("Bound 2 Σ E Γ", shift => shift.Bound), Panel("True suboptimality", shift => shift.Gap),
        ], 2)
        { Caption = $"Means over {cell.Cell.Seeds.Count} problems with 95 % t intervals; returns lie in [0, {cell.Settings.Horizon}]." };

        LineFigure Panel(string title, Func<PanelShift, IReadOnlyList<double[]>> values) => new(title,
            [.. cell.Result.Shifts.Select(shift => new Series(Name(shift.Rows), shift.Distance, [.. values(shift).Select(v => v[0])])
            {
                Low = [.. values(shift).Select(v => v[1])], High = [.. values(shift).Select(v => v[2])], Markers = true,
            })])
        { X = new("distance of the start from the corner"), Y = new("return", Low: 0) };
    }

    /// <summary>What the rows do, over all problems.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a kind of rows.</returns>
    public static CardTable Table(PaperResults results)
    {
        var cell = results.Of(Papers.Ro2o.Panel)[0];
        PanelFit logged = cell.Result.Of(PanelRows.Logged);
        return CardTable.Of("Pessimistic least squares", cell.Result.Fits,
        [
            ("Rows", fit => Name(fit.Rows)), ("mean Γ", fit => Mean(fit.Uncertainty)), ("bound", fit => Mean(fit.Bound)),
            ("true gap", fit => Mean(fit.Gap)), ("Γ covers the error", fit => Mean(fit.Valid)),
            ("gap smaller", fit => Share(fit, (own, before) => own < before)),
            ("gap larger", fit => Share(fit, (own, before) => own > before)),
        ]) with
        {
            Note = $"{cell.Cell.Seeds.Count} problems, means over all starts, 95 % intervals. Γ covers the error: the share of states, " +
                "actions and stages where the fitted backup is off by at most Γ, which the bound supposes of all. Smaller and larger: " +
                "the share of problems, against logged rows alone.",
        };

        TableCell Share(PanelFit fit, Func<double, double, bool> better) => fit == logged ? "" :
            (double)fit.Gap.Zip(logged.Gap).Count(pair => better(pair.First, pair.Second)) / fit.Gap.Count;
    }

    /// <summary>Critics of a line.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a weight.</returns>
    public static PanelFigure Picture(PaperResults results)
    {
        var cells = results.Of(Papers.Ro2o.Picture);
        PictureSettings settings = cells[0].Settings;
        return new("Value smoothness on a line", [.. cells.Select(cell =>
        {
            PictureResult own = cell.Result;
            return new LineFigure(cell.Settings.Smoothness.Weight == 0 ? "without the term"
                : FormattableString.Invariant($"η₁ = {cell.Settings.Smoothness.Weight}"),
            [
                new("critics", own.Places, own.Mean) { Low = own.Low, High = own.High, Color = 0 },
                new("sin 3s", own.Places, [.. own.Places.Select(s => Math.Sin(3 * s))]) { Stroke = Stroke.Dashed, Color = 1 },
                new("values", own.PointPlaces, own.PointValues) { Stroke = Stroke.None, Markers = true, Color = 2 },
            ])
            { X = new($"s (roughness {NumberText.Format(own.Roughness.Average())})"), Y = new("value", Low: -2.2, High: 2.2) };
        })], 2)
        {
            Caption = $"First of {cells[0].Cell.Seeds.Count} seeds: mean and range of {settings.Critics} critics that were fitted to " +
                $"{settings.Points} noisy values. Roughness: the mean over points of the largest change among " +
                $"{settings.Smoothness.Samples} neighbors within {NumberText.Format(settings.Smoothness.Radius)}, mean over seeds.",
        };
    }

    private static TableCell Mean(IReadOnlyList<double> values) => MeanInterval.StudentT([.. values]);
}
