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

    private static readonly Dictionary<string, string[]> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        [CSharp] = ["c#", "cs"],
        [FSharp] = ["f#", "fs"],
        [Html] = [],
        [JavaScript] = ["js"],
        [Markdown] = ["md"],
        [Mermaid] = [],
    };

    private static readonly Dictionary<string, string> s_canonical = s_names
        .SelectMany(p => p.Value.Append(p.Key).Select(n => (Name: n, p.Key)))
        .ToDictionary(p => p.Name, p => p.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>What a magic or a cell's metadata may call a language; the first is its name.</summary>
    public static IReadOnlyList<string> NamesOf(string language) => [language, .. s_names[language]];

    /// <summary>A language's first name, whichever of its names is given; null if it is none of this engine.</summary>
    public static string? Canonical(string name) => s_canonical.GetValueOrDefault(name);

    /// <summary>The language that a cell's metadata names, else null.</summary>
    /// <remarks>
    /// Jupyter's clients send the cell's metadata with its execution. Besides .NET Interactive's fields there is the one that VS Code
    /// writes when a person chooses a cell's language; it may name one that only an editor knows, which is then not taken.
    /// </remarks>
    public static string? FromMetadata(JsonObject? metadata) =>
        Name(metadata?["polyglot_notebook"], "kernelName") ?? Name(metadata?["dotnet_interactive"], "language")
        ?? (Name(metadata?["vscode"], "languageId") is { } id ? Canonical(id) : null);

    private static string? Name(JsonNode? section, string key) =>
        section is JsonObject o && o[key] is JsonValue value && value.TryGetValue(out string? name) ? name : null;
}
