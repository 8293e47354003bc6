using System.Net;
using System.Text.Json.Nodes;
using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Html;

/// <summary>A cell's output as HTML: of several forms the richest.</summary>
internal static class OutputHtml
{
    public const string Plotly = "application/vnd.plotly.v1+json";
    public const string Mermaid = "text/vnd.mermaid";

    private static readonly (string Mime, Func<JsonNode, JsonObject, string> Render)[] s_forms =
    [
        (Plotly, Figure),
        ("text/html", (value, _) => MultilineText.Read(value)),
        ("image/svg+xml", (value, _) => MultilineText.Read(value)),
        ("image/png", (value, _) => Image("image/png", value)),
        ("image/jpeg", (value, _) => Image("image/jpeg", value)),
        ("image/gif", (value, _) => Image("image/gif", value)),
        (Mermaid, (value, _) => $"<pre class=\"mermaid\">{Encode(MultilineText.Read(value))}</pre>"),
        ("text/markdown", (value, _) => MarkdownHtml.ToHtml(MultilineText.Read(value))),
        ("text/latex", (value, _) => $"<div class=\"math\">\\[{Encode(MultilineText.Read(value).Trim().Trim('$'))}\\]</div>"),
        ("text/plain", (value, _) => $"<pre>{AnsiText.ToHtml(MultilineText.Read(value))}</pre>"),
        ("application/json", (value, _) => $"<pre>{Encode(NotebookJson.Write(value))}</pre>"),
    ];

    public static string Render(JsonObject output)
    {
        switch ((string?)output["output_type"])
        {
            case "stream":
                string css = (string?)output["name"] == "stderr" ? " stderr" : "";
                return $"<div class=\"output{css}\"><pre>{AnsiText.ToHtml(MultilineText.Read(output["text"]))}</pre></div>\n";
            case "error":
                string trace = string.Join('\n', (output["traceback"] as JsonArray ?? []).Select(l => (string?)l));
                return $"<div class=\"output " +
                    $"error\"><pre>{AnsiText.ToHtml(trace.Length > 0 ? trace : (string?)output["evalue"] ?? "")}</pre></div>\n";
            default:
                JsonObject data = output["data"] as JsonObject ?? [];
                foreach ((string mime, Func<JsonNode, JsonObject, string> render) in s_forms)
                {
                    if (data[mime] is { } value)
                        return $"<div class=\"output\">{render(value, data)}</div>\n";
                }
                return "";
        }
    }

    /// <summary>The figure for page.js to draw; the static picture where scripts do not run.</summary>
    private static string Figure(JsonNode figure, JsonObject data)
    {
        string picture = data["image/png"] is { } png ? $"<noscript>{Image("image/png", png)}</noscript>" : "";
        return $"<div class=\"plotly-figure\"><script type=\"application/json\">{ForScript(figure)}</script></div>{picture}";
    }

    /// <summary>Stored as an object; some writers store JSON as text.</summary>
    private static string ForScript(JsonNode json) =>
        (json is JsonObject ? json.ToJsonString() : MultilineText.Read(json)).Replace("</", "<\\/", StringComparison.Ordinal);

    private static string Image(string mime, JsonNode base64) =>
        $"<img alt=\"\" src=\"data:{mime};base64,{MultilineText.Read(base64).ReplaceLineEndings("")}\">";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
