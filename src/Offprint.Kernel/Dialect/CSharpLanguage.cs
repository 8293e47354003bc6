using Microsoft.CodeAnalysis.CSharp;
using Offprint.Kernel.Dialect.Sharing;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect;

internal sealed class CSharpLanguage(CSharpEngine engine) : ICellLanguage, IVariableSource, IVariableTarget
{
    public IReadOnlyList<string> Names { get; } = Languages.NamesOf(Languages.CSharp);

    public IEnumerable<ScriptVariable> Variables => engine.Variables;

    public Task<SubmissionResult> RunAsync(string code, CellRun run) => engine.RunAsync(code, run.Name, run.Cancellation);

    public Task SetAsync(string name, SharedValue value, CellRun run)
    {
        if (!SyntaxFacts.IsValidIdentifier(name))
            throw new UserException($"'{name}' cannot be the name of a C# variable.");
        return engine.DeclareAsync(name, value.Type, value.Value);
    }
}
