using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect;

/// <summary>Tells whether C# code ends inside a text or a comment that goes on in the next line.</summary>
internal static class CSharpLiterals
{
    /// <param name="lines">The lines above the one in question.</param>
    public static bool Contain(ReadOnlySpan<string> lines)
    {
        string above = string.Join('\n', lines) + "\n";
        // The compiler's own parser decides, but nearly all cells can be told without it.
        if (!above.Contains('"', StringComparison.Ordinal) && !above.Contains("/*", StringComparison.Ordinal))
            return false;
        // A letter more, so that there is something for an open text to take in.
        SyntaxNode root = CSharpSyntaxTree.ParseText(above + "x", ScriptOptions.Parse).GetRoot();
        SyntaxTrivia trivia = root.FindTrivia(above.Length);
        if (trivia.SpanStart < above.Length && trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
            return true;
        SyntaxToken token = root.FindToken(above.Length);
        return (token.SpanStart < above.Length && token.Span.End > above.Length)
            || token.IsKind(SyntaxKind.InterpolatedStringTextToken)
            || (token.Parent is InterpolatedStringExpressionSyntax text && text.SpanStart < above.Length);
    }
}
