using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Offprint.Kernel.Cells;

namespace Offprint.Kernel.Language;

/// <summary>What there is to say about a place in a cell: declarations, and what they mean.</summary>
/// <param name="Declarations">C# code; several for a method's overloads.</param>
/// <param name="Notes">Paragraphs of text.</param>
internal sealed record Inspection(IReadOnlyList<string> Declarations, IReadOnlyList<string> Notes)
{
    public JsonObject ToBundle()
    {
        StringBuilder html = new("<pre><code>");
        html.Append(WebUtility.HtmlEncode(string.Join('\n', Declarations))).Append("</code></pre>");
        foreach (string note in Notes)
            html.Append("<p>").Append(WebUtility.HtmlEncode(note).ReplaceLineEndings("<br>")).Append("</p>");
        string code = $"```csharp\n{string.Join('\n', Declarations)}\n```";
        return new()
        {
            [MimeBundle.Text] = string.Join("\n\n", (string[])[string.Join('\n', Declarations), .. Notes]),
            [MimeBundle.Html] = html.ToString(),
            ["text/markdown"] = string.Join("\n\n", (string[])[code, .. Notes.Select(n => n.ReplaceLineEndings("  \n"))]),
        };
    }
}
