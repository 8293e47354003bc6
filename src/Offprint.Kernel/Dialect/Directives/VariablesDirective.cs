using Offprint.Kernel.Cells;
using Offprint.Kernel.Dialect.Sharing;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect.Directives;

/// <summary><c>#!who</c> names the variables of the language that it stands in; <c>#!whos</c> shows their types and values too.</summary>
internal sealed class VariablesDirective(Func<MagicTable> magics, bool withValues) : IDirectiveHandler
{
    public string Name => withValues ? "#!whos" : "#!who";

    public string Help => withValues ? "#!whos: shows the variables, their types and values" : "#!who: names the variables";

    public Task<Action?> ApplyAsync(CellDirective directive, CellRun run)
    {
        if (magics().Language(directive.Language) is not IVariableSource source)
            throw new UserException($"Line {directive.Line}: {directive.Language} cells hold no variables that {Name} could list.");
        ScriptVariable[] variables = [.. source.Variables.OrderBy(v => v.Name, StringComparer.Ordinal)];
        run.Scope.Display(withValues
            ? MimeBundle.Of(variables.Select(v => new { v.Name, Type = v.Type.Name, Value = v.Value?.ToString() ?? "null" }).ToArray())
            : new() { [MimeBundle.Text] = string.Join('\n', variables.Select(v => v.Name)) });
        return Task.FromResult<Action?>(null);
    }
}
