using System.Text;
using System.Text.Json.Nodes;
using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Tests;

/// <summary>Notebooks made of a few code cells.</summary>
internal static class TestNotebook
{
    public static NotebookDocument Of(params string[] cells) => NotebookDocument.Parse(Encoding.UTF8.GetBytes(Text(cells)), "test.ipynb");

    public static string Text(params string[] cells) => NotebookJson.Write(new JsonObject
    {
        ["cells"] = new JsonArray([.. cells.Select((source, i) => new JsonObject
        {
            ["cell_type"] = "code", ["execution_count"] = null, ["id"] = $"cell-{i}", ["metadata"] = new JsonObject(),
            ["outputs"] = new JsonArray(), ["source"] = MultilineText.Write(source),
        })]),
        ["metadata"] = new JsonObject(), ["nbformat"] = 4, ["nbformat_minor"] = 5,
    });

    public static NotebookDocument WithParameters(string declaration)
    {
        NotebookDocument notebook = Of(declaration, "0");
        notebook.Cells[0].Json["metadata"] = new JsonObject { ["tags"] = new JsonArray("parameters") };
        return notebook;
    }

    public static string OutputText(this NotebookCell cell) =>
        string.Concat(cell.Outputs.Select(o => o!["output_type"]!.GetValue<string>() switch
    {
        "stream" => MultilineText.Read(o["text"]),
        "error" => $"{o["ename"]}: {o["evalue"]}",
        _ => MultilineText.Read(o["data"]!["text/plain"]),
    }));
}
