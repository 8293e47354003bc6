using System.Text.RegularExpressions;
using Offprint.Kernel.Dialect.Sharing;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect;

/// <summary>F#, whose compiler is loaded when the first cell needs it.</summary>
internal sealed partial class FSharpLanguage : ICompletingLanguage, IVariableSource, IVariableTarget
{
    private readonly HashSet<string> _references = new(StringComparer.Ordinal);
    private readonly List<string> _newReferences = [.. ScriptReferences.ForCells()];
    private int _running; // the session does one thing at a time
    private Task<FSharpEngine>? _engine;

    public IReadOnlyList<string> Names { get; } = Languages.NamesOf(Languages.FSharp);

    public IEnumerable<ScriptVariable> Variables => _engine is { IsCompletedSuccessfully: true } ? _engine.Result.Variables : [];

    /// <summary>Lets later cells use an assembly.</summary>
    public void AddReference(string path)
    {
        if (_references.Add(path))
            _newReferences.Add(path);
    }

    public Task<SubmissionResult> RunAsync(string code, CellRun run)
    {
        Interlocked.Increment(ref _running);
        try
        {
            return Task.FromResult(Engine(run.Cancellation).Run(code, run.Name, run.Cancellation));
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public IReadOnlyList<string> Complete(string identifier) => Volatile.Read(ref _running) > 0 ? []
        : [.. Engine(CancellationToken.None).Complete(identifier).Distinct().Order(StringComparer.OrdinalIgnoreCase)];

    public Task SetAsync(string name, SharedValue value, CellRun run)
    {
        if (!Identifier().IsMatch(name))
            throw new UserException($"'{name}' cannot be the name of an F# variable.");
        if (Nameable(value) is not { } type)
        {
            // A type of a C# cell, or an anonymous one, is nothing that F# could name.
            value = SharedJson.Copy(name, value.Value, SharedJson.MimeType);
            type = value.Type;
        }
        foreach (string path in ScriptReferences.Of(type))
            AddReference(path);
        Engine(run.Cancellation).Bind(name, TypeName.InFSharp(type)!, value.Value);
        return Task.CompletedTask;
    }

    /// <summary>The most special type of a value that F# code can name; null if there is none.</summary>
    private static Type? Nameable(SharedValue value) => new[] { value.Value?.GetType(), value.Type }
        .FirstOrDefault(t => t is not null && (t != typeof(object) || value.Value is null) && TypeName.InFSharp(t) is not null);

    /// <summary>The engine, which knows all references of the moment.</summary>
    /// <remarks>It starts on a thread of its own, where an interrupt cannot leave half of it: a cell that is interrupted stops waiting for
    /// it.</remarks>
    private FSharpEngine Engine(CancellationToken cancellation)
    {
        if (_engine is null or { IsFaulted: true })
        {
            string[] references = [.. _newReferences];
            using (ExecutionContext.SuppressFlow())
                _engine = Task.Run(() => new FSharpEngine(references), CancellationToken.None);
            _newReferences.Clear();
        }
        Task.WaitAny([_engine], cancellation);
        FSharpEngine engine = _engine.GetAwaiter().GetResult();
        engine.AddReferences(_newReferences);
        _newReferences.Clear();
        return engine;
    }

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nd}_']*$")]
    private static partial Regex Identifier();
}
