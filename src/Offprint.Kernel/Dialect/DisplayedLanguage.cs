using Offprint.Kernel.Cells;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect;

/// <summary>A language that the notebook's reader renders: the segment is shown under its MIME type.</summary>
internal sealed class DisplayedLanguage(string language, string mimeType) : ICellLanguage
{
    public static IReadOnlyList<DisplayedLanguage> All { get; } =
        [new(Languages.Html, MimeBundle.Html), new(Languages.Markdown, "text/markdown")];

    public IReadOnlyList<string> Names { get; } = Languages.NamesOf(language);

    public Task<SubmissionResult> RunAsync(string code, CellRun run)
    {
        run.Scope.Display(mimeType == MimeBundle.Html ? new() { [mimeType] = code }
            : new() { [mimeType] = code, [MimeBundle.Text] = code });
        return Task.FromResult<SubmissionResult>(default);
    }
}
