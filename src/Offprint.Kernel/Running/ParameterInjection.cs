using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Running;

/// <summary>
/// Sets a notebook's parameters: a cell of assignments after the one tagged <c>parameters</c>, which declares the defaults.
/// </summary>
internal static class ParameterInjection
{
    public const string DeclaringTag = "parameters";
    public const string InjectedTag = "injected-parameters";

    /// <exception cref="UserException">A name is not declared, or a value is not of the declared type; the message lists what
    /// is.</exception>
    public static void Apply(NotebookDocument notebook, IReadOnlyDictionary<string, string> values)
    {
        RemoveInjected(notebook);
        if (values.Count == 0)
            return;
        int index = notebook.Cells.ToList().FindIndex(c => c.IsCode && c.Tags.Contains(DeclaringTag));
        if (index < 0)
        {
            throw new UserException($"The notebook takes no parameters (none of its cells is tagged '{DeclaringTag}'), "
                + $"so {string.Join(", ", values.Keys)} cannot be set.");
        }
        List<NotebookParameter> declared = [.. Declared(notebook.Cells[index].Source)];
        StringBuilder source = new("// Parameters of this run");
        foreach ((string name, string value) in values)
            source.Append(CultureInfo.InvariantCulture, $"\n{name} = {Literal(declared, name, value)};");
        notebook.InsertCode(index + 1, source.ToString(), InjectedTag);
    }

    /// <summary>The variables that a cell declares at its top level.</summary>
    public static IEnumerable<NotebookParameter> Declared(string source)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(kind: SourceCodeKind.Script)).GetRoot();
        foreach (VariableDeclarationSyntax declaration in root.ChildNodes().OfType<FieldDeclarationSyntax>().Select(f => f.Declaration))
        {
            foreach (VariableDeclaratorSyntax variable in declaration.Variables)
                yield return new NotebookParameter(variable.Identifier.ValueText, TypeOf(declaration.Type, variable.Initializer?.Value));
        }
    }

    private static void RemoveInjected(NotebookDocument notebook)
    {
        for (int i = notebook.Cells.Count - 1; i >= 0; i--)
        {
            if (notebook.Cells[i].Tags.Contains(InjectedTag))
                notebook.RemoveAt(i);
        }
    }

    private static string Literal(List<NotebookParameter> declared, string name, string value)
    {
        string known = declared.Count > 0 ? string.Join(", ", declared) : "none";
        NotebookParameter parameter = declared.Find(p => p.Name == name)
            ?? throw new UserException($"The notebook has no parameter '{name}'. Its parameters: {known}.");
        return parameter.ToLiteral(value) ?? throw new UserException(
            $"The parameter '{name}' is of type {parameter.Type}; '{value}' is not a value of that type that the command line can give. "
            + $"The notebook's parameters: {known}.");
    }

    private static string TypeOf(TypeSyntax declared, ExpressionSyntax? initial)
    {
        if (!declared.IsVar)
            return declared.ToString();
        if (initial is PrefixUnaryExpressionSyntax { OperatorToken.RawKind: (int)SyntaxKind.MinusToken or (
            int)SyntaxKind.PlusToken } signed)
            initial = signed.Operand;
        return (initial as LiteralExpressionSyntax)?.Token.Value switch
        {
            string => "string",
            char => "char",
            bool => "bool",
            int => "int",
            long => "long",
            uint => "uint",
            ulong => "ulong",
            float => "float",
            double => "double",
            decimal => "decimal",
            _ => "var",
        };
    }
}
