using System.Text.Json.Nodes;
using Offprint.Kernel.Cells;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect;

/// <summary>A language that the notebook's reader executes or renders: the segment is shown under its MIME type.</summary>
internal sealed class DisplayedLanguage(string mimeType, Func<string, string> render, params string[] names) : ICellLanguage
{
    public static IReadOnlyList<DisplayedLanguage> All { get; } =
    [
        new(MimeBundle.Html, code => code, Languages.Html),
        new(MimeBundle.Html, code => $"<script type=\"text/javascript\">\n{code}\n</script>", Languages.JavaScript, "js"),
        new("text/markdown", code => code, Languages.Markdown, "md"),
        new("text/vnd.mermaid", code => code, Languages.Mermaid),
    ];

    public IReadOnlyList<string> Names => names;

    public Task<SubmissionResult> RunAsync(string code, CellRun run)
    {
        JsonObject bundle = new() { [mimeType] = render(code) };
        if (mimeType != MimeBundle.Html)
            bundle[MimeBundle.Text] = code;
        run.Scope.Display(bundle);
        return Task.FromResult<SubmissionResult>(default);
    }
}
