using System.Text.Json.Nodes;

namespace Offprint.Kernel.Dialect;

/// <summary>Names of cell languages, as .NET Interactive's notebooks store them.</summary>
internal static class Languages
{
    public const string CSharp = "csharp";
    public const string FSharp = "fsharp";
    public const string Html = "html";
    public const string JavaScript = "javascript";
    public const string Markdown = "markdown";
    public const string Mermaid = "mermaid";

    /// <summary>The language that a cell's metadata names, else null.</summary>
    public static string? FromMetadata(JsonObject? metadata) =>
        Name(metadata?["polyglot_notebook"], "kernelName") ?? Name(metadata?["dotnet_interactive"], "language");

    private static string? Name(JsonNode? section, string key) =>
        section is JsonObject o && o[key] is JsonValue value && value.TryGetValue(out string? name) ? name : null;
}
