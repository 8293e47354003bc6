using Offprint.Files.Tables;

namespace Offprint.Tests.Files.Tables;

public sealed class ColumnTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static ColumnTable Example { get; } = ColumnTable.Of("example",
    [
        new Dictionary<string, object?> { ["name"] = "a, \"b\"", ["count"] = 3, ["share"] = 0.1, ["good"] = true },
        new Dictionary<string, object?> { ["name"] = "line\nbreak", ["share"] = double.NaN, ["mixed"] = 2 },
        new Dictionary<string, object?> { ["name"] = "", ["count"] = 4L, ["share"] = 1e-300, ["good"] = false, ["mixed"] = 0.5f },
    ]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_column_has_the_narrowest_type_that_holds_its_values_and_missing_ones_stay_missing()
    {
        Assert.Equal(["name", "count", "share", "good", "mixed"], Example.Columns.Select(c => c.Name));
        Assert.Equal([3L, null, 4L], Assert.IsType<long?[]>(Example["count"].Values));
        Assert.Equal([true, null, false], Assert.IsType<bool?[]>(Example["good"].Values));
        Assert.Equal([null, 2.0, 0.5], Assert.IsType<double?[]>(Example["mixed"].Values));
        Assert.Equal([3, double.NaN, 4], Example["count"].Numbers());
        Assert.Contains("It has: name, count", Assert.Throws<ArgumentException>(() => Example["counts"]).Message);
        Assert.Contains("'place' holds a DateTime", Assert.Throws<ArgumentException>(() => ColumnTable.Of("x",
            [new Dictionary<string, object?> { ["place"] = DateTime.UnixEpoch }])).Message);
    }

    [Fact]
    public void Csv_quotes_what_needs_it_and_numbers_read_back_to_the_same_bits()
    {
        CsvTable.Write(_folder["example.csv"], Example);
        string[] lines = File.ReadAllText(_folder["example.csv"]).Split('\n');
        Assert.Equal("name,count,share,good,mixed", lines[0]);
        Assert.Equal("\"a, \"\"b\"\"\",3,0.1,true,", lines[1]);
        Assert.Equal("\"\",4,1E-300,false,0.5", lines[4]); // the second row's name fills two lines
    }

    [Fact]
    public void Parquet_gives_back_what_was_written()
    {
        ParquetTable.Write(_folder["example.parquet"], Example);
        ColumnTable read = ParquetTable.Read(_folder["example.parquet"]);
        Assert.Equal("example", read.Name);
        Assert.Equal(Example.Columns.Select(c => c.Name), read.Columns.Select(c => c.Name));
        foreach (TableColumnData column in Example.Columns)
            Assert.Equal(column.Values.Cast<object?>(), read[column.Name].Values.Cast<object?>());
    }

    [Fact]
    public void A_damaged_parquet_file_is_named()
    {
        ParquetTable.Write(_folder["example.parquet"], Example);
        byte[] whole = File.ReadAllBytes(_folder["example.parquet"]);
        foreach (int length in new[] { 0, 3, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(_folder["cut.parquet"], whole[..length]);
            Assert.Contains("cut.parquet", Assert.Throws<InvalidDataException>(() => ParquetTable.Read(_folder["cut.parquet"])).Message);
        }
    }
}
