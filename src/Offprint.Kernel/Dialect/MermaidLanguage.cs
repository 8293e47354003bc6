using System.Text.Json.Nodes;
using Offprint.Kernel.Cells;
using Offprint.Kernel.Html;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect;

/// <summary>Mermaid: a diagram, drawn here where there is a browser to do it, so that every reader of the notebook can show it.</summary>
/// <remarks>The source goes with it, for readers that draw Mermaid themselves and as the text where nothing does.</remarks>
internal sealed class MermaidLanguage : ICellLanguage
{
    public IReadOnlyList<string> Names { get; } = Languages.NamesOf(Languages.Mermaid);

    public async Task<SubmissionResult> RunAsync(string code, CellRun run)
    {
        JsonObject bundle = new() { [OutputHtml.Mermaid] = code, [MimeBundle.Text] = code };
        if (await MermaidPicture.DrawAsync(code, run.Cancellation).ConfigureAwait(false) is { } picture)
        {
            bundle["image/svg+xml"] = picture;
            // Pages that would rather draw Mermaid themselves, with a script from a network, take this first.
            bundle[MimeBundle.Html] = $"<div class=\"offprint-mermaid\">{picture}</div>";
        }
        run.Scope.Display(bundle);
        return default;
    }
}
