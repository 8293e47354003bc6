using System.Text.Json.Nodes;

namespace Offprint.Kernel.Cells;

/// <summary>Why a cell failed, as the protocol's <c>error</c> message and the notebook's error output hold it.</summary>
/// <param name="Name">The kind: an exception's name, or one of the engine's own.</param>
/// <param name="Value">The message.</param>
/// <param name="Traceback">What a person reads, line by line.</param>
internal sealed record CellError(string Name, string Value, IReadOnlyList<string> Traceback)
{
    public const string Interrupted = "Interrupted";

    public JsonObject ToContent() => new()
    {
        ["ename"] = Name,
        ["evalue"] = Value,
        ["traceback"] = new JsonArray([.. Traceback.Select(l => (JsonNode)l)]),
    };
}
