using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>Figures and tables of part A.</summary>
internal static class ExactFigures
{
    private const double GreatestShown = 1;
    private const int Points = 101;

    private static readonly (int Row, int Column)[] s_cells = [(1, 1), CrossingMaze.Unguided, (4, 6), CrossingMaze.Guided, (7, 6)];

    /// <summary>The exact result with one kind of advantages.</summary>
    public static CellResult<TabularSettings, TabularResult> Cell(PaperResults results, AdvantageKind kind) =>
        results.Of(Papers.Famo2o.Tabular).FirstOrDefault(cell => cell.Settings.Advantages == kind)
            ?? throw new MissingResultsException($"The results of {Papers.Famo2o.Tabular.Name} lack '{kind}'.");

    /// <summary>What β brings at five cells.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two panels.</returns>
    public static PanelFigure Curves(PaperResults results)
    {
        TabularResult exact = Cell(results, AdvantageKind.Behavior).Result;
        double[] betas = [.. Enumerable.Range(0, Points).Select(i => GreatestShown * i / (Points - 1))];
        return new("What β brings, exactly",
        [
            Panel("Mean advantage of π_β", new("E_β[A]"), (family, beta) => family.Mean(beta)),
            Panel("Its slope", new("Var_β(A)", Logarithmic: true, Low: 1e-3, High: 1e3), (family, beta) => family.Variance(beta)),
        ], 2)
        {
            Caption = "Five cells of the crossing maze, advantages of the behavior. The slope is never negative: with exact values a " +
                "larger β is never worse. Where the data already know the way, at (5, 6), hardly anything is to be had; where advantages " +
                "are large, at (4, 6), a small β has nearly all of it.",
        };

        LineFigure Panel(string title, Axis axis, Func<TiltedPolicy, double, double> value) => new(title,
            [.. s_cells.Select((cell, i) =>
            {
                TiltedPolicy family = exact.At(cell).Family();
                return new Series(Name(cell), betas, [.. betas.Select(beta => value(family, beta))]) { Color = i };
            })])
        { X = new("β"), Y = axis };
    }

    /// <summary>Where the balance law rests in each cell.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Three maps.</returns>
    public static PanelFigure Maps(PaperResults results)
    {
        var behavior = Cell(results, AdvantageKind.Behavior);
        TabularResult best = Cell(results, AdvantageKind.Optimal).Result;
        return new("The balance that an exact model chooses",
        [
            MazeMap.Draw("√Var(A) of the behavior", "√Var(A)", cell => Of(behavior.Result, cell, row => Math.Sqrt(row.Variance))),
            MazeMap.Draw("Balance, advantages of the behavior", "share of the range", cell => Of(behavior.Result, cell, row =>
                row.Balance[0])),
            MazeMap.Draw("Balance, advantages of the best policy", "share of the range", cell => Of(best, cell, row => row.Balance[0])),
        ], 3)
        {
            Caption = $"Mean of β under the law ∝ exp(E_β[A]/T), as a share of {behavior.Settings.Ranges[0]}, " +
                FormattableString.Invariant($"T = {behavior.Settings.Temperature}. ") +
                "(2, 3) is the gap without guidance, (5, 6) the one with it; the goal is at (7, 7).",
        };

        static double Of(TabularResult result, (int, int) cell, Func<TabularRow, double> value) =>
            CrossingMaze.State(cell) == CrossingMaze.Goal ? double.NaN : value(result.At(cell));
    }

    /// <summary>Values and balances at five cells.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a cell.</returns>
    public static CardTable Table(PaperResults results)
    {
        var behavior = Cell(results, AdvantageKind.Behavior);
        TabularResult own = behavior.Result, best = Cell(results, AdvantageKind.Optimal).Result;
        BalanceRange narrow = behavior.Settings.Ranges[0], wide = behavior.Settings.Ranges[1];
        return CardTable.Of("Five cells, exactly", s_cells,
            ("Cell", cell => Name(cell)), ("V of the best", cell => own.At(cell).Best), ("V of the behavior", cell => own.At(cell).Value),
            ("√Var(A)", cell => Math.Sqrt(own.At(cell).Variance)),
            (FormattableString.Invariant($"gain from β = {narrow.Least} to {narrow.Greatest}"), cell =>
                own.At(cell).Family().Mean(narrow.Greatest) - own.At(cell).Family().Mean(narrow.Least)),
            ($"balance in {narrow}", cell => own.At(cell).Balance[0]), ($"in {wide}", cell => own.At(cell).Balance[1]),
            ($"{narrow}, best policy's A", cell => best.At(cell).Balance[0])) with
        {
            Note = "Balances are means of β as shares of the range; advantages are the behavior's but in the last column.",
        };
    }

    /// <summary>One bound for all states against one β.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a mean divergence and kind of advantages.</returns>
    public static CardTable Budgets(PaperResults results) => CardTable.Of("The same mean divergence, spent in two ways",
        from cell in results.Of(Papers.Famo2o.Tabular) from row in cell.Result.Budgets select (cell.Settings.Advantages, Row: row),
        ("Advantages", own => own.Advantages == AdvantageKind.Behavior ? "of the behavior" : "of the best policy"),
        ("mean KL", own => own.Row.Divergence), ("one bound: mean A", own => own.Row.OneBound), ("one β: mean A", own => own.Row.OneBeta),
        ("that β", own => own.Row.Beta)) with
    {
        Note = "Means over all cells but the goal. One bound: in every cell KL(π ‖ μ) may be as large. One β: the same β in every cell, " +
            "chosen so that the mean KL is the same; it is the best of all ways to spend it.",
    };

    private static string Name((int Row, int Column) cell) => cell == CrossingMaze.Unguided ? "(2, 3), gap without guidance"
        : cell == CrossingMaze.Guided ? "(5, 6), gap with guidance" : $"({cell.Row}, {cell.Column})";
}
