using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Tests.Converting;

/// <summary>Notebooks made at random from lines that are hard on converters.</summary>
internal static class TestNotebooks
{
    private static readonly string[] s_lines =
    [
        "", "  ", "var x = 1;", "x", "1 + 1", "await Task.FromResult(2)", "Console.WriteLine(\"ä\")", "using System.Net;",
            "using var file = Open();",
        "class A { int b; }", "record R(int X);", "enum E", "{", "}", "A,", "#r \"nuget: Markdig, 1.6.0\"", "#!time",
        "#!share --from fsharp x", "#load \"a.csx\"",
        "//", "// comment", "//| bar", "// %%", "// %% [markdown]", "// %> 1", "// %< 1", "%%", "\\%% [x]", "%% {}", "# Title", "\"\"\"",
        "var s = \"\"\"", "  #!time", "/*", "*/", "f(1); g(2)", "\ttabbed",
    ];

    private static readonly string[] s_kinds = ["csharp", "csharp", "csharp", "fsharp", "html", "javascript", "markdown", "raw"];

    /// <param name="lossy">Without what a <c>.dib</c> has no place for.</param>
    public static Arbitrary<NotebookDocument> Any(bool lossy)
    {
        Gen<(string Kind, string Source, bool Tagged)> cell =
            from kind in Gen.Elements(s_kinds)
            from lines in Gen.ListOf(Gen.Elements(s_lines))
            from tagged in Gen.Elements(true, false)
            select (kind, string.Join('\n', lines), tagged);
        return Arb.From(Gen.ListOf(cell).Select(cells => Make(cells, lossy)));
    }

    private static NotebookDocument Make(IEnumerable<(string Kind, string Source, bool Tagged)> cells, bool lossy)
    {
        NotebookDocument notebook =
            NotebookDocument.Create(new() { ["kernelspec"] = new JsonObject { ["name"] = "offprint-csharp", ["display_name"] = "C# ü" } });
        foreach ((string kind, string source, bool tagged) in cells)
        {
            if (lossy && (kind == "raw" || source.Trim('\n') != source || source.Length == 0))
                continue;
            JsonObject fields = kind is "markdown" or "raw" or "csharp" ? [] : new() { ["metadata"] = CellFields.LanguageMetadata(kind) };
            if (tagged && !lossy)
                fields["metadata"] = new JsonObject { ["tags"] = new JsonArray("parameters"),
                    ["polyglot_notebook"] = new JsonObject { ["kernelName"] = kind } };
            notebook.Add(kind is "markdown" or "raw" ? kind : "code", source, fields);
        }
        return notebook;
    }
}
