using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using FSharp.Compiler.Diagnostics;
using FSharp.Compiler.Interactive;
using Microsoft.FSharp.Core;

namespace Offprint.Kernel.Scripting;

/// <summary>Compiles and runs F# interactions; each sees what those before it have bound.</summary>
/// <remarks>Nothing outside this type and its file names the F# compiler, so that its 20 MB are loaded by the first F# cell only.</remarks>
internal sealed class FSharpEngine
{
    private const string Prelude = """
        open System
        open System.IO
        open System.Text
        open Microsoft.DotNet.Interactive.Formatting
        open Offprint.Kernel.Cells
        open type Offprint.Kernel.Cells.CellFunctions
        """;

    // "--gui-" and "--noninteractive" leave out the event loop and the prompt, "--quiet" what the session would print of each binding.
    // "--noframework": the assemblies that the session finds by itself lack some types, such as List<T>; it gets the reference pack.
    private static readonly string[] s_arguments =
        ["fsi", "--nologo", "--gui-", "--noninteractive", "--quiet", "--optimize+", "--debug+", "--langversion:preview", "--noframework"];

    private readonly Shell.FsiEvaluationSession _session;

    /// <exception cref="UserException">There is no .NET SDK on this machine.</exception>
    public FSharpEngine(IEnumerable<string> references)
    {
        // Not the runtime's own files, as for C#: there F# takes `int` and `System.Int32` for two types.
        string pack = FrameworkDocumentation.PackFolder()
            ?? throw new UserException("F# cells need the .NET SDK's reference assemblies, which are not on this machine. Install the " +
                "SDK, version 10 or newer.");
        IEnumerable<string> framework = Directory.EnumerateFiles(pack, "*.dll").Append(typeof(Unit).Assembly.Location);
        _session = Shell.FsiEvaluationSession.Create(
            Shell.FsiEvaluationSession.GetDefaultConfiguration(), [.. s_arguments, .. framework.Select(path => "-r:" + path)],
            TextReader.Null, TextWriter.Null, TextWriter.Null,
            FSharpOption<bool>.None, null);
        AddReferences(references);
        Evaluate(Prelude, "prelude", CancellationToken.None);
    }

    public IEnumerable<ScriptVariable> Variables => _session.GetBoundValues().Where(b => b.Name != "it")
        .Select(b => new ScriptVariable(b.Name, b.Value.ReflectionType, b.Value.ReflectionValue));

    /// <summary>Lets later interactions use assemblies.</summary>
    public void AddReferences(IEnumerable<string> paths)
    {
        string[] directives = [.. paths.Where(p => Path.GetFileNameWithoutExtension(p) != "FSharp.Core").Select(p => $"#r @\"{p}\"")];
        if (directives.Length > 0)
            Evaluate(string.Join('\n', directives), "references", CancellationToken.None);
    }

    /// <summary>Compiles and runs code; the returned value is that of a last expression.</summary>
    /// <exception cref="CellCompilationException">The code does not compile.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public SubmissionResult Run(string code, string path, CancellationToken cancellation)
    {
        SubmissionResult result = default;
        Exception? thrown = null;
        // The compiler offers no way to stop what it runs; the runtime does, for hosts of scripts like this one.
#pragma warning disable SYSLIB0046
        ControlledExecution.Run(() =>
        {
            try
            {
                result = Evaluate(Guarded(code, path), path, cancellation);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                thrown = e;
            }
        }, cancellation);
#pragma warning restore SYSLIB0046
        // Stopped while it compiles, the compiler reports a fault of its own.
        cancellation.ThrowIfCancellationRequested();
        if (thrown is not null)
            ExceptionDispatchInfo.Throw(thrown);
        return result;
    }

    /// <summary>The names that the last part of an identifier such as <c>List.ma</c> may become.</summary>
    public IEnumerable<string> Complete(string identifier) => _session.GetCompletions(identifier);

    /// <summary>Binds a name to a value from elsewhere.</summary>
    /// <remarks>Not by the session's own function for it, which takes the framework's types for others than those of the code.</remarks>
    public void Bind(string name, string type, object? value)
    {
        Cells.SharedSlot.Put(value);
        Evaluate($"let {name} = global.{typeof(Cells.SharedSlot).FullName}.Take<{type}>()", "shared", CancellationToken.None);
    }

    private string Guarded(string code, string path)
    {
        string guarded = FSharpGuard.Rewrite(code, path, Cells.CellGuard.Running?.Number ?? 0);
        if (guarded == code)
            return code;
        var (parsed, known, _) = _session.ParseAndCheckInteraction(guarded, FSharpOption<bool>.None);
        return parsed.ParseHadErrors || known.Diagnostics.Any(d => d.Severity.IsError) ? code : guarded;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private SubmissionResult Evaluate(string code, string path, CancellationToken cancellation)
    {
        (FSharpChoice<FSharpOption<Shell.FsiValue>?, Exception> outcome, FSharpDiagnostic[] diagnostics) =
            _session.EvalInteractionNonThrowing(code, path, cancellation)!;
        if (outcome is FSharpChoice<FSharpOption<Shell.FsiValue>?, Exception>.Choice1Of2 { Item: var value })
        {
            bool hasValue = value is not null && value.Value.ReflectionType != typeof(Unit);
            return new SubmissionResult(hasValue, hasValue ? value!.Value.ReflectionValue : null);
        }
        CompilationError[] errors = [.. diagnostics.Where(d => d.Severity.IsError).Select(Describe)];
        if (errors.Length > 0)
            throw new CellCompilationException(errors, code);
        ExceptionDispatchInfo.Throw(((FSharpChoice<FSharpOption<Shell.FsiValue>?, Exception>.Choice2Of2)outcome).Item);
        return default;
    }

    private static CompilationError Describe(FSharpDiagnostic error) => new(
        error.StartLine, error.StartColumn + 1, error.EndLine == error.StartLine ? Math.Max(1, error.EndColumn - error.StartColumn) : 1,
        error.ErrorNumberText, error.Message);
}
