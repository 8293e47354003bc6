using System.Text.RegularExpressions;
using Offprint.Kernel.Cells;
using Offprint.Kernel.Dialect.Sharing;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect;

/// <summary>JavaScript, which the page that shows the notebook runs.</summary>
/// <remarks>
/// As in .NET Interactive a cell is the body of an asynchronous function: <c>await</c> and <c>return</c> work, <c>let</c> and
/// <c>const</c> stay in the cell, and a name that is assigned without them is seen by later cells.
/// </remarks>
internal sealed partial class JavaScriptLanguage : ICellLanguage, IVariableTarget
{
    public IReadOnlyList<string> Names { get; } = Languages.NamesOf(Languages.JavaScript);

    public Task<SubmissionResult> RunAsync(string code, CellRun run)
    {
        // Found by name when it is needed: the classic Notebook runs scripts from elsewhere, before their output is on the page.
        string place = $"offprint-{Guid.NewGuid():N}";
        run.Scope.Display(new() { [MimeBundle.Html] = $"<div id=\"{place}\"></div>" + Script($$"""
            (() => {
            const show = (text, error) => {
              const shown = document.createElement("pre");
              shown.textContent = text;
              if (error) shown.style.color = "crimson";
              document.getElementById("{{place}}")?.append(shown);
            };
            (async () => {
            {{code}}
            })().then(
              value => { if (value !== undefined) show(typeof value === "string" ? value : JSON.stringify(value, null, 2)); },
              error => show(String(error), true));
            })();
            """) });
        return Task.FromResult<SubmissionResult>(default);
    }

    public Task SetAsync(string name, SharedValue value, CellRun run)
    {
        if (!Identifier().IsMatch(name))
            throw new UserException($"'{name}' cannot be the name of a JavaScript variable.");
        run.Scope.Display(new() { [MimeBundle.Html] = Script($"globalThis.{name} = {SharedJson.Write(name, value.Value)};") });
        return Task.CompletedTask;
    }

    private static string Script(string code) =>
        $"<script type=\"text/javascript\">\n{EndTag().Replace(code, @"<\/script")}\n</script>";

    [GeneratedRegex(@"^[\p{L}_$][\p{L}\p{Nd}_$]*$")]
    private static partial Regex Identifier();

    [GeneratedRegex("</script", RegexOptions.IgnoreCase)]
    private static partial Regex EndTag();
}
