using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Offprint.Kernel.Scripting;

/// <summary>How cells are parsed and compiled.</summary>
internal static class ScriptOptions
{
    public static CSharpParseOptions Parse { get; } = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    public static CSharpCompilationOptions Compilation(string className, SourceReferenceResolver? sources = null) => new(
        OutputKind.DynamicallyLinkedLibrary, scriptClassName: className, usings: ScriptReferences.Usings,
        optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, concurrentBuild: false, sourceReferenceResolver: sources,
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);
}
