using System.Text.RegularExpressions;
using Offprint.Kernel.Dialect.Sharing;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect;

/// <summary>F#, whose compiler is loaded when the first cell needs it.</summary>
internal sealed partial class FSharpLanguage : ICellLanguage, IVariableSource, IVariableTarget
{
    private readonly HashSet<string> _references = new(StringComparer.Ordinal);
    private readonly List<string> _newReferences = [.. ScriptReferences.ForCells()];
    private FSharpEngine? _engine;

    public IReadOnlyList<string> Names { get; } = Languages.NamesOf(Languages.FSharp);

    public IEnumerable<ScriptVariable> Variables => _engine?.Variables ?? [];

    /// <summary>Lets later cells use an assembly.</summary>
    public void AddReference(string path)
    {
        if (_references.Add(path))
            _newReferences.Add(path);
    }

    public Task<SubmissionResult> RunAsync(string code, CellRun run) => Task.FromResult(Engine().Run(code, run.Name, run.Cancellation));

    public Task SetAsync(string name, SharedValue value, CellRun run)
    {
        if (!Identifier().IsMatch(name))
            throw new UserException($"'{name}' cannot be the name of an F# variable.");
        // A type of a C# cell, or an anonymous one, is nothing that F# could name.
        SharedValue bound = value.Value is null || CSharpTypeName.Of(value.Value.GetType()) is not null || IsOwn(value.Value.GetType())
            ? value
            : SharedJson.Copy(name, value.Value, SharedJson.MimeType);
        if (bound.Value?.GetType().Assembly.Location is { Length: > 0 } path && !ScriptReferences.IsFramework(path))
            AddReference(path);
        Engine().Bind(name, bound.Value);
        return Task.CompletedTask;
    }

    /// <summary>The engine, which knows all references of the moment.</summary>
    private FSharpEngine Engine()
    {
        if (_engine is null)
            _engine = new FSharpEngine(_newReferences);
        else
            _engine.AddReferences(_newReferences);
        _newReferences.Clear();
        return _engine;
    }

    private static bool IsOwn(Type type) => type.Assembly.GetName().Name?.StartsWith("FSI-ASSEMBLY", StringComparison.Ordinal) ?? false;

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nd}_']*$")]
    private static partial Regex Identifier();
}
