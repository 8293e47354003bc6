using System.Text.Json.Nodes;
using Offprint.Cards;
using Offprint.Interactive.Rendering;
using Offprint.Kernel.Cells;
using Offprint.Kernel.Dialect.Sharing;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect.Directives;

/// <summary><c>#!who</c> names the variables of the language that it stands in; <c>#!whos</c> shows their types and values too.</summary>
internal sealed class VariablesDirective(Func<MagicTable> magics, bool withValues) : IDirectiveHandler
{
    private const int LongestValue = 100;

    public string Name => withValues ? "#!whos" : "#!who";

    public string Help => withValues ? "#!whos: shows the variables, their types and values" : "#!who: names the variables";

    public Task<Action?> ApplyAsync(CellDirective directive, CellRun run)
    {
        if (magics().Language(directive.Language) is not IVariableSource source)
            throw new UserException($"Line {directive.Line}: {directive.Language} cells hold no variables that {Name} could list.");
        ScriptVariable[] variables = [.. source.Variables.OrderBy(v => v.Name, StringComparer.Ordinal)];
        run.Scope.Display(withValues
            ? Table(variables)
            : new() { [MimeBundle.Text] = string.Join('\n', variables.Select(v => v.Name)) });
        return Task.FromResult<Action?>(null);
    }

    private static JsonObject Table(ScriptVariable[] variables)
    {
        Card card = new CardTable("", ["Name", "Type", "Value"],
            [.. variables.Select(v => (IReadOnlyList<TableCell>)[v.Name, TypeName.Short(v.Type), Shorten(MimeBundle.TextOf(v.Value))])])
                .Describe();
        return new() { [MimeBundle.Html] = CardHtml.Render(card), [MimeBundle.Text] = CardText.Render(card) };
    }

    /// <summary>The beginning of a value's text, on one line.</summary>
    private static string Shorten(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length > LongestValue ? line[..LongestValue] + "…" : line;
    }
}
