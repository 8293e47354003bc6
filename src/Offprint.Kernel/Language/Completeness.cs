using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Language;

/// <summary>Whether a cell can run as it stands, for clients in which Enter runs it.</summary>
/// <param name="Status"><c>complete</c>, <c>incomplete</c> or <c>invalid</c>.</param>
/// <param name="Indent">What the next line begins with, if it is incomplete.</param>
internal sealed record Completeness(string Status, string? Indent = null)
{
    private const int Step = 4;
    private const string UnterminatedRawText = "CS8997"; // which the compiler does not count as incomplete

    public static Completeness Of(CSharpView cell)
    {
        if (cell.Unknown is not null)
            return new Completeness("invalid");
        SyntaxTree tree = CSharpSyntaxTree.ParseText(cell.Code, ScriptOptions.Parse);
        if (!SyntaxFactory.IsCompleteSubmission(tree))
            return new Completeness("incomplete", new string(' ', Indentation(tree)));
        if (tree.GetDiagnostics().Any(d => d.Id == UnterminatedRawText))
            return new Completeness("incomplete", ""); // what is typed next is the text itself
        return new Completeness(tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error) ? "invalid" : "complete");
    }

    /// <summary>One step deeper for each brace that is open.</summary>
    private static int Indentation(SyntaxTree tree)
    {
        int depth = 0;
        foreach (SyntaxToken token in tree.GetRoot().DescendantTokens().Where(t => !t.IsMissing))
        {
            depth += token.Kind() switch
            {
                SyntaxKind.OpenBraceToken => Step,
                SyntaxKind.CloseBraceToken => -Step,
                _ => 0,
            };
        }
        return Math.Max(0, depth);
    }
}
