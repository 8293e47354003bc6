using System.Text.Json.Nodes;
using Offprint.Kernel.Dialect;

namespace Offprint.Kernel.Notebooks;

/// <summary>Fields of cells as .NET Interactive writes them.</summary>
internal static class CellFields
{
    /// <summary>The fields of a cell in a language; none for Markdown, which is a type of cell.</summary>
    public static JsonObject ForLanguage(string language) =>
        language == Languages.Markdown ? [] : new() { ["metadata"] = LanguageMetadata(language) };

    public static JsonObject LanguageMetadata(string language) => new()
    {
        ["dotnet_interactive"] = new JsonObject { ["language"] = language },
        ["polyglot_notebook"] = new JsonObject { ["kernelName"] = language },
    };
}
