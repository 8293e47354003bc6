using MathNet.Numerics.LinearAlgebra;
using Microsoft.DotNet.Interactive.Formatting;
using Offprint.Files.Tables;
using Offprint.Frames;
using Offprint.Interactive.Rendering;

namespace Offprint.Interactive.Tests;

public class ShortTablesTests
{
    private static ColumnTable Rows { get; } = ColumnTable.Of("runs", [.. Enumerable.Range(0, 30).Select(i => new Dictionary<string, object?>
    {
        ["method"] = i % 2 == 0 ? "HB" : null, ["error"] = i / 10.0, ["seed"] = i,
    })]);

    [Fact]
    public void Rows_of_results_are_a_short_table_in_a_notebook()
    {
        OffprintExtension.Load();
        string html = Rows.ToDisplayString("text/html");
        Assert.Contains("30 rows × 3 columns; the first 20 × 3 are shown.", html, StringComparison.Ordinal);
        Assert.Equal(21, html.Split("<tr>").Length - 1);
        Assert.Equal("–", ShortTables.Of(Rows).Rows[1][0].ToString());
    }

    [Fact]
    public void Matrices_show_their_numbers_with_row_and_column()
    {
        var table = ShortTables.Of(Matrix<double>.Build.Dense(2, 3, (i, j) => 10 * i + j));
        Assert.Equal(["", "0", "1", "2"], table.Columns.Select(c => c.Name));
        Assert.Equal([1.0, 10, 11, 12], table.Rows[1].Select(c => c.Number!.Value));
        Assert.Equal(table.Rows[1], ShortTables.Of(new double[,] { { 0, 1, 2 }, { 10, 11, 12 } }).Rows[1]);
    }

    [Fact]
    public void A_frame_has_the_columns_and_missing_values_of_its_table()
    {
        var frame = Rows.ToFrame();
        Assert.Equal((30, 3), (frame.RowCount, frame.ColumnCount));
        Assert.Equal(Enumerable.Range(0, 30).Sum(i => i / 10.0), Deedle.Stats.sum(frame.GetColumn<double>("error")), 1e-12);
        Assert.Equal(15, frame.GetColumn<string>("method").ValueCount);
        Assert.Equal(29L, frame.GetColumn<long>("seed").GetAt(29));
    }
}
