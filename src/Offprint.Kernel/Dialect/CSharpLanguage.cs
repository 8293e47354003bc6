using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect;

internal sealed class CSharpLanguage(CSharpEngine engine) : ICellLanguage
{
    public IReadOnlyList<string> Names { get; } = [Languages.CSharp, "C#"];

    public Task<SubmissionResult> RunAsync(string code, CellRun run) => engine.RunAsync(code, run.Name, run.Cancellation);
}
