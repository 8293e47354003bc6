using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.SolverSearch;
using Offprint.Samplers.Diffusion.Solvers;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>The paper's kinds of figures, drawn from our results.</summary>
internal static class UsfFigures
{
    /// <summary>One-step errors of strategies along time, relative to the best of each step.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a strategy, a column a step.</returns>
    public static HeatMap LocalErrors(PaperResults results)
    {
        var cell = results.Of(Papers.Usf.LocalErrors)[0];
        var result = cell.Result;
        int[] best = UsfTables.BestStrategies(result);
        return new HeatMap("One-step error over the least one of the step, log₁₀ of the ratio",
            [.. cell.Settings.Strategies.Select(StrategyText.Of)],
            [.. result.Times.Select(t => t.ToString("G2", CultureInfo.InvariantCulture))],
            [.. result.Errors.Select(row =>
                (IReadOnlyList<double>)[.. row.Select((e, i) => Math.Round(Math.Log10(e / result.Errors[best[i]][i]), 2))])])
        {
            X = new Axis("the step's end t"),
            ValueLabel = "log₁₀",
            ShowValues = true,
            Caption = $"World 1, {result.Times.Count} steps even in λ, each from the exact state with exact evaluations before it. 0 is " +
                $"the best strategy of the step. {cell.Cell.Seeds.Count} mixtures of {cell.Settings.Paths} paths.",
        };
    }

    /// <summary>Best score so far against true evaluations, a panel a number of evaluations of the schedules.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>The panels.</returns>
    public static PanelFigure Trajectories(PaperResults results)
    {
        // Evolution has the color of the searched schedules in the figure of errors.
        (string Name, SearchStrategy Strategy, int Color)[] searches = [("random", SearchStrategy.Random, 6),
            ("evolution", SearchStrategy.Evolution, 0), ("S³", SearchStrategy.Predictor, 5)];
        var panels = PlaneSearch.Compared.Select(nfe => (Figure)new LineFigure($"{nfe} evaluations",
            [.. searches.Select(s => Curve(s.Name, results.Of(Papers.Usf.Plane, PlaneSearch.Of(nfe, s.Strategy)).Result.Runs, s.Color))])
        { X = new Axis("true evaluations"), Y = new Axis("best so far ÷ best known solver", Low: 0.6, High: 1.02) });
        return new PanelFigure("Searches in world 1", [.. panels], 2)
        { Caption = "Geometric mean over seeds of the best score on the search's own paths, relative to the best of the known solvers, " +
            "which are evaluated first (curves begin there)." };
    }

    /// <summary>Error against the number of evaluations.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Worst and best fixed solver, named solvers, and the searched schedules.</returns>
    public static LineFigure Quality(PaperResults results)
    {
        var cells = results.Of(Papers.Usf.Baselines);
        double[] x = [.. cells.Select(c => (double)c.Settings.Evaluations)];
        Series Line(string name, Func<CellResult<PlaneBaselinesSettings, PlaneBaselinesResult>, int, double> error, int color,
            Stroke stroke = Stroke.Solid) =>
            new(name, x, [.. cells.Select(c => Geometric(c.Cell.Seeds.Select((_, i) => error(c, i))))]) { Color = color, Stroke = stroke,
                Markers = true };
        double EvenInLambda(CellResult<PlaneBaselinesSettings, PlaneBaselinesResult> cell, SolverOptions solver, int seed) =>
            cell.Result.Baselines.Single(b => b.Spacing == GridSpacing.Lambda && b.Solver == solver).Errors[seed];
        return new LineFigure("World 1: error against evaluations",
        [
            Line("worst fixed", (c, i) => c.Result.Worst(i), 3),
                Line("DDIM, even in λ", (c, i) => EvenInLambda(c, new DdimOptions(), i), 4, Stroke.Dashed),
            Line("UniPC-3, even in λ", (c, i) => EvenInLambda(c, new UniPcOptions(), i), 2, Stroke.Dashed),
            Line("best fixed", (c, i) => c.Result.Best(i), 1),
            Line("searched", (c, i) => results.Of(Papers.Usf.Plane,
                PlaneSearch.Of(c.Settings.Evaluations, SearchStrategy.Evolution)).Result.Runs[i].Test, 0),
        ])
        {
            X = new Axis("network evaluations"),
            Y = new Axis("root mean square error", Logarithmic: true),
            Caption = "Geometric means over seeds, fresh paths. Best and worst fixed solver are chosen with hindsight for each seed and " +
                "number of evaluations.",
        };
    }

    /// <summary>Predicted against true scores of held-out schedules.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A point a schedule.</returns>
    public static ScatterFigure Predictor(PaperResults results)
    {
        var result = results.Of(Papers.Usf.Predictor)[0].Result;
        return new ScatterFigure("Schedules that the predictor has not seen",
            [new Series("held-out schedules", result.Predicted, result.True)])
        {
            X = new Axis("predicted (arbitrary unit)"),
            Y = new Axis("true root mean square error", Logarithmic: true),
            Caption = $"First seed. Kendall's τ: " +
                $"{string.Join(", ", result.Kendall.Select(k => k.ToString("F2", CultureInfo.InvariantCulture)))} over seeds.",
        };
    }

    /// <summary>The same noise through the best fixed solver, the searched schedule and a fine solution.</summary>
    /// <param name="results">The paper's results.</param>
    /// <param name="evaluations">The number of evaluations.</param>
    /// <returns>A row a solver.</returns>
    public static ImageGrid Samples(PaperResults results, int evaluations)
    {
        var result = results.Of(Papers.Usf.Digits, s => s.Evaluations == evaluations).Result;
        var best = result.Baselines.MinBy(b => b.Frechet.Average())!;
        DigitFinal[] rows = [best, result.Searched, result.Reference];
        return new ImageGrid($"The same noise with {evaluations} evaluations, and a fine solution",
            [.. rows.SelectMany(r => r.Samples.Chunk(28 * 28).Select(image => new GridImage(28, 28, image)))], 10)
        { RowLabels = [best.Solver!.Label, "searched", "20 steps"] };
    }

    private static Series Curve(string name, IReadOnlyList<SearchRun> runs, int color)
    {
        int[] points = [.. Enumerable.Range(0, runs[0].Evaluations + 1)
            .Where(e => e >= runs[0].Known && (e % 10 == 0 || e == runs[0].Known))];
        return new Series(name, [.. points.Select(e => (double)e)],
            [.. points.Select(e => Geometric(runs.Select(r => r.BestAt(e) / r.BestAt(r.Known))))]) { Color = color };
    }

    private static double Geometric(IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));
}
