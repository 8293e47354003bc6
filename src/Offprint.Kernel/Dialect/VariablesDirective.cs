using Offprint.Kernel.Cells;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect;

/// <summary><c>#!who</c> names the variables; <c>#!whos</c> shows their types and values too.</summary>
internal sealed class VariablesDirective(CSharpEngine engine, bool withValues) : IDirectiveHandler
{
    public string Name => withValues ? "#!whos" : "#!who";

    public Task<Action?> ApplyAsync(CellDirective directive, CellRun run)
    {
        ScriptVariable[] variables = [.. engine.Variables.OrderBy(v => v.Name, StringComparer.Ordinal)];
        run.Scope.Display(withValues
            ? MimeBundle.Of(variables.Select(v => new { v.Name, Type = v.Type.Name, Value = v.Value?.ToString() ?? "null" }).ToArray())
            : new() { [MimeBundle.Text] = string.Join('\n', variables.Select(v => v.Name)) });
        return Task.FromResult<Action?>(null);
    }
}
