using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Trials;

/// <summary>A column of a score table: a name, and which method it means on each data set.</summary>
/// <param name="Label">The name.</param>
/// <param name="Of">The method; it may depend on the data, as tuned settings do.</param>
public sealed record MethodColumn(string Label, Func<DataSource, Method> Of);

/// <summary>Scores of methods on data sets, a number a seed: what figures, tables and claims of training studies are made of.</summary>
public sealed class ScoreTable : IDescribable
{
    private readonly Dictionary<(string Data, string Method), ScoreCell> _cells = [];

    private ScoreTable(int window, SelectionCost selection) => (Window, Selection) = (window, selection);

    /// <summary>The names of the data sets, in the order of the trials.</summary>
    public IReadOnlyList<string> Data { get; private init; } = [];

    /// <summary>The names of the methods, in the order of the trials or columns.</summary>
    public IReadOnlyList<string> Methods { get; private init; } = [];

    /// <summary>Last evaluations that a score is the mean of.</summary>
    public int Window { get; }

    /// <summary>What the choice of settings consumed.</summary>
    public SelectionCost Selection { get; }

    /// <summary>The seeds, all of which every cell has.</summary>
    public IReadOnlyList<int> Seeds { get; private init; } = [];

    /// <summary>The scores of a method on a data set.</summary>
    /// <param name="data">The data set's name.</param>
    /// <param name="method">The method's name.</param>
    /// <returns>One a seed.</returns>
    /// <exception cref="MissingResultsException">The trial is not among the results.</exception>
    public double[] this[string data, string method] => Cell(data, method).Result.FinalScores(Window);

    /// <summary>Makes a table whose columns are the methods' labels.</summary>
    /// <param name="cells">Results of trials.</param>
    /// <param name="selection">What the choice of settings consumed.</param>
    /// <param name="window">Last evaluations that a score is the mean of.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">A data set has two trials of one label.</exception>
    public static ScoreTable Of(IReadOnlyList<CellResult<Trial, TrialResult>> cells, SelectionCost selection, int window = 1)
    {
        var all = Entries(cells);
        var table = Empty(cells, [.. all.Select(e => e.Method.Label).Distinct()], selection, window);
        foreach (ScoreCell cell in all)
        {
            if (!table._cells.TryAdd((cell.Data.Name, cell.Method.Label), cell))
                throw new ArgumentException(
                    $"{cell.Data.Name} has two trials of '{cell.Method.Label}': give methods labels of their own, or columns.",
                    nameof(cells));
        }
        return table;
    }

    /// <summary>Makes a table of chosen columns. One training may stand in several of them.</summary>
    /// <param name="cells">Results of trials.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="selection">What the choice of settings consumed.</param>
    /// <param name="window">Last evaluations that a score is the mean of.</param>
    /// <returns>The table; trials that are in no column are left out.</returns>
    public static ScoreTable Of(
        IReadOnlyList<CellResult<Trial, TrialResult>> cells, IReadOnlyList<MethodColumn> columns, SelectionCost selection, int window = 1)
    {
        var all = Entries(cells).ToLookup(e => e.Data.Name);
        var table = Empty(cells, [.. columns.Select(c => c.Label)], selection, window);
        foreach (var own in all)
        {
            foreach (MethodColumn column in columns)
            {
                Method wanted = column.Of(own.First().Data);
                if (own.FirstOrDefault(e => e.Method.Equals(wanted)) is { } found)
                    table._cells[(own.Key, column.Label)] = found;
            }
        }
        return table;
    }

    /// <summary>The mean over seeds with its t interval.</summary>
    /// <param name="data">The data set's name.</param>
    /// <param name="method">The method's name.</param>
    /// <returns>The mean.</returns>
    public Estimate Mean(string data, string method) => MeanInterval.StudentT(this[data, method]);

    /// <summary>All scores of a method, for aggregates over data sets.</summary>
    /// <param name="method">The method's name.</param>
    /// <returns>A task a data set; see <see cref="AggregateScores.InterquartileMean"/>.</returns>
    public AggregateScores Pooled(string method) => new([.. Data.Select(data => this[data, method])]);

    /// <summary>By how much a method scores higher on a data set, seed by seed.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="rival">The other's.</param>
    /// <param name="data">The data set's name.</param>
    /// <returns>The paired difference.</returns>
    public PairedDifference Gain(string method, string rival, string data) => PairedDifference.Of(this[data, method], this[data, rival]);

    /// <summary>By how much a method scores higher over all data sets, pair by pair of data set and seed.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="rival">The other's.</param>
    /// <returns>The paired difference.</returns>
    public PairedDifference Gain(string method, string rival) =>
        PairedDifference.Of([.. Data.SelectMany(data => this[data, method])], [.. Data.SelectMany(data => this[data, rival])]);

    /// <summary>Decides the claim that one method scores higher than another: the paired interval lies above a margin.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="rival">The other's.</param>
    /// <param name="data">The data set; <see langword="null"/> for all of the table.</param>
    /// <param name="margin">By how much at least.</param>
    /// <returns>The outcome, with the differences on each data set.</returns>
    public ClaimOutcome Higher(string method, string rival, string? data = null, double margin = 0)
    {
        Estimate gain = (data is null ? Gain(method, rival) : Gain(method, rival, data)).Difference;
        return ClaimOutcome.From(gain.Interval.Low > margin, gain.Value, gain.Interval, Seeds, $"({method}) − ({rival}), seed by seed",
            data is null && Data.Count > 1 ? Gains("", [(method, rival)]) : null);
    }

    /// <summary>The result of a method on a data set.</summary>
    /// <param name="data">The data set's name.</param>
    /// <param name="method">The method's name.</param>
    /// <returns>The result.</returns>
    /// <exception cref="MissingResultsException">The trial is not among the results.</exception>
    public MethodResult Result(string data, string method) => Cell(data, method).Result;

    /// <summary>Whether a trial is among the results.</summary>
    /// <param name="data">The data set's name.</param>
    /// <param name="method">The method's name.</param>
    /// <returns>Whether it is.</returns>
    public bool Contains(string data, string method) => _cells.ContainsKey((data, method));

    /// <summary>Means as bars in groups by data set.</summary>
    /// <param name="title">The title.</param>
    /// <param name="methods">The methods; all if <see langword="null"/>.</param>
    /// <returns>Bars with t intervals.</returns>
    public BarFigure Bars(string title, IReadOnlyList<string>? methods = null) =>
        new(title, Data, [.. (methods ?? Methods).Select((method, i) =>
    {
        Estimate[] means = [.. Data.Select(data => Mean(data, method))];
        return new BarSeries(method, [.. means.Select(m => m.Value)]) { Low = [.. means.Select(m => m.Interval.Low)],
            High = [.. means.Select(m => m.Interval.High)] };
    })])
    { Y = new("normalized score"), Caption = $"{Last}, {Seeds.Count} seeds, 95 % t intervals. {Selection}" };

    /// <summary>Learning curves, a panel a data set; the dashed line is the mean episode of the data.</summary>
    /// <param name="title">The title.</param>
    /// <param name="methods">The methods; all if <see langword="null"/>. Each has one color in all panels.</param>
    /// <param name="columns">Panels side by side.</param>
    /// <returns>The curves, means over seeds.</returns>
    public PanelFigure Curves(string title, IReadOnlyList<string>? methods = null, int columns = 2) => new(title, [.. Data.Select(data =>
    {
        string[] shown = [.. (methods ?? Methods).Where(method => Contains(data, method))];
        return new LineFigure(data, [.. shown.Select(method =>
        {
            MethodResult result = Result(data, method);
            return new Series(method, result.Thousands(), [.. result.Scores.Select(scores => scores.Average())]) { Markers = true,
                Color = Methods.ToList().IndexOf(method) };
        })])
        {
            X = new(shown.Any(m => Result(data, m).Steps[^1] > 0) ? "thousand updates, then steps" : "thousand updates"),
                Y = new("normalized score"),
            References = shown.Length > 0 ? [new(Cell(data, shown[0]).DataScore, "data")] : [],
        };
    })], columns)
    { Caption = $"Mean over {Seeds.Count} seeds. Dashed: the mean episode of the data." };

    /// <summary>Scores beside the paper's.</summary>
    /// <param name="title">The title.</param>
    /// <param name="reported">The paper's numbers: a row a method and a column a data set, or the reverse; <see langword="null"/> for
    /// none.</param>
    /// <param name="reportedMethods">The paper's methods to show; those of our names if <see langword="null"/>.</param>
    /// <returns>A row a data set, and the interquartile mean over all.</returns>
    public CardTable Table(string title, ReportedTable? reported = null, IReadOnlyList<string>? reportedMethods = null)
    {
        double? Paper(string data, string method) => reported?[method, data] ?? reported?[data, method];
        string[] theirs = [.. (reportedMethods ?? Methods).Where(method => Data.Any(data => Paper(data, method) is not null))];
        List<IReadOnlyList<TableCell>> rows = [.. Data.Select(data => (IReadOnlyList<TableCell>)
        [
            data, .. Methods.Select(method => Contains(data, method) ? (TableCell)Mean(data, method) : ""),
            .. theirs.Select(method => ((TableCell)Paper(data, method)).With(Emphasis.Muted)),
        ])];
        if (Data.Count > 1)
        {
            rows.Add(["interquartile mean", .. Methods.Select(method =>
                Data.All(data => Contains(data, method)) ? (TableCell)Pooled(method).InterquartileMean() : ""),
                .. theirs.Select(_ => (TableCell)"")]);
        }
        return new(title, ["Data set", .. Methods.Select(m => new TableColumn(m)),
            .. theirs.Select(m => new TableColumn($"reported: {m}"))], rows)
        {
            Note = $"{Last}, {Seeds.Count} seeds; 95 % t intervals, of interquartile means a bootstrap, which few seeds make too narrow. " +
                (reported is null ? "" : $"Reported: {reported.Source}. ") + Selection,
        };
    }

    /// <summary>Differences of methods.</summary>
    /// <param name="title">The title.</param>
    /// <param name="pairs">Methods and their rivals.</param>
    /// <returns>A row a pair: paired differences on each data set, and over all.</returns>
    public CardTable Gains(string title, IReadOnlyList<(string Method, string Rival)> pairs) => new(title,
        ["Difference", .. Data.Select(data => new TableColumn(data)), "all"],
        [.. pairs.Select(pair => (IReadOnlyList<TableCell>)
        [
            $"({pair.Method}) − ({pair.Rival})", .. Data.Select(data => (TableCell)Gain(pair.Method, pair.Rival, data).Difference),
                Gain(pair.Method, pair.Rival).Difference,
        ])])
    { Note = $"Means of differences seed by seed, 95 % intervals: t below 20 pairs, a bootstrap from there on. {Selection}" };

    /// <inheritdoc/>
    public Card Describe() => new("Scores") { Tables = [Table("")] };

    private string Last => Window == 1 ? "Mean of the last evaluation" : $"Mean of the last {Window} evaluations";

    private ScoreCell Cell(string data, string method) => _cells.TryGetValue((data, method), out ScoreCell? cell)
        ? cell
        : throw new MissingResultsException(
            $"There is no result of '{method}' on '{data}'. Methods: {string.Join(", ", Methods)}; data: {string.Join(", ", Data)}.");

    private static ScoreTable Empty(
        IReadOnlyList<CellResult<Trial, TrialResult>> cells, IReadOnlyList<string> methods, SelectionCost selection, int window)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(window);
        if (cells.Select(cell => string.Join(',', cell.Cell.Seeds)).Distinct().Skip(1).Any())
            throw new ArgumentException(
                "The trials have different seeds: differences seed by seed would compare what does not belong together.", nameof(cells));
        return new(window, selection)
        {
            Data = [.. cells.Select(cell => cell.Settings.Data.Name).Distinct()], Methods = methods, Seeds = cells.Count > 0
                ? cells[0].Cell.Seeds : [],
        };
    }

    private static List<ScoreCell> Entries(IReadOnlyList<CellResult<Trial, TrialResult>> cells) =>
        [.. cells.SelectMany(cell => cell.Settings.Methods.Select((method, m) =>
            new ScoreCell(cell.Settings.Data, method, cell.Result.Methods[m], cell.Result.DataScore)))];

    private sealed record ScoreCell(DataSource Data, Method Method, MethodResult Result, double DataScore);
}
