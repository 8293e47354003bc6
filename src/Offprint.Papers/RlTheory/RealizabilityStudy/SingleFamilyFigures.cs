using Offprint.Cards;
using Offprint.Estimators.OffPolicy;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>Figures in which one factor is turned.</summary>
internal static class SingleFamilyFigures
{
    /// <summary>The colors of β and of FQE's radius, which are no method's.</summary>
    internal const int Incompleteness = 8, Radius = 9;

    private const int Main = 0, FarSide = 10, Theory = 7;

    /// <summary>Figure 1: no floor on instance D.</summary>
    public static LineFigure NoFloor(PaperResults results)
    {
        var cells = results.Of(Papers.Realizability.Sizes);
        double[] n = [.. cells.Select(c => (double)c.Result.Rows)];
        OffPolicyFactors factors = cells[0].Result.Factors;
        IReadOnlyList<LinearMethod> methods = cells[0].Settings.Methods;
        // A what-if with other noise shows its own methods alone.
        var temporal = results.Of(Papers.Realizability.Temporal).Where(c => c.Settings.Noise == cells[0].Settings.Noise).ToList();
        return new("Four states, an incomplete class: error against the number of rows",
        [
            .. methods.Select(m => Curve(m.Family, n, [.. cells.Select(c => c.Result.Of(m.Equals).Bellman)]) with
                { Stroke = m.Estimator is FittedEvaluation ? Stroke.Dashed : Stroke.Solid }),
            .. temporal.Count == 0 ? Array.Empty<Series>() : [Curve("TD(0)", [.. temporal.Select(c => (double)c.Result.Rows)],
                [.. temporal.Select(c => c.Result.Of<TemporalDifference>().Bellman)]) with { Stroke = Stroke.None }],
        ])
        {
            X = new("rows n", Logarithmic: true), Y = new("‖E‖ in the data's norm", Logarithmic: true),
            References = [new(factors.Floor, "classical floor")],
            Caption = $"Medians over {cells[0].Settings.Repetitions:N0} data sets " +
                (temporal.Count == 0 ? "" : $"({temporal[0].Settings.Repetitions} for TD(0)) ") +
                $"with 95 % intervals. The floor is sup I(Q) over ‖θ‖ ≤ 2, {NumberText.Format(factors.Floor)}; β = " +
                $"{NumberText.Format(factors.Incompleteness)}.",
        };
    }

    /// <summary>Figure 2: rows needed with two functions.</summary>
    public static LineFigure Thresholds(PaperResults results)
    {
        var cells = results.Of(Papers.Realizability.Thresholds).Where(c => c.Result.Rows is not null && c.Settings.Beta > 0).ToList();
        double[] x = [.. cells.Select(c => 1 - c.Settings.Beta)];
        double z = RealizabilityClaims.GaussianConstant(cells[0].Settings.FailureRate);
        return new("Two functions: rows until 85 % of the choices are right",
        [
            new("minimax estimator", x, [.. cells.Select(c => (double)c.Result.Rows!.Value)]) { Markers = true, Color = Main },
            new("Gaussian theory", x, [.. cells.Select(c => c.Result.Rows!.Value * z / c.Result.Normalized!.Value)])
                { Stroke = Stroke.Dashed, Color = Theory },
            new("slope −2", [x[0], x[^1]], [Last(cells) * Math.Pow(x[^1] / x[0], 2), Last(cells)]) { Stroke = Stroke.Dotted, Color = 5 },
        ])
        {
            X = new("1 − β", Logarithmic: true), Y = new("rows n", Logarithmic: true),
            Caption = $"{cells[0].Settings.Repetitions:N0} data sets a number of rows; n by bisection. β grows to the left.",
        };

        static double Last(IReadOnlyList<CellResult<ThresholdSettings, ThresholdResult>> cells) => cells[^1].Result.Rows!.Value;
    }

    /// <summary>Figure 8: the plane of β and n.</summary>
    public static HeatMap Phases(PaperResults results)
    {
        var cells = results.Of(Papers.Realizability.Phases);
        return new("Share of data sets in which the true function is chosen",
            [.. cells.Select(c => $"β = {c.Settings.Beta}")], [.. cells[0].Settings.Counts.Select(n =>
                n.ToString("N0", CultureInfo.InvariantCulture))],
            [.. cells.Select(c => c.Result.Shares)])
        {
            X = new("rows n"), Y = new("incompleteness"), ValueLabel = "share", ShowValues = true,
            Caption = $"{cells[0].Settings.Repetitions:N0} data sets a field. The boundary moves as (1 − β)⁻².",
        };
    }

    /// <summary>Figure 3: one feature.</summary>
    public static LineFigure Margin(PaperResults results)
    {
        var cells = results.Of(Papers.Realizability.OneFeature).OrderBy(c => c.Result.Factors.Margin).ToList();
        double[] x = [.. cells.Select(c => c.Result.Factors.Margin)];
        double constant = RealizabilityClaims.HalfNormalMedian;
        return new("One feature: LSTD's error against 1 − β²",
        [
            Scaled("converging FQE, y < 1.33", c => c.Result.Factors.FqeRadius < 1, Main),
            Scaled("diverging FQE, y > 1.33", c => c.Result.Factors.FqeRadius >= 1, FarSide),
            new("0.6745 σ (1 − β²)^(−1/2)", x, [.. x.Select(m => constant / Math.Sqrt(m))]) { Stroke = Stroke.Dashed, Color = Theory },
        ])
        {
            X = new("1 − β²", Logarithmic: true), Y = new("√n × median ‖E‖", Logarithmic: true),
            Caption = $"n = {cells[0].Settings.Rows:N0}, {cells[0].Settings.Repetitions:N0} data sets, σ = 1. LSTD does not care on " +
                $"which side of the " +
                "pole it is.",
        };

        Series Scaled(string name, Func<CellResult<OneFeatureSettings, LinearErrors>, bool> where, int color)
        {
            var own = cells.Where(where).ToList();
            return Curve(name, [.. own.Select(c => c.Result.Factors.Margin)],
                [.. own.Select(c => c.Result.Of<Lstd>().Bellman)], Math.Sqrt(cells[0].Settings.Rows)) with
                { Stroke = Stroke.None, Color = color };
        }
    }

    /// <summary>Figure 4: divergence is not incompleteness.</summary>
    public static PanelFigure Divergence(PaperResults results)
    {
        var cells = results.Of(Papers.Realizability.OneFeature);
        double[] y = [.. cells.Select(c => c.Settings.Value)];
        Axis across = new("y");
        return new("One feature: when iterations diverge, and when data do not identify",
        [
            new LineFigure("What the theory says",
            [
                new("β", y, [.. cells.Select(c => c.Result.Factors.Incompleteness)]) { Markers = true,
                    Color = Incompleteness },
                new("radius of FQE", y, [.. cells.Select(c => c.Result.Factors.FqeRadius)]) { Markers = true, Color = Radius },
            ])
            { X = across, Y = new("factor"), References = [new(1, "")] },
            new LineFigure("Errors", [.. cells[0].Settings.Methods.Select(m =>
                Curve(m.Family, y, [.. cells.Select(c => c.Result.Of(m.Equals).Bellman)]) with { Stroke = Dash(m) })])
            { X = across, Y = new("median ‖E‖", Logarithmic: true, High: 1e3) },
        ], 2)
        { Caption = $"n = {cells[0].Settings.Rows:N0}, {cells[0].Settings.Repetitions:N0} data sets. At y = 1.3292 LSTD's matrix is " +
            $"zero and β = 1. FQE fails " +
            "everywhere to the right of it, LSTD nowhere but there." };
    }

    /// <summary>Figure 5: metric entropy.</summary>
    public static PanelFigure Entropy(PaperResults results)
    {
        var cells = results.Of(Papers.Realizability.Entropy);
        return new("Squared error against the size of the class",
        [
            Panel("d features", "d", false), Panel("2ᵏ functions, at the worst scale", "k = log₂|F|", true),
        ], 2)
        { Caption = $"n(1 − β²)‖E‖², mean and 95 % t interval over {cells[0].Settings.Repetitions} data sets. Dashed: proportional to " +
            $"the size." };

        LineFigure Panel(string title, string label, bool finite)
        {
            var own = cells.Where(c => c.Settings.Finite == finite).ToList();
            double[] x = [.. own.Select(c => (double)c.Settings.Copies)];
            return new(title,
            [
                new("measured", x, [.. own.Select(c => c.Result.Mean)])
                    { Low = [.. own.Select(c => c.Result.Low)], High = [.. own.Select(c => c.Result.High)], Markers = true, Color = Main },
                new("slope 1", x, [.. x.Select(v => v * own[0].Result.Mean / x[0])]) { Stroke = Stroke.Dashed, Color = Theory },
            ])
            { X = new(label, Logarithmic: true), Y = new("n(1 − β²)‖E‖²", Logarithmic: true) };
        }
    }

    /// <summary>Figure 7: a rare state.</summary>
    public static LineFigure Coverage(PaperResults results)
    {
        var cells = results.Of(Papers.Realizability.Coverage);
        double[] x = [.. cells.Select(c => c.Settings.Share)];
        return new("A rare state: coverage with and without completeness",
            [.. cells[0].Settings.Methods.Select(m => Curve(m.Family, x,
                [.. cells.Select(c => c.Result.Of(m.Equals).Prediction)]) with { Stroke = Dash(m) })])
        {
            X = new("share ε of the rare state", Logarithmic: true), Y = new("median prediction error", Logarithmic: true),
            Caption = $"n = {cells[0].Settings.Rows:N0}, {cells[0].Settings.Repetitions:N0} data sets. C = γ²/ε for both; only the one " +
                $"feature pays for " +
                "β, too: slope −1 instead of −1/2.",
        };
    }

    /// <summary>A ridge changes little: its curve lies on LSTD's, and dashes let both be seen.</summary>
    private static Stroke Dash(LinearMethod method) =>
        method.Estimator is Lstd { Ridge: not null } ? Stroke.Dashed : Stroke.Solid;

    private static Series Curve(string name, double[] x, ErrorSummary[] errors, double factor = 1) =>
        errors.Select(e => e.Times(factor)).ToList().ToSeries(name, x) with { Markers = true };
}
