using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace Offprint.Kernel.Scripting;

/// <summary>Compiles and runs C# submissions; each sees the variables, types and usings of those before it.</summary>
/// <remarks>
/// Works on Roslyn's script compilations directly instead of through <c>CSharpScript</c>: the syntax tree can then be rewritten before
/// it is compiled, and a submission that throws keeps what it had assigned.
/// </remarks>
internal sealed class CSharpEngine
{
    private static readonly EmitOptions s_emit = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private readonly HashSet<string> _referencedPaths = new(StringComparer.Ordinal);
    private readonly SubmissionLoader _loader = new();
    private readonly SourceReferenceResolver _sources;
    private volatile ScriptContext _context = ScriptContext.Empty;
    private CSharpCompilation? _previous;
    private CSharpCompilation? _passing; // the last that nothing was built upon: it has bound all references
    private object?[] _states = new object?[16]; // by Roslyn's slots: 0 for a host object, here none, then one a submission
    private int _count;
    private readonly List<MetadataReference> _libraryReferences = [];
    private int _libraries;

    public CSharpEngine(string baseDirectory)
    {
        _sources = new SourceFileResolver([], Path.GetFullPath(baseDirectory));
        foreach (string path in ScriptReferences.Default())
            AddReference(path);
    }

    /// <summary>The variables that cells have declared, the latest of each name.</summary>
    public IEnumerable<ScriptVariable> Variables => _states.OfType<object>().SelectMany(ScriptVariable.Of)
        .GroupBy(v => v.Name, StringComparer.Ordinal).Select(g => g.Last());

    /// <summary>What the next submission builds on; may be read on any thread.</summary>
    public ScriptContext Context => _context;

    /// <summary>The C# of later submissions: the latest that is released, unless a cell asks for another.</summary>
    public LanguageVersion LanguageVersion { get; set; } = ScriptOptions.Parse.LanguageVersion;

    /// <summary>Lets later submissions use an assembly.</summary>
    public void AddReference(string path)
    {
        if (!_referencedPaths.Add(path))
            return;
        _context = _context.With(ScriptReferences.For(path));
        _loader.AddProbe(path);
    }

    /// <summary>Lets running code load a file that nothing compiles against: an implementation, or a native library.</summary>
    public void AddProbe(string path) => _loader.AddProbe(path);

    /// <summary>Compiles and runs code; the returned value is that of a last expression without a semicolon.</summary>
    /// <exception cref="CellCompilationException">The code does not compile.</exception>
    public async Task<SubmissionResult> RunAsync(string code, string path, CancellationToken cancellation)
    {
        UsingDeclarations usings = UsingDeclarations.Of(code);
        code = usings.Code;
        (CSharpCompilation compilation, Func<object?[], Task<object?>>? run) = Compile(code, path, cancellation);
        // One that declares nothing is not built upon: long sessions would grow slower and larger with each trivial cell.
        if (_previous is null || _context.NewReferences.Count > 0 || Declares(compilation))
        {
            _previous = compilation;
            _passing = null;
            _context = _context.With(code);
        }
        else
        {
            _passing = compilation;
        }
        if (run is null)
            return default;
        if (_states.Length < _count + 2)
            Array.Resize(ref _states, _states.Length * 2);
        object? value;
        string own = $"Submission#{_count}";
        try
        {
            value = await run(_states).ConfigureAwait(false);
        }
        finally
        {
            await usings.DisposeAsync(Array.Find(_states, s => s?.GetType().Name == own)).ConfigureAwait(false);
        }
        return new SubmissionResult(EndsInValue(compilation, value), value);
    }

    /// <summary>Compiles a file of types in namespaces, which a cell cannot hold, and lets later submissions use it.</summary>
    /// <exception cref="CellCompilationException">The code does not compile.</exception>
    public void AddLibrary(string code, string path, CancellationToken cancellation)
    {
        CSharpParseOptions parse = ScriptOptions.Parse.WithKind(SourceCodeKind.Regular);
        string usings = string.Concat(ScriptReferences.Usings.Where(u => u != typeof(Cells.CellFunctions).FullName)
            .Select(u => $"global using {u};"));
        SyntaxTree tree = CSharpSyntaxTree.ParseText(code, parse, path, Encoding.UTF8, cancellation);
        CSharpCompilation library = CSharpCompilation.Create(
            $"{Path.GetFileNameWithoutExtension(path)}-{++_libraries}",
            [CSharpSyntaxTree.ParseText(usings, parse, cancellationToken: cancellation), tree],
            [.. _referencedPaths.Select(ScriptReferences.For), .. _libraryReferences],
            new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
        using MemoryStream image = new(), symbols = new();
        EmitResult result = library.Emit(image, symbols, options: s_emit, cancellationToken: cancellation);
        if (!result.Success)
            throw new CellCompilationException([.. result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)
                .Select(CompilationError.Of)], code);
        MetadataReference reference = MetadataReference.CreateFromImage(image.ToArray());
        image.Position = symbols.Position = 0;
        _loader.Load(image, symbols);
        _libraryReferences.Add(reference);
        _context = _context.With(reference);
    }

    /// <summary>Declares a variable with a value from elsewhere; one whose type C# cannot name is <see langword="dynamic"/>.</summary>
    public Task DeclareAsync(string name, Type type, object? value)
    {
        foreach (string path in ScriptReferences.Of(type))
            AddReference(path);
        string declared = TypeName.InCSharp(type) ?? "dynamic";
        Cells.SharedSlot.Put(value);
        return RunAsync($"{declared} @{name} = global::{typeof(Cells.SharedSlot).FullName}.Take<{declared}>();", "shared",
            CancellationToken.None);
    }

    /// <summary>There is nothing to run in a submission of usings or comments alone; those after it still see its usings.</summary>
    private (CSharpCompilation Compilation, Func<object?[], Task<object?>>? Run) Compile(string code, string path,
        CancellationToken cancellation)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(code, ScriptOptions.Parse.WithLanguageVersion(LanguageVersion), path, Encoding.UTF8,
            cancellation);
        _count++;
        SyntaxTree guarded = GuardRewriter.Rewrite(tree, Cells.CellGuard.Running?.Number ?? 0, Create);
        CSharpCompilation compilation = TakeOver(guarded) ?? Create(guarded);
        using MemoryStream image = new(), symbols = new();
        EmitResult result = compilation.Emit(image, symbols, options: s_emit.WithOutputNameOverride($"Submission-{_count}"),
            cancellationToken: cancellation);
        if (!result.Success)
        {
            // Errors at their places in the code as written.
            compilation = Create(tree);
            List<Diagnostic> errors = [.. compilation.GetDiagnostics(cancellation).Where(d => d.Severity == DiagnosticSeverity.Error)];
            if (errors.Count > 0)
                throw new CellCompilationException([.. errors.Select(CompilationError.Of)], code);
            if (!EmitUnguarded(compilation, image, symbols, cancellation))
                return (compilation, null);
        }
        image.Position = symbols.Position = 0;
        Assembly assembly = _loader.Load(image, symbols);
        IMethodSymbol entry = compilation.GetEntryPoint(cancellation)!;
        MethodInfo factory = assembly.GetType(entry.ContainingType.MetadataName, throwOnError: true)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!;
        return (compilation, factory.CreateDelegate<Func<object?[], Task<object?>>>());
    }

    private CSharpCompilation Create(SyntaxTree tree) => CSharpCompilation.CreateScriptCompilation(
        $"Submission-{_count}", tree, _context.NewReferences, ScriptOptions.Compilation($"Submission#{_count}", _sources), _previous,
        typeof(object), globalsType: null);

    /// <summary>
    /// The compilation of code that declares nothing, with the references that the one before has bound; null if that is not possible.
    /// Binding them anew would be a quarter of a small cell's time.
    /// </summary>
    private CSharpCompilation? TakeOver(SyntaxTree tree)
    {
        if (_passing is not { SyntaxTrees: [var old] } || _context.NewReferences.Count > 0 || old.Options != tree.Options
            || tree.GetRoot() is not CompilationUnitSyntax { Usings.Count: 0, Externs.Count: 0 } root
            || !root.Members.All(m => m is GlobalStatementSyntax { Statement: ExpressionStatementSyntax }) || root.ContainsDirectives)
            return null;
        CSharpCompilation compilation = _passing.ReplaceSyntaxTree(old, tree);
        return Declares(compilation) ? null : compilation; // out variables and patterns do
    }

    /// <summary>
    /// Emits code as it was written: what compiles, but not with guards in it, runs without them. False if there is nothing to run.
    /// </summary>
    private static bool EmitUnguarded(CSharpCompilation compilation, MemoryStream image, MemoryStream symbols,
        CancellationToken cancellation)
    {
        image.SetLength(0);
        symbols.SetLength(0);
        return compilation.Emit(image, symbols, options: s_emit, cancellationToken: cancellation).Success;
    }

    /// <summary>Whether a submission has anything that later ones may use: usings, variables, functions, types, or loaded files.</summary>
    private static bool Declares(CSharpCompilation compilation) =>
        compilation.SyntaxTrees is not [var tree]
        || ((CompilationUnitSyntax)tree.GetRoot()) is { Usings.Count: > 0 } or { Externs.Count: > 0 }
        || compilation.ScriptClass!.GetMembers().Any(m => !m.IsImplicitlyDeclared)
        || compilation.Assembly.GlobalNamespace.GetMembers().Any(m => !SymbolEqualityComparer.Default.Equals(m, compilation.ScriptClass));

    private static bool EndsInValue(CSharpCompilation compilation, object? value)
    {
        if (value is not null)
            return true;
        SyntaxTree tree = compilation.SyntaxTrees[0];
        return tree.GetRoot() is CompilationUnitSyntax { Members: [..,
            GlobalStatementSyntax { Statement: ExpressionStatementSyntax last }] }
            && last.SemicolonToken.IsMissing
            && compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).Type is { SpecialType: not SpecialType.System_Void };
    }
}
