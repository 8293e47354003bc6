using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Offprint.Kernel.Scripting;

/// <summary>
/// Variables that a cell declares with <c>using</c> at its top level, which scripts do not know: they are disposed of when the cell ends.
/// </summary>
/// <param name="Code">The cell with spaces in place of these words, so that nothing moves.</param>
/// <param name="Names">The variables, in order.</param>
internal sealed partial record UsingDeclarations(string Code, IReadOnlyList<string> Names)
{
    public static UsingDeclarations Of(string code)
    {
        if (!Candidate().IsMatch(code))
            return new UsingDeclarations(code, []);
        // Read as a program, where the same statement is legal.
        SyntaxNode root = CSharpSyntaxTree.ParseText(code, ScriptOptions.Parse.WithKind(SourceCodeKind.Regular)).GetRoot();
        char[] text = code.ToCharArray();
        List<string> names = [];
        foreach (LocalDeclarationStatementSyntax declaration in root.ChildNodes().OfType<GlobalStatementSyntax>()
            .Select(s => s.Statement).OfType<LocalDeclarationStatementSyntax>().Where(d => !d.UsingKeyword.IsKind(SyntaxKind.None)))
        {
            text.AsSpan(declaration.UsingKeyword.SpanStart, declaration.UsingKeyword.Span.Length).Fill(' ');
            text.AsSpan(declaration.AwaitKeyword.SpanStart, declaration.AwaitKeyword.Span.Length).Fill(' ');
            names.AddRange(declaration.Declaration.Variables.Select(v => v.Identifier.ValueText));
        }
        return new UsingDeclarations(new string(text), names);
    }

    /// <summary>Disposes of the variables, the last one first.</summary>
    /// <param name="submission">The submission's object, whose fields they are; null if it did not begin.</param>
    public async Task DisposeAsync(object? submission)
    {
        foreach (string name in Names.Reverse())
        {
            switch (submission?.GetType().GetField(name)?.GetValue(submission))
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync().ConfigureAwait(false);
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }
    }

    [GeneratedRegex(@"^\s*(await\s+)?using\s+[\w.<>,\[\]?:\s]+?\s+@?\w+\s*=[^=]", RegexOptions.Multiline)]
    private static partial Regex Candidate();
}
