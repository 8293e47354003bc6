using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Language;

/// <summary>The declarations of many submissions as one, of each name the latest: a long chain of them makes the compiler slow.</summary>
internal static class MergedSubmissions
{
    public static string Of(IEnumerable<string> submissions)
    {
        OrderedDictionary<string, string> usings = new(StringComparer.Ordinal), members = new(StringComparer.Ordinal);
        foreach (CompilationUnitSyntax root in submissions.Select(code =>
            CSharpSyntaxTree.ParseText(code, ScriptOptions.Parse).GetCompilationUnitRoot()))
        {
            foreach (UsingDirectiveSyntax directive in root.Usings)
                usings[directive.ToString()] = directive.ToString();
            foreach ((string key, string text) in root.Members.SelectMany(Declarations))
            {
                members.Remove(key); // what comes later may use what came between
                members.Add(key, text);
            }
        }
        return string.Join('\n', usings.Values.Concat(members.Values));
    }

    private static IEnumerable<(string Key, string Text)> Declarations(MemberDeclarationSyntax member) => member switch
    {
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(v =>
            (v.Identifier.ValueText, $"{field.Modifiers} {field.Declaration.Type} {v};")),
        MethodDeclarationSyntax method => [($"{method.Identifier.ValueText}{method.ParameterList}", method.ToString())],
        BaseTypeDeclarationSyntax type => [(type.Identifier.ValueText, type.ToString())],
        DelegateDeclarationSyntax type => [(type.Identifier.ValueText, type.ToString())],
        PropertyDeclarationSyntax property => [(property.Identifier.ValueText, property.ToString())],
        GlobalStatementSyntax { Statement: var statement } when DeclaresVariables(statement) =>
            [(statement.ToString(), statement.ToString())],
        _ => [],
    };

    /// <summary>Whether an expression of a statement declares a variable: a deconstruction, a pattern, an <c>out</c> argument.</summary>
    private static bool DeclaresVariables(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax && statement.DescendantNodes().Any(n => n is SingleVariableDesignationSyntax);
}
