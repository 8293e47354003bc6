using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Offprint.Kernel.Scripting;

/// <summary>Tells code of a library from code of a script.</summary>
internal static class CSharpLibrary
{
    /// <summary>Whether a file declares a namespace, which a script must not.</summary>
    public static bool Is(string code) => code.Contains("namespace", StringComparison.Ordinal)
        && CSharpSyntaxTree.ParseText(code, ScriptOptions.Parse.WithKind(SourceCodeKind.Regular)).GetRoot()
            .ChildNodes().Any(n => n is BaseNamespaceDeclarationSyntax);
}
