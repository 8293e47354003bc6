using System.Text.Json.Nodes;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Html;

/// <summary>Markdown cells as HTML: tables, mathematics, diagrams and pictures attached to the cell.</summary>
internal static class MarkdownHtml
{
    private static MarkdownPipeline Pipeline { get; } = new MarkdownPipelineBuilder().UseAdvancedExtensions().Build();

    public static string Render(NotebookCell cell)
    {
        string source = cell.Source;
        foreach ((string name, JsonNode? bundle) in cell.Json["attachments"] as JsonObject ?? [])
        {
            if (bundle is JsonObject forms && forms.FirstOrDefault() is { Value: { } data } form)
                source = source.Replace($"attachment:{name}", $"data:{form.Key};base64,{MultilineText.Read(data)}",
                    StringComparison.Ordinal);
        }
        return ToHtml(source);
    }

    public static string ToHtml(string source)
    {
        MarkdownDocument document = Markdown.Parse(source, Pipeline);
        // Jupyter sets $$…$$ as a displayed formula wherever it stands.
        foreach (MathInline formula in document.Descendants<MathInline>().Where(m => m.DelimiterCount == 2))
            formula.GetAttributes().AddClass("display");
        return document.ToHtml(Pipeline);
    }
}
