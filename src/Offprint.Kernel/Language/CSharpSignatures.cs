using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Offprint.Kernel.Language;

/// <summary>The overloads of the call whose arguments the cursor is in, and what the argument at the cursor means.</summary>
/// <remarks>Roslyn's own signature help is internal to it.</remarks>
internal static class CSharpSignatures
{
    private static readonly SymbolDisplayFormat s_format = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithParameterOptions(
            SymbolDisplayFormat.MinimallyQualifiedFormat.ParameterOptions | SymbolDisplayParameterOptions.IncludeOptionalBrackets);

    /// <returns>Null where the cursor is in no argument list.</returns>
    public static async Task<Inspection?> InspectAsync(Document document, int position, CancellationToken cancellation)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        if (ArgumentsAt(root, position) is not { Parent: { } call } arguments)
            return null;
        SemanticModel model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        ISymbol[] overloads = [.. Overloads(model, call, cancellation).Where(s => model.IsAccessible(position, s))];
        if (overloads.Length == 0)
            return null;
        int index = arguments.Arguments.GetSeparators().Count(s => s.SpanStart < position);
        ISymbol chosen = model.GetSymbolInfo(call, cancellation).Symbol
            ?? overloads.FirstOrDefault(o => Parameters(o).Length > index && Takes(o, arguments, model))
            ?? overloads.FirstOrDefault(o => Parameters(o).Length > index) ?? overloads[0];
        ISymbol[] ordered = [chosen, .. overloads.Where(o => !SymbolEqualityComparer.Default.Equals(o, chosen))
            .OrderBy(o => Parameters(o).Length)];
        return new Inspection([.. ordered.Select(o => o.ToMinimalDisplayString(model, position, s_format)).Distinct()],
            [.. Notes(chosen, index, cancellation)]);
    }

    private static BaseArgumentListSyntax? ArgumentsAt(SyntaxNode root, int position) => root
        .FindToken(Math.Max(0, position - 1)).Parent?.AncestorsAndSelf().OfType<BaseArgumentListSyntax>()
        .FirstOrDefault(a => a.SpanStart < position && (a.GetLastToken(includeZeroWidth: true) is var close
            && (close.IsMissing || position <= close.SpanStart)));

    private static IEnumerable<ISymbol> Overloads(SemanticModel model, SyntaxNode call, CancellationToken cancellation) => call switch
    {
        InvocationExpressionSyntax invocation => model.GetMemberGroup(invocation.Expression, cancellation) is { Length: > 0 } group
            ? group
            : model.GetTypeInfo(invocation.Expression, cancellation).Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke }
                ? [invoke] : [],
        BaseObjectCreationExpressionSyntax creation =>
            (model.GetTypeInfo(creation, cancellation).Type as INamedTypeSymbol)?.InstanceConstructors ?? [],
        ElementAccessExpressionSyntax element => model.GetTypeInfo(element.Expression, cancellation).Type?.GetMembers()
            .OfType<IPropertySymbol>()
            .Where(p => p.IsIndexer) ?? [],
        ConstructorInitializerSyntax initializer => model.GetMemberGroup(initializer, cancellation),
        _ => [],
    };

    /// <summary>Whether the arguments that are there already fit an overload's first parameters.</summary>
    private static bool Takes(ISymbol overload, BaseArgumentListSyntax arguments, SemanticModel model) => arguments.Arguments
        .Where(a => a.NameColon is null && !a.Expression.IsMissing)
        .Zip(Parameters(overload), (argument, parameter) => model.ClassifyConversion(argument.Expression, parameter.Type).IsImplicit)
            .All(fits => fits);

    private static IEnumerable<string> Notes(ISymbol symbol, int index, CancellationToken cancellation)
    {
        DocumentationComment comment = DocumentationComment.Of(symbol, cancellation);
        if (comment.Summary is { } summary)
            yield return summary;
        if (Parameters(symbol) is not { Length: > 0 } parameters)
            yield break;
        IParameterSymbol current = parameters[Math.Min(index, parameters.Length - 1)];
        if ((index < parameters.Length || current.IsParams) && comment.Parameter(current.Name) is { } meaning)
            yield return $"{current.Name}: {meaning}";
    }

    private static IParameterSymbol[] Parameters(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => [.. method.Parameters],
        IPropertySymbol property => [.. property.Parameters],
        _ => [],
    };
}
