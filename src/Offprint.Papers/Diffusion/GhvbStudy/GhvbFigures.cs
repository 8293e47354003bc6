using System.Numerics;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.Solvers;
using static Offprint.Samplers.Diffusion.Solvers.LinearMultistepOptions;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>The paper's figures, drawn from our results: exact problems.</summary>
internal static class GhvbFigures
{
    /// <summary>Figures 2, 4, 6 and 14: boundary loci of the stability regions.</summary>
    /// <returns>Four panels.</returns>
    public static PanelFigure Loci()
    {
        double[] betas = [1, 0.9, 0.8, 0.5];
        Axis across = new("Re z", Low: -1.15, High: 0.75), up = new("Im z", Low: -1.9, High: 1.9);
        return new PanelFigure("Stability regions: step times eigenvalue inside a curve does not grow",
        [
            Loci("Adams–Bashforth", [1, 2, 3, 4], order => ($"AB{order}", new MultistepMethod(MultistepKind.AdamsBashforth, (int)order)),
                4, across with { Low = -2.1, High = 0.7 }, up with { Low = -1.4, High = 1.4 }),
            Loci("Heavy ball on AB4", betas, beta => ($"β = {beta}", new MultistepMethod(MultistepKind.HeavyBall, 4, beta)), 0, across, up),
            Loci("GHVB of order 4", betas, beta => ($"β = {beta}", new MultistepMethod(MultistepKind.GeneralizedHeavyBall, 4, beta)), 0,
                across, up),
            Loci("Nesterov on AB4", betas, beta => ($"β = {beta}", new MultistepMethod(MultistepKind.Nesterov, 4, beta)), 0, across, up),
        ], 2)
        { Caption = "Boundary loci z(θ), computed. Heavy ball stretches the region without bound; GHVB moves from AB4's towards AB3's." };
    }

    /// <summary>Figure 13: paths of the stiff toy problem.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two panels: the path, and the error.</returns>
    public static PanelFigure Toy(PaperResults results)
    {
        var result = results.Of(Papers.Ghvb.Toy)[0].Result;
        double[] exact = [.. result.Times.Select(t => StiffToy.Exact(t)[0])];
        List<Series> paths = [new Series("exact", result.Times, exact) { Stroke = Stroke.Dashed, Color = 7 }], errors = [];
        foreach (ToyPath path in result.Paths)
        {
            paths.Add(new Series(path.Method.PaperName(), result.Times, [.. path.First.Select(x => Math.Abs(x) < 3 ? x : double.NaN)]));
            errors.Add(new Series(path.Method.PaperName(), result.Times,
                [.. path.First.Zip(exact, (x, y) => Math.Max(Math.Abs(x - y), 1e-6))]));
        }
        return new PanelFigure("A stiff equation with 26 steps",
        [
            new LineFigure("First coordinate", paths) { X = new Axis("t"), Y = new Axis("x₁", Low: -1.6, High: 0.6) },
            new LineFigure("Error of the first coordinate", errors) { X = new Axis("t"),
                Y = new Axis("|x₁ − exact|", Logarithmic: true, Low: 1e-5, High: 1e4) },
        ], 2)
        { Caption = "δ·(−9) = −27/26 lies just outside AB2's interval [−1, 0]: its error grows slowly, AB4's fast; momentum and Euler's " +
            "method (DDIM) are stable." };
    }

    /// <summary>Figures 11, 12, 29 and 30: errors against numbers of steps.</summary>
    /// <param name="results">The paper's results.</param>
    /// <param name="where">Which cells, one panel each.</param>
    /// <returns>The panels.</returns>
    public static PanelFigure Orders(PaperResults results, Func<OrderStudySettings, bool> where)
    {
        LinearMultistepOptions[] shown = [Ddim, Plms(2), Plms(4), HeavyBall(4, 0.8), Ghvb(0.5), Ghvb(1.5), Ghvb(2.5), Ghvb(3.5)];
        var cells = results.Of(Papers.Ghvb.Orders).Where(c => where(c.Settings)).ToList();
        if (cells.Count == 0)
            throw new MissingResultsException("This profile leaves out the order study's diffusion problems.");
        var panels = cells.Select(cell => new LineFigure(
            PanelTitle(cell.Settings), [.. shown.Select(method => Curve(cell, method))])
        {
            X = new Axis("steps", Logarithmic: true),
            Y = new Axis("mean absolute error", Logarithmic: true),
        });
        return new PanelFigure("Orders of convergence against exact solutions", [.. panels], Math.Min(2, cells.Count))
        { Caption = "float64. Slopes at the right end are the orders; errors below 10⁻¹³ are rounding." };

        static Series Curve(CellResult<OrderStudySettings, OrderStudyResult> cell, LinearMultistepOptions method) => new(
            method.PaperName(), [.. cell.Settings.Steps.Select(s => (double)s)],
            [.. cell.Result.Of(method).Errors.Select(e => e > 0 && e < 1e3 ? e : double.NaN)])
        { Markers = true, Stroke = method.Kind == MultistepKind.GeneralizedHeavyBall ? Stroke.Solid : Stroke.Dashed };
    }

    /// <summary>Figures 7, 8 and 18: a measure against the number of steps, a panel a guidance scale.</summary>
    /// <param name="results">The paper's results.</param>
    /// <param name="problem">The data.</param>
    /// <param name="measure">Takes the values of the seeds from a row.</param>
    /// <param name="label">The measure's name.</param>
    /// <param name="methods">Which methods; <see langword="null"/> for those of the paper's figure.</param>
    /// <returns>The panels.</returns>
    public static PanelFigure Guided(PaperResults results, GuidedProblem problem, Func<GuidedRow, IReadOnlyList<double>> measure,
        string label,
        IReadOnlyList<SolverOptions>? methods = null)
    {
        methods ??= [Ddim, Plms(4), HeavyBall(4, 0.9), HeavyBall(4, 0.8), Ghvb(2.5), Ghvb(3.8), new DpmSolverPlusPlusOptions()];
        var cells = results.Of(Papers.Ghvb.Mixture).Where(c => c.Settings.Problem == problem && !c.Settings.VariesDamping)
            .ToList();
        if (cells.Count == 0)
            throw new MissingResultsException($"This profile leaves out the {ProblemName(problem)}.");
        var panels = cells.Select(cell => new LineFigure($"guidance {cell.Settings.Scale}",
            [.. methods.Where(cell.Settings.Methods.Contains).Select(method =>
                SeedSeries.Of(method.PaperName(), cell.Result.Rows.Where(r => r.Method == method)
                .Select(r => ((double)r.Steps, measure(r)))))])
        {
            X = new Axis("steps", Logarithmic: true),
            Y = new Axis(label),
            References = label.Contains("score", StringComparison.Ordinal)
                ? [new ReferenceLine(cell.Result.ReferenceScore.Average(), "reference")] : [],
        }).ToList();
        var first = cells[0];
        return new PanelFigure($"{label}: {ProblemName(problem)}", panels, Math.Min(2, panels.Count))
        { Caption = $"Mean and 95 % t interval over {first.Cell.Seeds.Count} seeds of {first.Settings.Paths} paths; grids even in λ; " +
            $"the reference is PLMS4 with {first.Settings.ReferenceSteps} steps." };
    }

    /// <summary>Figure 5: distance to the reference as the damping β falls.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>The figure.</returns>
    public static LineFigure Drift(PaperResults results)
    {
        var cell = results.Of(Papers.Ghvb.Mixture, s => s.VariesDamping);
        (string Name, Func<double, SolverOptions> Method)[] families =
            [("heavy ball on PLMS2", GuidedMixture.DriftingHeavyBall), ("GHVB 1 + β", beta => Ghvb(1 + beta))];
        var series = families.Select((family, i) => SeedSeries.Of(family.Name, GuidedMixture.DriftBetas.Select(beta =>
            (beta, cell.Result.Row(family.Method(beta), cell.Settings.Steps[0]).Distance)), i));
        return new LineFigure("Heavy ball drifts away as β falls, GHVB does not", [.. series])
        {
            X = new Axis("damping β"),
            Y = new Axis("distance to the reference", Logarithmic: true),
            Caption = "Two classes in the plane, guidance 7.5, 30 steps. β = 1 is PLMS2 in both.",
        };
    }

    /// <summary>Shares of steps outside the region and of paths with artifacts, one point a solver, number of steps and scale.</summary>
    /// <param name="results">The paper's results.</param>
    /// <param name="problem">The data.</param>
    /// <param name="scale">The guidance scale; <see langword="null"/> for all.</param>
    /// <returns>The points.</returns>
    public static IReadOnlyList<(SolverOptions Method, double Outside, double Artifacts)> OutsidePoints(
        PaperResults results, GuidedProblem problem, double? scale = null) =>
    [
        .. results.Of(Papers.Ghvb.Mixture).Where(c => c.Settings.Problem == problem && !c.Settings.VariesDamping
            && (scale is null || c.Settings.Scale == scale))
            .SelectMany(c => c.Result.Rows).Where(r => r.Outside is not null)
                .Select(r => (r.Method, r.Outside!.Average(), r.Artifacts.Average())),
    ];

    /// <summary>The points of <see cref="OutsidePoints"/> as a picture.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a guidance scale.</returns>
    public static PanelFigure Outside(PaperResults results)
    {
        double[] scales = [.. results.Of(Papers.Ghvb.Mixture).Select(c => c.Settings.Scale).Distinct().Order()];
        SolverOptions[] methods = [Ddim, Plms(2), Plms(4), HeavyBall(4, 0.9), HeavyBall(4, 0.8), Ghvb(1.5), Ghvb(2.5), Ghvb(3.8)];
        var panels = scales.Select(scale => new ScatterFigure($"guidance {scale}", [.. methods.Select(method =>
        {
            var points = OutsidePoints(results, GuidedProblem.Sixteen, scale).Where(p => p.Method == method).ToList();
            return new Series(method.PaperName(), [.. points.Select(p => p.Outside)], [.. points.Select(p => p.Artifacts)]) { Markers = true,
                Stroke = Stroke.None };
        })])
        { X = new Axis("share of (path, step) outside", Low: -0.03, High: 1),
            Y = new Axis("share of paths with |z| > 3", Low: -0.03, High: 1) });
        return new PanelFigure("Artifacts against steps outside the stability region", [.. panels], Math.Min(2, scales.Length))
        { Caption = "Sixteen dimensions, one point a solver and number of steps. Eigenvalues of the guided Jacobian are exact." };
    }

    private static LineFigure Loci(string title, double[] values, Func<double, (string Name, MultistepMethod Method)> method,
        int firstColor, Axis across, Axis up) => new(title,
        [.. values.Select((value, i) =>
        {
            var (name, rule) = method(value);
            Complex[] locus = StabilityRegion.Of(rule).BoundaryLocus(241);
            return new Series(name, [.. locus.Select(z => z.Real)], [.. locus.Select(z => z.Imaginary)]) { Color = firstColor + i };
        })])
    { X = across with { EqualAspect = true }, Y = up };

    private static string PanelTitle(OrderStudySettings settings)
    {
        string start = settings.StartUp == StartUp.ExactHistory ? "exact history" : "published start";
        string grid = settings.Grid switch { GridKind.SigmaBar => "even in σ̄", GridKind.Lambda => "even in λ", _ => "even in t" };
        return settings.Problem switch
        {
            OrderProblem.Scalar => $"y′ = −y², constant steps, {start}",
            OrderProblem.Gaussian => $"Gaussian, {grid}, {start}",
            _ => $"mixture, {grid}, {(settings.To > 0 ? start : "whole range")}",
        };
    }

    private static string ProblemName(GuidedProblem problem) => problem switch
    {
        GuidedProblem.Plane => "two classes in the plane",
        GuidedProblem.Sixteen => "four classes in sixteen dimensions",
        _ => "kernel density of 8×8 digits",
    };
}
