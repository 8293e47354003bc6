using System.Text.Json.Serialization;
using Offprint.Datasets.Offline;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>A log to look at.</summary>
/// <param name="Source">Where it comes from.</param>
public sealed record LogSettings(CrossingMazeSource Source) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("episodes", Source.Episodes);
}

/// <summary>A cell of the maze in a log.</summary>
/// <param name="Row">Its row, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
/// <param name="Rows">Steps that begin there.</param>
/// <param name="Forward">The share of them whose action points along the shortest way: more than 0.5 in its direction.</param>
public sealed record LogCell(int Row, int Column, int Rows, double Forward);

/// <summary>A log.</summary>
/// <param name="Rows">Steps.</param>
/// <param name="Episodes">Episodes.</param>
/// <param name="Arrived">The share of them that reach the goal.</param>
/// <param name="MeanReturn">Their mean return.</param>
/// <param name="Cells">One a cell that it visits.</param>
public sealed record LogResult(int Rows, int Episodes, double Arrived, double MeanReturn, IReadOnlyList<LogCell> Cells);

/// <summary>Part B's log: where its data are good.</summary>
public sealed class LogStudy : Experiment<LogSettings, LogResult>
{
    private const double Along = 0.5;
    private const int Digits = 6;

    /// <inheritdoc/>
    public override string Name => "log";

    /// <inheritdoc/>
    public override string Title => "The log of the crossing maze: where it knows the way";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<LogSettings>> Cells(Profile profile) => [Cell.Of(new LogSettings(Famo2oTrials.Log), [1])];

    /// <inheritdoc/>
    public override LogResult Run(Cell<LogSettings> cell, RunContext context)
    {
        OfflineDataset data = cell.Settings.Source.Load(context.Seeds[0], context);
        var cells = Enumerable.Range(0, data.Count).GroupBy(i => CrossingMazeWalk.StateOf(data.Observations.Row(i)))
            .Where(group => group.Key >= 0).OrderBy(group => group.Key).Select(group => Of(data, group.Key, [.. group]));
        int arrived = data.Episodes.Count(episode => data.Terminals[episode.Start + episode.Length - 1]);
        return new(data.Count, data.Episodes.Count, Short((double)arrived / data.Episodes.Count), Short(data.Returns().Mean), [.. cells]);
    }

    private static LogCell Of(OfflineDataset data, int state, IReadOnlyList<int> rows)
    {
        (int row, int column) = CrossingMaze.Cell(state);
        (int x, int y) = CrossingMaze.Direction(CrossingMaze.Shortest(state));
        return new(row, column, rows.Count, Short(rows.Average(i =>
        {
            ReadOnlySpan<float> action = data.Actions.Row(i);
            return action[0] * x + action[1] * y > Along ? 1.0 : 0;
        })));
    }

    private static double Short(double value) => StoredNumbers.Significant(value, Digits);
}
