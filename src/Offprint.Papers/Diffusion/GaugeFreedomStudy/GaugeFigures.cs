using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>Figures and tables of the parts whose scores are exact.</summary>
internal static class GaugeFigures
{
    /// <summary>Part 1: the same two starts and the whole cloud of end points under gauge terms.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a strength.</returns>
    public static PanelFigure Particles(PaperResults results)
    {
        var panels = results.Of(Papers.GaugeFreedom.Gaussian)[0].Result.Rows.Select(row => new LineFigure($"c = {row.Strength}",
        [
            new Series("end points", row.CloudX, row.CloudY) { Stroke = Stroke.None, Markers = true, Color = 5 },
            .. row.PathX.Zip(row.PathY, (x, y) => (x, y)).Select((path, i) => new Series($"path {i + 1}", path.x, path.y) { Color = i }),
        ])
        { X = new Axis("x₁", Low: -3.3, High: 3.3) { EqualAspect = true }, Y = new Axis("x₂", Low: -3.3, High: 3.3) });
        return new PanelFigure("Gauge terms carry each particle elsewhere and leave the cloud as it is", [.. panels], 3)
        { Caption = "Data N(0, diag(1, 1/4)); two paths from t = 1 to 10⁻³ from the same starts, and 400 end points." };
    }

    /// <summary>Part 1 in numbers.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a field.</returns>
    public static CardTable Gaussian(PaperResults results)
    {
        var result = results.Of(Papers.GaugeFreedom.Gaussian)[0].Result;
        IEnumerable<(string Field, double Error, GaussianGaugeRow? Row)> fields =
        [
            .. result.Rows.Select(r => ($"s* + {r.Strength} J s*", r.DensityError, (GaussianGaugeRow?)r)),
            ("s* + r, weak condition only", result.WeakDensityError, null),
            ("the same, divergence of s* alone", result.WeakPlainError, null),
            ("s* − 0.05 x: a gradient", result.ContractionDensityError, null),
        ];
        return CardTable.Of("An exact Gaussian", fields, ("Field", f => f.Field),
            (new TableColumn("Largest density error", "nats"), f => f.Error), ("Mean displacement", f => f.Row?.Displacement),
            ("Worst covariance deviation, standard errors", f => f.Row?.CovarianceScores.Max(Math.Abs)),
            ("Distance from the closed form", f => f.Row?.TurnError)) with
        { Note = $"Standard deviations of the last field's samples are " +
            $"{string.Join(" and ", result.ContractionDeviation.Select(NumberText.Format))} times the true ones; exp(−κ∫β/2) = 0.778." };
    }

    /// <summary>Part 2: laws under gauge terms.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a strength.</returns>
    public static CardTable Invariance(PaperResults results)
    {
        var cells = results.Of(Papers.GaugeFreedom.Mixture);
        return CardTable.Of("A mixture of six Gaussians", cells, ("c", c => c.Settings.Strength),
            ("Sliced W2, flow", c => MeanInterval.StudentT([.. c.Result.Distance])),
            ("Sliced W2, reverse SDE", c => MeanInterval.StudentT([.. c.Result.StochasticDistance])),
            (new TableColumn("Mean log-likelihood", "nats"),
                c => c.Result.LogLikelihood.Average().ToString("F6", CultureInfo.InvariantCulture)),
            (new TableColumn("of the exact law", "nats"),
                c => c.Result.TrueLogLikelihood.Average().ToString("F6", CultureInfo.InvariantCulture))) with
        { Note = $"{cells[0].Settings.Points} samples against as many fresh data; mean and 95 % t interval over " +
            $"{cells[0].Cell.Seeds.Count} seeds, the same draws in every row. Flow: Runge–Kutta 5(4), tolerance " +
            $"{NumberText.Format(cells[0].Settings.Tolerance)}; SDE: {cells[0].Settings.StochasticSteps} steps." };
    }

    /// <summary>Part 2: what solvers make of gauge terms.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a strength.</returns>
    public static PanelFigure Solvers(PaperResults results)
    {
        var panels = results.Of(Papers.GaugeFreedom.Mixture).Select(cell => new LineFigure($"c = {cell.Settings.Strength}",
            [.. cell.Result.Solvers.Select((s, i) => new Series(s.Solver.Label, [.. cell.Settings.Evaluations.Select(n => (double)n)],
                [.. s.Errors.Select(e => e < 1e3 ? e : double.NaN)]) { Markers = true, Color = i })])
        { X = new Axis("model evaluations", Logarithmic: true), Y = new Axis("RMS error", Logarithmic: true, Low: 1e-5, High: 1e3) })
            .ToList();
        return new PanelFigure("Every solver pays for the gauge term", [.. panels], Math.Min(2, panels.Count))
        { Caption = "Distance to the exact end points of the same field, grids even in t; points above 10³ (diverged) are left out, " +
            "curves below 10⁻⁵ cut." };
    }

    /// <summary>Part 5: singular values of the flow's Jacobian under gauge terms, exact scores.</summary>
    /// <param name="results">The paper's results.</param>
    /// <param name="strengths">Which c.</param>
    /// <returns>A row of panels a geometry.</returns>
    public static PanelFigure GaugeSingularValues(PaperResults results, params double[] strengths)
    {
        var panels = results.Of(Papers.GaugeFreedom.GaugeDimension)
            .SelectMany(cell => cell.Result.Rows.Where(r => strengths.Contains(r.Strength)).Select(row =>
            SingularValuePanel.Of($"{(cell.Settings.Geometry == ExactGeometry.Plane ? "plane in R⁵" : "circle in R³")}, c = " +
                $"{row.Strength}", row))).ToList();
        return new PanelFigure("Exact scores with gauge terms: singular values of the flow's Jacobian", [.. panels], strengths.Length)
        { Caption = "Median and 10–90 % band over paths against λ = log(α/σ), data at the right; dashed: σ_t. The random J mixes " +
            "tangent and normal directions." };
    }

    /// <summary>Part 5 in numbers.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a strength.</returns>
    public static CardTable GaugeDimensions(PaperResults results)
    {
        var (plane, circle) = (results.Of(Papers.GaugeFreedom.GaugeDimension, s => s.Geometry == ExactGeometry.Plane),
            results.Of(Papers.GaugeFreedom.GaugeDimension, s => s.Geometry == ExactGeometry.Circle).Result);
        return CardTable.Of("Share of paths with the right dimension, exact scores", plane.Result.Rows.Zip(circle.Rows),
            ("c", r => r.First.Strength), ("Plane in R⁵ (2)", r => r.First.Accuracy[0]),
            ("Circle in R³ (1)", r => r.Second.Accuracy[0])) with
        { Note = $"{plane.Settings.Points} paths. At c = 0 the plane's singular values deviate from √(V_t/V_T) by at most " +
            $"{NumberText.Format(plane.Result.OracleError!.Value)}." };
    }

    /// <summary>Part 6: estimators that see data only.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a data set.</returns>
    public static CardTable DataDimensions(PaperResults results) => CardTable.Of("Dimension from the data alone",
        results.Of(Papers.GaugeFreedom.Digits), ("Data", c => c.Settings.Key),
        ("True", c => c.Settings.Manifold is null ? "unknown, of 64" : "2, of 5"), ("Local PCA, k = 50", c => c.Result.LocalPca),
        ("Levina–Bickel, k = 10", c => c.Result.LevinaBickel10), ("k = 20", c => c.Result.LevinaBickel20),
        ("TwoNN", c => c.Result.TwoNearest));

    /// <summary>Part 6: the flow's singular values on digits at several noise levels.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>The figure.</returns>
    public static LineFigure Digits(PaperResults results)
    {
        var flow = results.Of(Papers.GaugeFreedom.Digits, s => s.Manifold is null).Result.Flow;
        return new LineFigure("8×8 digits: singular values of the flow's Jacobian", [.. flow.Select((row, i) =>
            new Series($"σ = {row.Noise}", [.. Enumerable.Range(1, row.Values.Count).Select(k => (double)k)],
                [.. row.Values.Select(v => Math.Max(v, 1e-4))]) { Color = i })])
        { X = new Axis("index"), Y = new Axis("median singular value", Logarithmic: true, Low: 0.05, High: 5),
            Caption = "Exact score of the 1,797 digits as point masses, 20 paths." };
    }

    /// <summary>Part 6: what the rule makes of them.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a noise level.</returns>
    public static CardTable DigitEstimates(PaperResults results) => CardTable.Of("8×8 digits: the estimate depends on the noise level",
        results.Of(Papers.GaugeFreedom.Digits, s => s.Manifold is null).Result.Flow, ("σ", r => r.Noise),
        ("Values above 5 σ", r => r.Above), ("Widest gap: least k̂", r => r.Estimates.Min()),
        ("median", r => r.Estimates.Order().ElementAt(r.Estimates.Count / 2)), ("greatest", r => r.Estimates.Max()));
}
