using System.Collections.Concurrent;
using Microsoft.AspNetCore.Html;
using Microsoft.CodeAnalysis;
using Microsoft.DotNet.Interactive.Formatting;

namespace Offprint.Kernel.Scripting;

/// <summary>The assemblies that cells compile against: the framework and the display functions, then what `#r` adds.</summary>
internal static class ScriptReferences
{
    private static readonly string s_framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
    private static readonly ConcurrentDictionary<string, MetadataReference> s_cache = new(StringComparer.Ordinal);

    /// <summary>Namespaces, and types whose static members are in scope, as in .NET Interactive.</summary>
    public static IReadOnlyList<string> Usings { get; } =
    [
        "System", "System.IO", "System.Text", "System.Collections", "System.Collections.Generic", "System.Linq",
        "System.Threading.Tasks", "Microsoft.DotNet.Interactive.Formatting", "Microsoft.AspNetCore.Html",
        "Offprint.Kernel.Cells", "Offprint.Kernel.Cells.CellFunctions",
    ];

    public static IEnumerable<string> Default()
    {
        foreach (string path in TrustedAssemblies())
        {
            if (IsFramework(path) && IsForCells(Path.GetFileNameWithoutExtension(path)))
                yield return path;
        }
        foreach (string path in ForCells())
            yield return path;
    }

    /// <summary>The display functions and what they are built on.</summary>
    public static IEnumerable<string> ForCells() =>
        [typeof(Cells.CellFunctions).Assembly.Location, typeof(Formatter).Assembly.Location, typeof(IHtmlContent).Assembly.Location];

    /// <summary>The files that naming a type needs, beyond the framework.</summary>
    public static IEnumerable<string> Of(Type type) => type.GetGenericArguments().SelectMany(Of)
        .Concat(type.HasElementType ? Of(type.GetElementType()!) : [type.Assembly.Location])
            .Where(path => path.Length > 0 && !IsFramework(path));

    /// <summary>Whether a file is part of the shared framework, which compilers know under other names than the runtime.</summary>
    private static bool IsFramework(string path) => Path.GetDirectoryName(path) == s_framework;

    /// <summary>One metadata object per file, so that submissions share the symbols that Roslyn reads from it.</summary>
    public static MetadataReference For(string path) => HiddenTypes.AreIn(path) ? HiddenTypes.Reference : s_cache.GetOrAdd(path, static p =>
        MetadataReference.CreateFromFile(p, documentation: new AssemblyDocumentation(p)));

    /// <summary>An assembly of the framework or of the engine's own folder, by its simple or file name; null if there is none.</summary>
    public static string? FindByName(string name) => TrustedAssemblies().FirstOrDefault(path =>
        Path.GetFileName(path).Equals(name, StringComparison.OrdinalIgnoreCase)
        || Path.GetFileNameWithoutExtension(path).Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsForCells(string assembly) =>
        !assembly.StartsWith("Microsoft.VisualBasic", StringComparison.Ordinal) && assembly is not ("mscorlib" or "WindowsBase");

    private static string[] TrustedAssemblies() =>
        (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
