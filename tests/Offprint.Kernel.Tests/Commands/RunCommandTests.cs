using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Tests.Commands;

public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_run_writes_the_notebook_and_its_page()
    {
        NotebookDocument notebook = TestNotebook.WithParameters("var profile = \"smoke\"; int seeds = 1;");
        notebook.Cells[1].Json["source"] = "$\"{profile} with {seeds} seeds\"";
        File.WriteAllText(_folder.File("n.ipynb"), notebook.ToText());
        (int exit, string output, _) = await OffprintAsync("run", "n.ipynb", "-p", "seeds=5", "--profile", "paper");
        Assert.Equal(0, exit);
        Assert.Contains(Path.Combine(".offprint", "runs", "n.ipynb"), output, StringComparison.Ordinal);
        NotebookDocument executed = NotebookDocument.Load(_folder.File(".offprint/runs/n.ipynb"));
        Assert.Equal("paper with 5 seeds", executed.Cells[2].OutputText());
        Assert.Contains("paper with 5 seeds", File.ReadAllText(_folder.File(".offprint/runs/n.html")), StringComparison.Ordinal);
        Assert.Equal(notebook.ToText(), File.ReadAllText(_folder.File("n.ipynb")));
    }

    [Fact]
    public async Task A_failed_cell_is_saved_and_told()
    {
        File.WriteAllText(_folder.File("n.ipynb"), TestNotebook.Text("1", "throw new Exception(\"boo\");"));
        (int exit, _, string error) = await OffprintAsync("run", "n.ipynb", "--in-place", "--no-html");
        Assert.Equal(1, exit);
        Assert.Contains("Exception: boo", error, StringComparison.Ordinal);
        Assert.Equal("Exception: boo", NotebookDocument.Load(_folder.File("n.ipynb")).Cells[1].OutputText());
        Assert.False(File.Exists(_folder.File("n.html")));
    }

    [Fact]
    public async Task Converted_notebooks_run_and_convert_back()
    {
        NotebookDocument notebook = TestNotebook.WithParameters("int seeds = 1;");
        notebook.Cells[1].Json["source"] = "$\"{seeds} seeds\"";
        File.WriteAllText(_folder.File("n.ipynb"), notebook.ToText());
        (int exit, string output, string error) = await OffprintAsync("convert", "n.ipynb", "--to", "cs");
        Assert.Equal((0, _folder.File("n.cs"), ""), (exit, output.Trim(), error));
        await OffprintAsync("convert", "n.cs", "back.ipynb");
        Assert.Equal(NotebookDocument.Load(_folder.File("n.ipynb")).Cells.Select(c => (c.Source, string.Join(',', c.Tags))),
            NotebookDocument.Load(_folder.File("back.ipynb")).Cells.Select(c => (c.Source, string.Join(',', c.Tags))));
        await OffprintAsync("convert", "back.ipynb", "n.dib");
        (exit, _, error) = await OffprintAsync("run", "n.dib", "--no-html", "-o", "done.ipynb");
        Assert.Equal((0, ""), (exit, error));
        Assert.Equal("1 seeds", NotebookDocument.Load(_folder.File("done.ipynb")).Cells[1].OutputText());
        (exit, _, error) = await OffprintAsync("run", "n.dib", "--in-place");
        Assert.Equal(1, exit);
        Assert.Contains("has no place for outputs", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no file", "convert", "missing.dib", "x.ipynb")]
    [InlineData("Name either an output file or", "convert", "n.ipynb")]
    [InlineData("not written as '.pdf'", "convert", "n.ipynb", "n.pdf")]
    [InlineData("replaced by itself", "convert", "n.ipynb", "--to", "ipynb")]
    [InlineData("There is no notebook", "run", "missing.dib")]
    [InlineData("There is no notebook", "run", "missing.ipynb")]
    [InlineData("There is no notebook 'nothing'", "run", "nothing")]
    [InlineData("no parameter 'x'", "run", "n.ipynb", "-p", "x=1")]
    [InlineData("is of type int", "run", "n.ipynb", "-p", "seeds=a")]
    [InlineData("name=value", "run", "n.ipynb", "-p", "seeds")]
    [InlineData("--timeout takes a positive number", "run", "n.ipynb", "--timeout", "0")]
    [InlineData("exclude each other", "run", "n.ipynb", "--in-place", "-o", "x")]
    [InlineData("'fast'", "run", "n.ipynb", "--profile", "fast")]
    [InlineData("cut short", "run", "cut.ipynb")]
    public async Task Bad_input_is_one_clear_message_and_nothing_is_written(string message, params string[] arguments)
    {
        File.WriteAllText(_folder.File("n.ipynb"), TestNotebook.WithParameters("int seeds = 1;").ToText());
        File.WriteAllText(_folder.File("cut.ipynb"), TestNotebook.Text("1")[..40]);
        (int exit, _, string error) = await OffprintAsync(arguments);
        Assert.Equal(1, exit);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File(".offprint")));
    }

    public void Dispose() => _folder.Dispose();

    private Task<(int Exit, string Output, string Error)> OffprintAsync(params string[] arguments) =>
        OffprintCommand.RunAsync(_folder.Path, arguments);
}
