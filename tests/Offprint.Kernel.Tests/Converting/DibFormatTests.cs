using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Offprint.Kernel.Converting;
using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Tests.Converting;

public class DibFormatTests
{
    // As .NET Interactive's editor writes them.
    private const string Sample = """
        #!meta

        {"kernelInfo":{"defaultKernelName":"csharp","items":[{"name":"csharp","aliases":["C#","c#"]},{"name":"fsharp"}]}}

        #!markdown

        * Text

        #!csharp

        #r "nuget: Markdig, 1.6.0"
        #!time
        var a = 1;

        a

        #!F#

        let b = 2
        """;

    [Fact]
    public void Cells_lie_between_language_lines()
    {
        NotebookDocument notebook = DibFormat.Read(Sample, "a.dib");
        Assert.Equal(["* Text", "#r \"nuget: Markdig, 1.6.0\"\n#!time\nvar a = 1;\n\na", "let b = 2"],
            notebook.Cells.Select(c => c.Source));
        Assert.Equal([true, false, false], notebook.Cells.Select(c => c.IsMarkdown));
        Assert.Equal([null, null, "fsharp"], notebook.Cells.Select(c => c.Language));
        Assert.Equal("csharp", notebook.DefaultLanguage);
    }

    [Fact]
    public void What_is_read_is_written_the_same()
    {
        string text = Sample.Replace("#!F#", "#!fsharp", StringComparison.Ordinal) + "\n";
        Assert.Equal(text, DibFormat.Write(DibFormat.Read(text, "a.dib"), []));
    }

    [Fact]
    public void The_header_names_the_language_of_cells_that_name_none() =>
        Assert.Equal("fsharp", DibFormat.Read("#!meta\n{\"kernelInfo\":{\"defaultKernelName\":\"fsharp\"}}\n#!time\nlet a = 1",
            "a").DefaultLanguage);

    [Fact]
    public void A_file_may_begin_with_code() => Assert.Equal("1 + 1", Assert.Single(DibFormat.Read("1 + 1", "a").Cells).Source);

    [Fact]
    public void A_broken_header_is_told() =>
        Assert.Contains("a.dib", Assert.Throws<UserException>(() => DibFormat.Read("#!meta\n{\"a\n#!csharp\n1", "a.dib")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void What_is_left_out_is_told()
    {
        NotebookDocument notebook = TestNotebook.Of("1");
        notebook.Cells[0].Outputs = new JsonArray(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "x" });
        notebook.Add("raw", "as it is");
        List<string> notes = [];
        DibFormat.Write(notebook, notes);
        Assert.Equal(2, notes.Count);
    }

    [Fact]
    public void Any_notebook_comes_back_as_far_as_the_format_holds_it() => Prop.ForAll(TestNotebooks.Any(lossy: true), notebook =>
    {
        NotebookDocument back = DibFormat.Read(DibFormat.Write(notebook, []), "a.dib");
        return back.Cells.Select(c => (c.IsMarkdown, c.Language, c.Source))
            .SequenceEqual(notebook.Cells.Select(c => (c.IsMarkdown, c.Language, c.Source)))
            && JsonNode.DeepEquals(back.Json["metadata"]!["kernelspec"], notebook.Json["metadata"]!["kernelspec"]);
    }).QuickCheckThrowOnFailure();
}
