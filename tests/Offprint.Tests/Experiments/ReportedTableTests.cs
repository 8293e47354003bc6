using Offprint.Experiments;
using Offprint.Tests.Files;

namespace Offprint.Tests.Experiments;

public sealed class ReportedTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Numbers_are_found_by_row_and_column()
    {
        var table = Load("# Table 3, error", "method,5,10", "A,1.5,-2e-3", "\"B, with C\",,7");
        Assert.Equal("Table 3, error", table.Source);
        Assert.Equal(["method", "5", "10"], table.Columns);
        Assert.Equal(["A", "B, with C"], table.Rows.Select(r => r.Name));
        Assert.Equal(1.5, table["A", "5"]);
        Assert.Equal(-0.002, table["A", "10"]);
        Assert.Null(table["B, with C", "5"]);
        Assert.Equal(7, table["B, with C", "10"]);
        Assert.Null(table["A", "20"]);
        Assert.Null(table["Z", "5"]);
        Assert.Null(table["A", "method"]);
        Assert.Equal("Table 3, error", table.Describe().Tables[0].Note);
        Assert.Equal(2, table.Describe().Tables[0].Rows.Count);
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        Load("# s", "a,b", "x,1");
        File.Copy(_folder["table.csv"], _folder["figure.csv"]);
        string message = Assert.Throws<FileNotFoundException>(() => ReportedTable.Load(_folder.Path, "tabel")).Message;
        Assert.Contains("'tabel'", message);
        Assert.Contains("figure, table", message);
        Assert.Contains("none", Assert.Throws<FileNotFoundException>(() => ReportedTable.Load(_folder["nowhere"], "table")).Message);
    }

    [Theory]
    [InlineData("line 4: 2 fields under 3 columns", "# s", "m,5,10", "A,1,2", "B,1")]
    [InlineData("line 3: 'one' is not a number", "# s", "m,5,10", "A,one,2")]
    [InlineData("line 4: 1 fields", "# s", "m,5", "A,1", "", "B,1")]
    [InlineData("line 3: a double quote is not closed", "# s", "m,5", "\"A,1")]
    [InlineData("the first line must be '# source'", "m,5", "A,1", "B,2")]
    [InlineData("the first line must be '# source'", "# s", "m,5")]
    public void A_malformed_line_is_named(string message, params string[] lines)
    {
        string actual = Assert.Throws<InvalidDataException>(() => Load(lines)).Message;
        Assert.Contains(_folder["table.csv"], actual);
        Assert.Contains(message, actual);
    }

    private ReportedTable Load(params string[] lines)
    {
        File.WriteAllLines(_folder["table.csv"], lines);
        return ReportedTable.Load(_folder.Path, "table");
    }
}
