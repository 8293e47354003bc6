using Offprint.Experiments;
using Offprint.Files.Tables;

namespace Offprint.Tests.Experiments;

public class ResultRowsTests
{
    public sealed record Method(string Name, double Rate);

    public sealed record Settings(Method Method, int Updates, IReadOnlyList<int> Widths);

    public sealed record Part(string Name, [property: PerSeed] IReadOnlyList<double> Scores);

    public sealed record Result(double Best, IReadOnlyList<int> Steps, [property: PerSeed] IReadOnlyList<double[]> Curves,
        IReadOnlyList<Part> Parts);

    private static ColumnTable Rows { get; } = ResultRows.Of("curves",
    [
        new CellResult<Settings, Result>(
            new("one", new(new("sgd", 0.1), 20, [8, 4]), [5, 7]),
            new(3, [0, 10, 20], [[1, 2], [3, 4], [5, 6]], [new("left", [0.5, 0.25])]),
            new("abc", new Dictionary<string, string>(), ".NET", "Linux", "CPU", DateTime.UnixEpoch, 1)),
    ]);

    [Fact]
    public void Settings_stand_beside_each_row()
    {
        Assert.Equal(8, Rows.RowCount); // three points of two seeds, one part of two seeds
        Assert.All(Enumerable.Range(0, 8), i => Assert.Equal(("one", "sgd", 0.1, 20L, "8 4", 3.0),
            ((string)Rows["cell"][i]!, (string)Rows["method.name"][i]!, (double)Rows["method.rate"][i]!, (long)Rows["updates"][i]!,
                (string)Rows["widths"][i]!, (double)Rows["best"][i]!)));
    }

    [Fact]
    public void Curves_have_a_row_a_point_and_seed_and_lists_of_one_length_share_it()
    {
        Assert.Equal([0L, 0L, 1L, 1L, 2L, 2L, null, null], Rows["point"].Values.Cast<object?>());
        Assert.Equal([5L, 7L, 5L, 7L, 5L, 7L, 5L, 7L], Rows["seed"].Values.Cast<object?>());
        Assert.Equal([0L, 0L, 10L, 10L, 20L, 20L, null, null], Rows["steps"].Values.Cast<object?>());
        Assert.Equal([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, null, null], Rows["curves"].Values.Cast<object?>());
    }

    [Fact]
    public void Parts_have_rows_of_their_own_with_the_seed_beside_the_value()
    {
        Assert.Equal([null, null, null, null, null, null, "left", "left"], Rows["parts.name"].Values.Cast<object?>());
        Assert.Equal([null, null, null, null, null, null, 0.5, 0.25], Rows["parts.scores"].Values.Cast<object?>());
    }

    [Fact]
    public void The_card_of_a_cell_has_what_is_constant_as_facts_and_the_rest_as_rows()
    {
        var card = new CellResult<SumSettings, SumResult>(new("cell1", new(10, 0.1), [1, 2]), new([0.5, 0.75]),
            new("abc", new Dictionary<string, string>(), ".NET", "Linux", "CPU", DateTime.UnixEpoch, 1)).Describe();
        Assert.Contains(card.Facts, f => f.Name == "count" && f.Value.Number == 10);
        Assert.Equal([0.5, 0.75], card.Tables[0].Rows.Select(r => r[^1].Number!.Value));
    }
}
