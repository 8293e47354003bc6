using Offprint.Cards;
using Offprint.Files.Tables;

namespace Offprint.Experiments;

/// <summary>The unit that is computed, stored and resumed: one setting with its seeds.</summary>
/// <typeparam name="TSettings">A record that System.Text.Json can write; it decides, with the seeds, which stored result is
/// meant.</typeparam>
/// <param name="Key">A short name, unique in the experiment; part of the stored file's name.</param>
/// <param name="Settings">What to compute.</param>
/// <param name="Seeds">The seeds to compute it with.</param>
public sealed record Cell<TSettings>(string Key, TSettings Settings, IReadOnlyList<int> Seeds)
{
    /// <summary>The expected work relative to other cells, for the progress display.</summary>
    public double Cost { get; init; } = 1;
}

/// <summary>A cell with its result.</summary>
/// <typeparam name="TSettings">The settings' type.</typeparam>
/// <typeparam name="TResult">The result's type.</typeparam>
/// <param name="Cell">The cell.</param>
/// <param name="Result">What was computed.</param>
/// <param name="Provenance">By which code, where, and in how many seconds.</param>
public sealed record CellResult<TSettings, TResult>(Cell<TSettings> Cell, TResult Result, Provenance Provenance) : IDescribable
{
    private const int MostRows = 20;

    /// <summary>The cell's settings.</summary>
    public TSettings Settings => Cell.Settings;

    /// <summary>The result as a table: a row a seed, point or part, settings beside it.</summary>
    /// <returns>The table.</returns>
    public ColumnTable ToTable() => ResultRows.Of(Cell.Key, [this]);

    /// <inheritdoc/>
    public Card Describe()
    {
        ColumnTable rows = ToTable();
        var varying = rows.Columns.Where(c => Enumerable.Range(1, Math.Max(0, rows.RowCount - 1)).Any(i => !Equals(c[i], c[0]))).ToList();
        return new(Cell.Key)
        {
            Subtitle = $"result of one cell, {NumberText.Format(Provenance.Seconds)} s, commit {Provenance.Commit}",
            Facts =
            [
                .. rows.Columns.Except(varying).Where(c => c[0] is not null).Select(c => new Fact(c.Name, CellOf(c[0]))),
                new("seeds", string.Join(", ", Cell.Seeds)),
            ],
            Tables = varying.Count == 0 ? [] :
            [
                CardTable.Of("Rows", Enumerable.Range(0, Math.Min(MostRows, rows.RowCount)),
                    [.. varying.Select(c => (new TableColumn(c.Name), (Func<int, TableCell>)(i => CellOf(c[i]))))]) with
                {
                    Note = rows.RowCount > MostRows ? $"{MostRows} of {rows.RowCount} rows" : null,
                },
            ],
        };
    }

    private static TableCell CellOf(object? value) => value switch
    {
        null => (string?)null,
        double number => number,
        long number => number,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
