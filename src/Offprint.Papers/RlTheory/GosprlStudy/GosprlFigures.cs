using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.GosprlStudy;

/// <summary>Figures drawn from our results.</summary>
internal static class GosprlFigures
{
    private const double LeastGap = 1e-4;
    private static readonly Domain[] s_curves = [new(DomainKind.RiverSwim, 36), new(DomainKind.Corridor, 24),
        new(DomainKind.FourRooms, 43)];

    /// <summary>Figure 1: steps on stars against B D.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two panels: more samples, and longer ways.</returns>
    public static PanelFigure Star(PaperResults results)
    {
        var cells = results.Of(Papers.Gosprl.Star);
        var gosprl = cells.Where(c => c.Settings.Collector.Kind == CollectorKind.Gosprl).ToList();
        double fixedOdds = gosprl.GroupBy(c => c.Settings.Probability)
            .MaxBy(g => g.Select(c => c.Settings.Samples).Distinct().Count())!.Key;
        var all = cells.Select(c => c.Result.Total * c.Result.Diameter).ToList();
        Series bound = new("B D", [all.Min(), all.Max()], [all.Min(), all.Max()]) { Stroke = Stroke.Dashed, Color = 6 };
        Axis across = new("B D", Logarithmic: true), up = new("steps τ", Logarithmic: true);
        return new("Collecting from a star of four leaves",
        [
            new LineFigure(string.Create(CultureInfo.InvariantCulture, $"More samples, p = {fixedOdds:0.###}"),
                [Curve("GOSPRL", gosprl.Where(c => c.Settings.Probability == fixedOdds), Color(CollectorKind.Gosprl)), bound]) { X =
                across, Y = up },
            new LineFigure("Longer ways, k = 80",
            [
                Curve("GOSPRL", gosprl.Where(c => c.Settings.Samples == 80), Color(CollectorKind.Gosprl)),
                Curve("known model", cells.Where(c => c.Settings.Collector.Kind == CollectorKind.Known),
                    Color(CollectorKind.Known)) with { Stroke = Stroke.None }, bound,
            ])
            { X = across, Y = up },
        ], 2)
        { Caption = $"Mean and 95 % t interval over {cells[0].Cell.Seeds.Count} seeds (mostly smaller than the markers). No strategy " +
            $"needs fewer than B D steps on average." };

        static Series Curve(string name, IEnumerable<CellResult<StarSettings, StarResult>> cells, int? color) =>
            Points(name, cells.OrderBy(c => c.Result.Total * c.Result.Diameter)
                .Select(c => (c.Result.Total * c.Result.Diameter, CollectionClaims.Mean(c.Result.Steps))), color);
    }

    /// <summary>Figure 2: steps a sample against the diameter of rivers.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>The figure.</returns>
    public static LineFigure Rivers(PaperResults results)
    {
        Series[] series = [.. new[] { CollectorKind.Gosprl, CollectorKind.Known, CollectorKind.ZeroOneUcrl,
            CollectorKind.MaxEnt }.Select(kind => Points(
            new CollectorSpec(kind).Title(),
            CollectionClaims.Rivers(results, kind).Select(c =>
                (c.Result.Diameter, MeanInterval.StudentT([.. c.Result.Steps.Select(s => (double)s / c.Result.Total)]))), Color(kind)))];
        double[] reach = [series[0].X[0], series[0].X[^1]];
        return new("TREASURE-10 on rivers of 4 to 36 states", [.. series, new("D", reach, reach) { Stroke = Stroke.Dashed, Color = 6 }])
        {
            X = new("diameter D", Logarithmic: true), Y = new("steps a sample, τ/B", Logarithmic: true),
            Caption = $"Mean and 95 % t interval over {results.Of(Papers.Gosprl.Treasure)[0].Cell.Seeds.Count} seeds. The bound B D is " +
                "for the worst requirement; here most samples lie on the way to others.",
        };
    }

    /// <summary>Figure 3: the paper's comparison, P_t on three domains.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Six panels: shares of states, and of pairs.</returns>
    public static PanelFigure Treasure(PaperResults results)
    {
        Domain[] domains = results.Profile == Profile.Smoke ? [TreasureStudy.Compared[0]] : s_curves;
        LineFigure Panel(Domain domain, string what, Func<TreasureResult, ShareCurve> curve) => new(domain.Title(),
            [.. TreasureStudy.Collectors.Select(kind => Share(CollectionClaims.Cell(results, domain, kind), curve, Color(kind)))])
        { X = new("step t", Logarithmic: true, Low: 100, High: 2e4), Y = new($"share of {what}", Low: 0, High: 1) };
        return new("TREASURE-10: share that has its samples",
            [.. domains.Select(d => Panel(d, "states", r => r.States)), .. domains.Select(d => Panel(d, "pairs", r => r.Pairs))],
            domains.Length)
        { Caption = $"Mean over {results.Of(Papers.Gosprl.Treasure)[0].Cell.Seeds.Count} seeds with 95 % t intervals. A state counts " +
            $"when each of its actions was taken ten times." };

        static Series Share(CellResult<TreasureSettings, TreasureResult> cell, Func<TreasureResult, ShareCurve> pick, int? color)
        {
            ShareCurve curve = pick(cell.Result);
            return new(cell.Settings.Collector.Title(), TreasureStudy.Grid, curve.Mean)
            {
                Low = [.. curve.Mean.Zip(curve.HalfWidth, (m, h) => Math.Max(0, m - h))],
                    High = [.. curve.Mean.Zip(curve.HalfWidth, (m, h) => Math.Min(1, m + h))],
                Stroke = cell.Settings.Collector.Kind == CollectorKind.Known ? Stroke.Dashed : Stroke.Solid, Color = color,
            };
        }
    }

    /// <summary>Figure 4: paired ratios on random instances.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel an U: the distribution of τ/τ_GOSPRL over instances.</returns>
    public static PanelFigure Requirements(PaperResults results)
    {
        var bounds = results.Of(Papers.Gosprl.Random).Select(c => c.Settings.Greatest).Distinct();
        var panels = bounds.Select(greatest => new LineFigure($"b(s, a) uniform on 0 … {greatest}",
            [.. TreasureStudy.Collectors.Where(k => k != CollectorKind.Gosprl).Select(kind =>
            {
                double[] ratios = [.. ObjectiveClaims.Ratios(results, greatest, kind).Order()];
                return new Series(new CollectorSpec(kind).Title(), ratios,
                    [.. ratios.Select((_, i) => (i + 0.5) / ratios.Length)]) { Color = Color(kind) };
            })])
        { X = new("steps over GOSPRL's", Logarithmic: true), Y = new("share of instances below", Low: 0, High: 1),
            References = [new(1, "as fast", Vertical: true)] });
        return new("Random requirements on Garnet instances", [.. panels], 2)
        { Caption = $"{results.Of(Papers.Gosprl.Random)[0].Cell.Seeds.Count} instances a panel (10 to " +
            $"{results.Of(Papers.Gosprl.Random)[0].Settings.MaximumStates} states, 2 to 5 actions), the same for every collector: " +
            $"distribution of the paired ratio." };
    }

    /// <summary>Figure 5: errors of the model.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>The greatest error above, the mean error below, a column a domain.</returns>
    public static PanelFigure Errors(PaperResults results)
    {
        var domains = Domains(results);
        return new("Model estimation",
            [.. domains.Select(d => Panel(results, d, "greatest error", r => r.Max)),
                .. domains.Select(d => Panel(results, d, "mean error", r => r.Mean))], domains.Count)
        { Caption = $"‖P̂ − P‖₁ over pairs: mean over {results.Of(Papers.Gosprl.Model)[0].Cell.Seeds.Count} seeds with 95 % t " +
            $"intervals. An unseen pair counts 2." };
    }

    /// <summary>Figure 6: plans for any goal and cost.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a domain.</returns>
    public static PanelFigure Gaps(PaperResults results)
    {
        var domains = Domains(results);
        return new("Goal-free, cost-free exploration", [.. domains.Select(d => Panel(results, d, "worst gap", r => r.Gap, median: true))],
            domains.Count)
        {
            Caption = "How much more a plan made in the explored model costs than the best one, the worst over all goals and starts; " +
                "costs uniform on [0.1, 1]. " +
                $"Median over {results.Of(Papers.Gosprl.Model)[0].Cell.Seeds.Count} seeds, band from the lower to the upper quartile; " +
                    "curves begin where it is finite, and the best plans, whose gap is 0, are drawn at 10⁻⁴.",
        };
    }

    /// <summary>One color a collector in all figures.</summary>
    private static int? Color(CollectorKind kind) => Papers.Gosprl.Colors[new CollectorSpec(kind).Title()];

    private static List<Domain> Domains(PaperResults results) =>
        [.. results.Of(Papers.Gosprl.Model).Select(c => c.Settings.Domain).Distinct()];

    private static LineFigure Panel(
        PaperResults results, Domain domain, string what, Func<ModelEstimationResult, IReadOnlyList<IReadOnlyList<double>>> pick,
        bool median = false) =>
        new(domain.Title(), [.. ModelEstimation.Collectors.Select(kind =>
        {
            var cell = ObjectiveClaims.Cell(results, domain, kind);
            var runs = pick(cell.Result);
            var points = cell.Settings.Checkpoints.Select((t, c) => ((double)t, Summary([.. runs.Select(run => run[c])], median)));
            string name = new CollectorSpec(kind).Title();
            return Points(kind == CollectorKind.Gosprl ? "GOSPRL-ModEst" : name, points, Color(kind)) with { Markers = false };
        })])
        { X = new("step t", Logarithmic: true), Y = new(what, Logarithmic: true) };

    /// <summary>The mean with its t interval, or the median with the quartiles, cut at the least gap drawn, NaN where not finite.</summary>
    private static Estimate Summary(double[] values, bool median)
    {
        if (!median)
            return MeanInterval.StudentT(values);
        double[] sorted = [.. values.Order()];
        double At(double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))] is var v && double.IsFinite(v)
            ? Math.Max(v, LeastGap) : double.NaN;
        return new(At(0.5), new(At(0.25), At(0.75), 0.5, "quartiles"));
    }

    private static Series Points(string name, IEnumerable<(double X, Estimate Y)> points, int? color)
    {
        var list = points.ToList();
        return new(name, [.. list.Select(p => p.X)], [.. list.Select(p => p.Y.Value)])
        {
            Low = [.. list.Select(p => p.Y.Interval.Low)], High = [.. list.Select(p => p.Y.Interval.High)], Markers = true, Color = color,
        };
    }
}
