using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>Figures and tables of part B, and forms that parts C and D share.</summary>
internal static class CrossingFigures
{
    private const int FewRows = 20;

    private static readonly string[] s_choosers = [FamilyMethods.Family, FamilyMethods.NoEntropy, FamilyMethods.Wide];

    /// <summary>All trainings on the crossing maze.</summary>
    public static IReadOnlyList<CellResult<Trial, TrialResult>> All(PaperResults results) =>
        [.. results.Of(Papers.Famo2o.Crossing), .. results.Of(Papers.Famo2o.Variants)];

    /// <summary>A method's training on the crossing maze.</summary>
    public static CellResult<Trial, TrialResult> Cell(PaperResults results, string method) =>
        All(results).FirstOrDefault(cell => cell.Settings.Method.Label == method)
            ?? throw new MissingResultsException($"The results of {Papers.Famo2o.Crossing.Name} lack '{method}'.");

    /// <summary>Returns, the mean over all online evaluations of each seed.</summary>
    public static ScoreTable Table(PaperResults results) => Table(All(results));

    private static ScoreTable Table(IReadOnlyList<CellResult<Trial, TrialResult>> cells) => ScoreTable.Of(cells,
        SelectionCost.None("Ranges of β follow from rules fixed beforehand"),
        cells[0].Settings.Run.OnlineSteps / cells[0].Settings.Run.EvaluateEvery);

    /// <summary>Data, choice, and what the choice can change.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Four maps.</returns>
    public static PanelFigure HeatMaps(PaperResults results)
    {
        var log = results.Of(Papers.Famo2o.Log)[0];
        CellResult<Trial, TrialResult> run = Cell(results, FamilyMethods.Family);
        MethodResult own = run.Result.Methods[0];
        int offline = OnlineCourse.Of(own).Switch;
        return new("Data quality and chosen balance",
        [
            MazeMap.Draw("Logged moves along the shortest way", "share", cell =>
                CrossingMaze.State(cell) == CrossingMaze.Goal ? double.NaN
                    : log.Result.Cells.FirstOrDefault(c => (c.Row, c.Column) == cell && c.Rows >= FewRows)?.Forward ?? double.NaN),
            MazeMap.Draw("What β can change, after the last step", "Q(greatest β) − Q(least β)", cell =>
                At(own, BalanceProbeOptions.Gain(cell), ^1)),
            MazeMap.Draw("Chosen β, end of offline training", "share of the range", cell =>
                At(own, BalanceProbeOptions.Preferred(cell), offline)),
            MazeMap.Draw("Chosen β, after the last step", "share of the range", cell =>
                At(own, BalanceProbeOptions.Preferred(cell), ^1)),
        ], 2)
        {
            Caption = $"Means over {run.Cell.Seeds.Count} seeds and the log's rows in each cell. The gap without guidance is at (2, 3), " +
                $"the one with it at (5, 6). Range of β: {Famo2oTrials.MazeRange}. In the paper's figure β is low where data were guided.",
        };

        static double At(MethodResult own, string metric, Index evaluation) =>
            own.Metrics.TryGetValue(metric, out double[][]? rows) ? rows[evaluation].Average() : double.NaN;
    }

    /// <summary>Chosen β during training.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Three panels.</returns>
    public static PanelFigure Choices(PaperResults results)
    {
        MethodResult family = Cell(results, FamilyMethods.Family).Result.Methods[0];
        MethodResult free = Cell(results, FamilyMethods.NoEntropy).Result.Methods[0];
        var all = All(results);
        string[] choosers = [.. s_choosers.Where(name => all.Any(cell => cell.Settings.Method.Label == name))];
        return new("The chosen balance during training",
        [
            Gaps("FamO2O at the two gaps", family), Gaps("Without entropy", free),
            new LineFigure("Mean over the log's rows", [.. choosers.Select(name =>
                Band(name, Cell(results, name).Result.Methods[0], BalanceProbeOptions.Mean, Papers.Famo2o.Colors[name]!.Value))])
            { X = new("thousand updates, then steps"), Y = new("share of the range", Low: 0, High: 1), References = [Switch(family)] },
        ], 3)
        {
            Caption = "Means over seeds; bands: from the least to the greatest seed. Dashed: from here on online.",
        };
    }

    /// <summary>Chosen β when the log is learned for longer, and the temperature.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two panels.</returns>
    public static PanelFigure Longer(PaperResults results)
    {
        var cell = results.Of(Papers.Famo2o.Longer)[0];
        MethodResult run = cell.Result.Methods[0];
        double[] temperature = run.Metric("balance temperature");
        return new("Learning the log for longer",
        [
            Gaps("FamO2O at the two gaps", run),
            new LineFigure("Temperature", [new("T, mean over seeds", [.. run.Thousands().Skip(1)], [.. temperature.Skip(1)])])
            {
                X = new("thousand updates"), Y = new("T", Logarithmic: true),
            },
        ], 2)
        {
            Caption = $"Means over {cell.Cell.Seeds.Count} seeds; bands: from the least to the greatest seed. No online steps.",
        };
    }

    private static LineFigure Gaps(string title, MethodResult run) => new(title,
    [
        Band("(2, 3), without guidance", run, BalanceProbeOptions.Preferred(CrossingMaze.Unguided), 1),
        Band("(5, 6), with guidance", run, BalanceProbeOptions.Preferred(CrossingMaze.Guided), 2),
    ])
    {
        X = new(run.Steps[^1] > 0 ? "thousand updates, then steps" : "thousand updates"), Y = new("share of the range", Low: 0, High: 1),
        References = run.Steps[^1] > 0 ? [Switch(run)] : [],
    };

    private static Series Band(string name, MethodResult run, string metric, int color)
    {
        double[][] rows = run.Metrics[metric];
        return new(name, run.Thousands(), [.. rows.Select(seeds => seeds.Average())])
        {
            Low = [.. rows.Select(seeds => seeds.Min())], High = [.. rows.Select(seeds => seeds.Max())], Color = color,
        };
    }

    /// <summary>Learning curves on the crossing maze.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel of fixed β, one of variants.</returns>
    public static PanelFigure Curves(PaperResults results)
    {
        var cells = All(results);
        return new("The crossing maze",
        [
            Panel(cells, "One β, or one for each state", [FamilyMethods.Family, .. FamilyMethods.Fixed], "return"),
            Panel(cells, "Variants", [FamilyMethods.Family, .. FamilyMethods.Names.Except(FamilyMethods.Fixed).Skip(1)], "return"),
        ], 2)
        {
            Caption = $"Means over {cells[0].Cell.Seeds.Count} seeds of {cells[0].Settings.Run.Episodes} episodes each. " +
                "Dashed: the mean episode of the log, and where training goes online.",
        };
    }

    /// <summary>Returns on the crossing maze.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a method.</returns>
    public static CardTable Scores(PaperResults results)
    {
        CardTable table = Scores("Returns on the crossing maze", All(results), Table(results),
            ("last success [%]", cell => Mean(cell, run => [.. (run.Successes?[^1] ?? new double[run.Scores[0].Length])
                .Select(share => 100 * share)])));
        return table with
        {
            Note = table.Note + " A return is minus the number of steps to the goal, −100 where it is missed.",
        };
    }

    /// <summary>Scores of a family and of its rivals during training.</summary>
    /// <param name="title">The table's title.</param>
    /// <param name="cells">The trainings.</param>
    /// <param name="areas">Means over online evaluations.</param>
    /// <param name="further">Further columns, before the last.</param>
    internal static CardTable Scores(string title, IReadOnlyList<CellResult<Trial, TrialResult>> cells, ScoreTable areas,
        params (string Title, Func<CellResult<Trial, TrialResult>, TableCell> Value)[] further)
    {
        string data = areas.Data[0];
        return CardTable.Of(title, cells,
        [
            ("Method", cell => cell.Settings.Method.Label),
            ("end of offline training", cell => Mean(cell, run => OnlineCourse.Of(run).AtSwitch)),
            ("mean of online evaluations", cell => areas.Mean(data, cell.Settings.Method.Label)),
            ("last evaluation", cell => Mean(cell, run => run.Scores[^1])),
            .. further,
            ("FamO2O less this, online", cell => cell.Settings.Method.Label == FamilyMethods.Family ? ""
                : areas.Gain(FamilyMethods.Family, cell.Settings.Method.Label).Difference),
        ]) with
        {
            Note = $"Means and 95 % t intervals of {areas.Seeds.Count} seeds; differences are paired. {areas.Selection}",
        };
    }

    private static TableCell Mean(CellResult<Trial, TrialResult> cell, Func<MethodResult, double[]> values) =>
        MeanInterval.StudentT(values(cell.Result.Methods[0]));

    /// <summary>Learning curves of some methods, with the log's mean and the switch to online training.</summary>
    internal static LineFigure Panel(IReadOnlyList<CellResult<Trial, TrialResult>> cells, string title, IReadOnlyList<string> methods,
        string label)
    {
        var shown = cells.Where(cell => methods.Contains(cell.Settings.Method.Label)).ToList();
        return new(title, [.. shown.Select(cell =>
        {
            MethodResult run = cell.Result.Methods[0];
            return new Series(cell.Settings.Method.Label, run.Thousands(), [.. run.Scores.Select(seeds => seeds.Average())])
            {
                Markers = true, Color = Papers.Famo2o.Colors[cell.Settings.Method.Label],
            };
        })])
        {
            X = new("thousand updates, then steps"), Y = new(label),
            References = [new(shown[0].Result.DataScore, "log"), Switch(shown[0].Result.Methods[0])],
        };
    }

    private static ReferenceLine Switch(MethodResult run) =>
        new(run.Updates[OnlineCourse.Of(run).Switch] / 1000.0, "online", Vertical: true);
}
