using Offprint.Files;
using Offprint.Files.Tables;
using Library = Offprint.Papers.Papers;

namespace Offprint.Kernel.Tests.Commands;

/// <summary><c>offprint export</c>, <c>show --exhibit</c> and <c>claims --csv</c>: results for other programs.</summary>
public sealed class ExportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public async Task An_experiment_becomes_a_file_with_settings_beside_results(string format)
    {
        (int exit, string output, string error) = await OffprintCommand.RunAsync(
            ProjectFolders.Root, "export", "ghvb", "--experiment", "guided-mixture", "--format", format, "--output", _folder.Path);
        Assert.True(exit == 0, error);
        string file = _folder.File($"guided-mixture.{format}");
        Assert.Contains(file, output, StringComparison.Ordinal);
        var stored = Library.Ghvb.LoadStored().Of(Library.Ghvb.Mixture);
        int rows = stored.Sum(c => (c.Result.Rows.Count + 1) * c.Cell.Seeds.Count); // a row a method, steps and seed; one a reference and seed
        if (format == "csv")
            Assert.Equal(rows + 1, File.ReadLines(file).Count());
        else
            Assert.Equal(rows, ParquetTable.Read(file)["scale"].Numbers().Length);
    }

    [Fact]
    public async Task An_exhibit_is_shown_and_an_unknown_one_suggests_its_neighbor()
    {
        (int exit, string output, string error) = await OffprintCommand.RunAsync(ProjectFolders.Root, "show", "ghvb", "--exhibit", "limits");
        Assert.True(exit == 0, error);
        Assert.Contains("GHVB", output, StringComparison.Ordinal);
        (exit, _, error) = await OffprintCommand.RunAsync(ProjectFolders.Root, "show", "ghvb", "--exhibit", "limit");
        Assert.Equal(1, exit);
        Assert.Contains("Did you mean limits", error, StringComparison.Ordinal);
        (exit, _, error) = await OffprintCommand.RunAsync(ProjectFolders.Root, "export", "ghvb", "--experiment", "guided");
        Assert.Equal(1, exit);
        Assert.Contains("ghvb has no experiment 'guided'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claims_become_a_line_each()
    {
        (int exit, string output, string error) = await OffprintCommand.RunAsync(ProjectFolders.Root, "claims", "ghvb", "--csv");
        Assert.True(exit == 0, error);
        string[] lines = output.Trim().Split('\n');
        Assert.StartsWith("paper,claim,kind,statement,source,verdict", lines[0], StringComparison.Ordinal);
        Assert.Equal(Library.Ghvb.Claims.Count, lines.Count(l => l.StartsWith("ghvb,", StringComparison.Ordinal)));
    }
}
