using Deedle;
using Offprint.Experiments;
using Offprint.Files.Tables;

namespace Offprint.Frames;

/// <summary>Tables of results as Deedle frames, rows numbered from 0, columns by name.</summary>
public static class FrameExtensions
{
    /// <summary>A table as a frame.</summary>
    /// <param name="table">The table.</param>
    /// <returns>The frame; missing values are missing there, too.</returns>
    public static Frame<int, string> ToFrame(this ColumnTable table)
    {
        var frame = Frame.FromRowKeys(Enumerable.Range(0, table.RowCount)); // a column may lack rows, the first as well
        foreach (TableColumnData column in table.Columns)
        {
            switch (column.Values)
            {
                case double?[] numbers:
                    frame.AddColumn(column.Name, Sparse(numbers));
                    break;
                case long?[] counts:
                    frame.AddColumn(column.Name, Sparse(counts));
                    break;
                case bool?[] truths:
                    frame.AddColumn(column.Name, Sparse(truths));
                    break;
                default:
                    frame.AddColumn(column.Name, Present((string?[])column.Values));
                    break;
            }
        }
        return frame;
    }

    /// <summary>An experiment's results as a frame: settings and results side by side, a row a seed, point or part of a result.</summary>
    /// <param name="results">The paper's results.</param>
    /// <param name="experiment">The experiment's name.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="ArgumentException">The paper has no such experiment; the message lists those it has.</exception>
    /// <exception cref="MissingResultsException">No cell of it is computed; the message has the command that computes it.</exception>
    public static Frame<int, string> ToFrame(this PaperResults results, string experiment) => results.ToTable(experiment).ToFrame();

    /// <summary>Claims with their outcomes as a frame.</summary>
    /// <param name="claims">The claims.</param>
    /// <returns>A row a claim.</returns>
    public static Frame<int, string> ToFrame(this IReadOnlyList<EvaluatedClaim> claims) => ClaimTable.ToTable(claims).ToFrame();

    private static Series<int, T> Sparse<T>(T?[] values)
        where T : struct =>
        new(values.Select((value, row) => (value, row)).Where(v => v.value is not null)
            .Select(v => KeyValue.Create(v.row, v.value!.Value)));

    private static Series<int, string> Present(string?[] values) =>
        new(values.Select((value, row) => (value, row)).Where(v => v.value is not null).Select(v => KeyValue.Create(v.row, v.value!)));
}
