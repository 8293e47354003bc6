using Offprint.Interactive;
using Offprint.Kernel.Cells;
using Offprint.Kernel.Dialect;
using Offprint.Kernel.Packages;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Server;

/// <summary>The state of a notebook's execution: its languages, variables, references and packages.</summary>
internal sealed class NotebookSession
{
    private readonly CSharpEngine _csharp;
    private readonly MagicTable _magics;

    public NotebookSession(string baseDirectory)
    {
        _csharp = new CSharpEngine(baseDirectory);
        PackageSet packages = new();
        _magics = new MagicTable(
            [new CSharpLanguage(_csharp), .. DisplayedLanguage.All],
            [
                new ReferenceDirective(_csharp, packages, baseDirectory), new SourceDirective(packages), new TimeDirective(),
                new ListMagicsDirective(() => _magics!), new VariablesDirective(_csharp, false), new VariablesDirective(_csharp, true),
            ]);
        EngineDisplay display = new();
        CellHost.Current = display;
        NotebookHost.Use(display);
    }

    /// <summary>What a C# cell builds on; may be read while one runs.</summary>
    public ScriptContext Context => _csharp.Context;

    public MagicTable Magics => _magics;

    /// <summary>Compiles and runs something small, so that the first cell need not wait for the compiler to be loaded.</summary>
    public Task WarmUpAsync() => _csharp.RunAsync("1 + 1", "warm-up", CancellationToken.None);

    /// <summary>Runs a cell's segments in turn; the value is that of the last one.</summary>
    public async Task<SubmissionResult> ExecuteAsync(string cell, string? language, CellRun run)
    {
        SubmissionResult result = default;
        foreach (CellSegment segment in CellParser.Parse(cell, _magics.Language(language ?? Languages.CSharp).Names[0], _magics))
        {
            if (result.HasValue)
                run.Scope.Display(MimeBundle.Of(result.Value));
            result = await RunAsync(segment, run).ConfigureAwait(false);
        }
        return result;
    }

    private async Task<SubmissionResult> RunAsync(CellSegment segment, CellRun run)
    {
        List<Action> endings = [];
        foreach (CellDirective directive in segment.Directives)
        {
            if (await _magics.Directive(directive.Name).ApplyAsync(directive, run).ConfigureAwait(false) is { } ending)
                endings.Add(ending);
        }
        SubmissionResult result = segment.HasCode
            ? await _magics.Language(segment.Language).RunAsync(segment.Code, run).ConfigureAwait(false)
            : default;
        endings.ForEach(ending => ending());
        return result;
    }
}
