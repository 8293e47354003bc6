using Offprint.Interactive;
using Offprint.Interactive.Rendering;
using Offprint.Kernel.Cells;
using Offprint.Kernel.Dialect;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Server;

/// <summary>The state of a notebook's execution: its languages, variables, references and packages.</summary>
internal sealed class NotebookSession
{
    private readonly NotebookDialect _dialect;

    public NotebookSession(string baseDirectory)
    {
        _dialect = new NotebookDialect(baseDirectory);
        EngineDisplay display = new();
        CellHost.Current = display;
        NotebookHost.Use(display);
        FSharpLists.Register();
    }

    /// <summary>What a C# cell builds on; may be read while one runs.</summary>
    public ScriptContext Context => _dialect.CSharp.Context;

    public MagicTable Magics => _dialect.Magics;

    /// <summary>Sources of packages that cells have added.</summary>
    public IReadOnlyList<string> PackageSources => _dialect.Packages.Sources;

    /// <summary>Compiles and runs something small, so that the first cell need not wait for the compiler to be loaded.</summary>
    public Task WarmUpAsync() => _dialect.CSharp.RunAsync("1 + 1", "warm-up", CancellationToken.None);

    /// <summary>Runs a cell; the value is that of its last segment.</summary>
    public Task<SubmissionResult> ExecuteAsync(string cell, string? language, CellRun run) =>
        _dialect.RunAsync(cell, language ?? Languages.CSharp, run);
}
