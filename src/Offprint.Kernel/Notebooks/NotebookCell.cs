using System.Text.Json.Nodes;
using Offprint.Kernel.Dialect;

namespace Offprint.Kernel.Notebooks;

/// <summary>A view of one cell; fields that it does not know stay in <see cref="Json"/> untouched.</summary>
internal sealed class NotebookCell(JsonObject json)
{
    public JsonObject Json => json;

    public bool IsCode => (string?)json["cell_type"] == "code";

    public bool IsMarkdown => (string?)json["cell_type"] == "markdown";

    public string Source => MultilineText.Read(json["source"]);

    public JsonObject Metadata => json["metadata"] as JsonObject ?? [];

    public IEnumerable<string> Tags => (Metadata["tags"] as JsonArray ?? []).Select(t => (string?)t).OfType<string>();

    /// <summary>The language that the cell's own metadata names, else null.</summary>
    public string? Language => Languages.FromMetadata(Metadata);

    public JsonArray Outputs
    {
        get => json["outputs"] as JsonArray ?? [];
        set => json["outputs"] = value;
    }

    public int? ExecutionCount
    {
        set => json["execution_count"] = value;
    }
}
