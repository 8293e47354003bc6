using System.Text.Json.Nodes;
using Offprint.Cards;
using Offprint.Interactive.Rendering;
using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Tests.Commands;

/// <summary>What two runs of a notebook show is compared by kind, cell by cell.</summary>
public sealed class CompareCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Figures_tables_and_claims_of_a_card_are_counted()
    {
        Card card = new("All")
        {
            Tables = [new CardTable("Claims", ["Claim", "Ours"], [["A", 1], ["B", 2], ["C", 3]]), new CardTable("Others", ["x"], [[1]])],
            Figures = [new LineFigure("a", [new Series("a", [1], [2])]), new LineFigure("b", [new Series("b", [1], [2])])],
        };
        NotebookDocument notebook = TestNotebook.Of("0");
        notebook.Cells[0].Outputs = [Shown(CardHtml.Render(card)), Failed()];
        Assert.Equal(new OutputKinds(Errors: 1, Figures: 2, Tables: 2, Claims: 3), OutputKinds.Of(notebook.Cells[0]));
    }

    [Fact]
    public async Task Other_bytes_are_the_same_and_a_lost_table_is_named_with_its_cell()
    {
        string table = "<table><tr><td>1</td></tr></table>";
        string first = Write("first", Shown("<p>engine</p>" + table), Shown(table)),
            same = Write("same", Shown(table + "<p/>"), Shown(table)), less = Write("less", Shown(table), Shown("<p>System.Object</p>"));
        (int exit, string output, _) = await OffprintCommand.RunAsync(_folder.Path, "compare", first, same);
        Assert.Equal((0, "The same in all 2 cells: 2 tables."), (exit, output.Trim()));

        (exit, output, _) = await OffprintCommand.RunAsync(_folder.Path, "compare", first, less);
        Assert.Equal(1, exit);
        Assert.Contains($"cell 2 of 2 (second()) shows 1 table in {first}, nothing of these in {less}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_notebooks_are_not_compared()
    {
        File.WriteAllText(_folder.File("other.ipynb"), TestNotebook.Text("third()"));
        (int exit, _, string error) = await OffprintCommand.RunAsync(
            _folder.Path, "compare", Write("first", [], []), _folder.File("other.ipynb"));
        Assert.NotEqual(0, exit);
        Assert.Contains("are not the same notebook", error, StringComparison.Ordinal);
    }

    private string Write(string name, params JsonObject[] outputs)
    {
        NotebookDocument notebook = TestNotebook.Of("first()", "second()");
        for (int i = 0; i < outputs.Length; i++)
            notebook.Cells[i].Outputs = [outputs[i]];
        string path = _folder.File(name + ".ipynb");
        File.WriteAllText(path, notebook.ToText());
        return path;
    }

    private static JsonObject Shown(string html) => new()
    {
        ["output_type"] = "display_data", ["metadata"] = new JsonObject(), ["data"] = new JsonObject { ["text/html"] = html },
    };

    private static JsonObject Failed() => new()
    {
        ["output_type"] = "error", ["ename"] = "E", ["evalue"] = "e", ["traceback"] = new JsonArray(),
    };
}
