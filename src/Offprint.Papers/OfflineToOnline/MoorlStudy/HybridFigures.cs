using Offprint.Agents.Online;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.MoorlStudy;

/// <summary>Figures and tables of parts C and D.</summary>
internal static class HybridFigures
{
    /// <summary>The cosine between the critics' last meta steps to both sources.</summary>
    public const string Agreement = "source agreement of the critics";

    private const string Length = "meta step of the critics";

    /// <summary>Learning curves against environment steps.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a task.</returns>
    public static PanelFigure Curves(PaperResults results)
    {
        var cells = results.Of(Papers.Moorl.Comparison);
        return Panels("A log and an environment", cells, (cell, step) => step / 1000.0, "thousand environment steps") with
        {
            Caption = $"Means over {cells[0].Cell.Seeds.Count} seeds; dashed: the mean episode of the log. Hopper and HalfCheetah: " +
                "normalized scores; point maze: success in percent.",
        };
    }

    /// <summary>The same against gradient steps: what RLPD's further updates buy.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a task.</returns>
    public static PanelFigure CurvesByUpdates(PaperResults results) =>
        Panels("The same trainings against gradient steps", results.Of(Papers.Moorl.Comparison), Updates, "thousand gradient steps") with
        {
            Caption = "RLPD takes four gradient steps for each environment step, the others one; evaluations before the first update " +
                "stand at 0. Means over seeds; dashed: the mean episode of the log.",
        };

    /// <summary>Areas under the curves, and last scores.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a task and measure.</returns>
    public static CardTable Scores(PaperResults results)
    {
        var cells = results.Of(Papers.Moorl.Comparison);
        ScoreTable last = ScoreTable.Of(cells, HybridClaims.Table(results).Selection, window: 3);
        CardTable areas = HybridClaims.Table(results).Table("Scores"), ends = last.Table("");
        return areas with
        {
            Columns = ["Mean of", .. areas.Columns],
            Rows = [.. Labeled("all evaluations", areas), .. Labeled("the last three", ends)],
            Note = $"95 % t intervals of {last.Seeds.Count} seeds; of interquartile means a bootstrap, which few seeds make too narrow. " +
                "All evaluations: the area under the learning curve.",
        };

        static IEnumerable<IReadOnlyList<TableCell>> Labeled(string window, CardTable table) =>
            table.Rows.Select(row => (IReadOnlyList<TableCell>)[window, .. row]);
    }

    /// <summary>MOORL against the others, seed by seed.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a rival.</returns>
    public static CardTable Gains(PaperResults results) => HybridClaims.Table(results).Gains("Gain in area under the curve",
        [.. HybridMethods.Names.Where(name => name != HybridMethods.Moorl).Select(name => (HybridMethods.Moorl, name))]);

    /// <summary>Mean values of fixed rows of the log.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a task.</returns>
    public static PanelFigure Stability(PaperResults results) =>
        Metric(results, "Values of fixed rows of the log", ValueStabilityOptions.Value, "mean Q", HybridMethods.Names, run =>
            new(run.Metric(ValueStabilityOptions.Value)[0] - run.Metric(ValueStabilityOptions.Excess)[0], "returns of the log")) with
        {
            Caption = "The least critic at 1,000 logged states and actions, means over seeds; dashed: the mean discounted return of the " +
                "log from there (point maze: an episode that misses the goal would go on missing it).",
        };

    /// <summary>How far the policy is from the log.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a task.</returns>
    public static PanelFigure Shift(PaperResults results) =>
        Metric(results, "Distance between policy and log", DistributionShiftProbe.Distance, "total variation, at least",
            [HybridMethods.Sac, HybridMethods.Symmetric, HybridMethods.Moorl, HybridMethods.Rlpd], _ => null) with
        {
            Caption = "2 × balanced accuracy − 1 of a logistic regression that tells states and actions of the exploring policy from the " +
                "log's; means over seeds.",
        };

    /// <summary>How long meta steps are and whether sources agree.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two panels.</returns>
    public static PanelFigure MetaSteps(PaperResults results)
    {
        var cells = results.Of(Papers.Moorl.Comparison).Where(cell => cell.Settings.Method.Label == HybridMethods.Moorl).ToList();
        return new("Meta steps of MOORL's critics",
        [
            Panel("Length", "‖adapted − meta‖ / ‖meta‖", Length), Panel("Agreement of the sources", "cosine", Agreement),
        ], 2)
        {
            Caption = $"Means over {cells[0].Cell.Seeds.Count} seeds of the last iteration before each evaluation. Agreement: the cosine " +
                "between the last step to the log and the last step to online rows.",
        };

        LineFigure Panel(string title, string label, string metric) => new(title, [.. cells.Select(cell =>
        {
            var points = Points(cell.Result.Methods[0], metric).ToList();
            return new Series(cell.Settings.Data.Name, [.. points.Select(p => p.Steps / 1000.0)], [.. points.Select(p => p.Mean)])
            {
                Markers = true,
            };
        })])
        { X = new("thousand environment steps"), Y = new(label) };
    }

    /// <summary>What learning costs.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a method.</returns>
    public static CardTable Cost(PaperResults results)
    {
        var cell = results.Of(Papers.Moorl.Cost)[0];
        var rows = cell.Settings.Methods.Zip(cell.Result.Costs, (method, cost) => (Method: method, Cost: cost)).ToList();
        double symmetric = rows.First(row => row.Method.Label == HybridMethods.Symmetric).Cost.Median;
        return CardTable.Of("Learning for one environment step", rows,
            ("Method", row => row.Method.Label),
            ("Updates a step", row => (double)row.Method.Online.UpdatesPerStep / row.Method.Online.StepsPerUpdate),
            ("Parameters of a seed", row => row.Cost.Parameters), (new TableColumn("Fastest", "ms"), row => row.Cost.Fastest),
            (new TableColumn("Median", "ms"), row => row.Cost.Median),
            ("SAC symmetric = 1", row => row.Cost.Median / symmetric)) with
        {
            Note = $"{cell.Cell.Seeds.Count} seeds as one population, batches of {cell.Settings.BatchSize}, one thread, without physics: " +
                $"{cell.Settings.Rounds} rounds of {cell.Settings.Steps} steps, in which methods take turns. " +
                "Parameters count targets and what meta steps start from.",
        };
    }

    /// <summary>Areas under the curve on the maze against K and ε.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A map.</returns>
    public static HeatMap Ablation(PaperResults results)
    {
        var cells = results.Of(Papers.Moorl.Ablation).Select(cell => (Options: (MoorlOptions)cell.Settings.Method.Agent,
            Score: cell.Result.Methods[0].FinalScores(MoorlPaper.AllEvaluations).Average())).ToList();
        int[] steps = [.. cells.Select(cell => cell.Options.InnerSteps).Distinct().Order()];
        double[] rates = [.. cells.Select(cell => cell.Options.MetaRate).Distinct().Order()];
        var settings = results.Of(Papers.Moorl.Ablation)[0];
        return new("K and ε on the point maze", [.. steps.Select(k => $"K = {k}")],
            [.. rates.Select(rate => FormattableString.Invariant($"ε = {rate}"))],
            [.. steps.Select(k => (IReadOnlyList<double>)[.. rates.Select(rate => Math.Round(cells.First(cell =>
                cell.Options.InnerSteps == k && cell.Options.MetaRate == rate).Score, 1))])])
        {
            ValueLabel = "mean success over all evaluations [%]", ShowValues = true,
            Caption = $"Means of {settings.Cell.Seeds.Count} seeds after {settings.Settings.Run.OnlineSteps:N0} steps: too few to rank " +
                "settings, enough to see what breaks.",
        };
    }

    private static PanelFigure Panels(string title, IReadOnlyList<CellResult<Trial, TrialResult>> cells,
        Func<CellResult<Trial, TrialResult>, int, double> place, string axis) => new(title,
        [.. cells.GroupBy(cell => cell.Settings.Data.Name).Select(task => new LineFigure(task.Key, [.. task.Select(cell =>
        {
            MethodResult run = cell.Result.Methods[0];
            string label = cell.Settings.Method.Label;
            return new Series(label, [.. run.Steps.Select(step => place(cell, step))], [.. run.Scores.Select(seeds => seeds.Average())])
            {
                Markers = true, Color = Papers.Moorl.Colors[label],
            };
        })])
        {
            X = new(axis), Y = new(task.First().Settings.Data is MazeSource ? "success [%]" : "normalized score"),
            References = [new(task.First().Result.DataScore, "log")],
        })], 2);

    private static double Updates(CellResult<Trial, TrialResult> cell, int steps)
    {
        OnlineRecipe online = cell.Settings.Method.Online;
        return Math.Max(steps - online.WarmUpSteps, 0) / 1000.0 * online.UpdatesPerStep / online.StepsPerUpdate;
    }

    private static PanelFigure Metric(PaperResults results, string title, string metric, string label, IReadOnlyList<string> methods,
        Func<MethodResult, ReferenceLine?> reference) => new(title,
        [.. results.Of(Papers.Moorl.Comparison).GroupBy(cell => cell.Settings.Data.Name).Select(task => new LineFigure(task.Key,
            [.. task.Where(cell => methods.Contains(cell.Settings.Method.Label)).Select(cell =>
            {
                var points = Points(cell.Result.Methods[0], metric).ToList();
                return new Series(cell.Settings.Method.Label, [.. points.Select(p => p.Steps / 1000.0)], [.. points.Select(p => p.Mean)])
                {
                    Color = Papers.Moorl.Colors[cell.Settings.Method.Label],
                };
            })])
        {
            X = new("thousand environment steps"), Y = new(label),
            References = reference(task.First().Result.Methods[0]) is { } line ? [line] : [],
        })], 2);

    /// <summary>Means over seeds of a metric, where there is one.</summary>
    private static IEnumerable<(int Steps, double Mean)> Points(MethodResult run, string metric) =>
        run.Steps.Zip(run.Metric(metric)).Where(point => double.IsFinite(point.Second));
}
