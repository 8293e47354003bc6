using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Html;

/// <summary>A notebook as one HTML file that opens offline: it carries the libraries that its content needs, and only those.</summary>
internal static class HtmlPage
{
    public static string Render(NotebookDocument notebook, string fallbackTitle)
    {
        StringBuilder body = new();
        foreach (NotebookCell cell in notebook.Cells)
            Append(body, cell);
        string content = body.ToString();
        bool hasMath = content.Contains("class=\"math", StringComparison.Ordinal);
        StringBuilder page = new($"""
            <!DOCTYPE html>
            <html lang="en" class="offprint-page">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{WebUtility.HtmlEncode(Title(notebook) ?? fallbackTitle)}</title>
            <style>
            {PageAssets.Style}</style>

            """);
        if (hasMath)
            page.Append("<style>").Append(PageAssets.KatexStyle).Append("</style>\n");
        page.Append("</head>\n<body>\n").Append(content);
        string[] libraries = [.. Libraries(content, hasMath)];
        foreach (string library in libraries)
            page.Append(PageAssets.Bundled(library));
        if (libraries.Length > 0)
            page.Append("<script>\n").Append(PageAssets.Script).Append("</script>\n");
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static IEnumerable<string> Libraries(string content, bool hasMath)
    {
        if (hasMath)
            yield return "katex";
        if (content.Contains("class=\"plotly-figure\"", StringComparison.Ordinal))
            yield return "plotly";
        if (content.Contains("class=\"mermaid\"", StringComparison.Ordinal))
            yield return "mermaid";
    }

    private static void Append(StringBuilder body, NotebookCell cell)
    {
        if (cell.IsMarkdown)
        {
            body.Append(MarkdownHtml.Render(cell));
            return;
        }
        if (cell.Source.Length > 0)
        {
            string source = cell.IsCode ? CodeHighlighter.ToHtml(cell.Source) : WebUtility.HtmlEncode(cell.Source);
            body.Append("<pre class=\"code\"><code>").Append(source).Append("</code></pre>\n");
        }
        foreach (JsonNode? output in cell.Outputs)
        {
            if (output is JsonObject shown)
                body.Append(OutputHtml.Render(shown));
        }
    }

    private static string? Title(NotebookDocument notebook) => notebook.Cells.Where(c => c.IsMarkdown)
        .SelectMany(c => c.Source.Split('\n')).FirstOrDefault(l => l.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim();
}
