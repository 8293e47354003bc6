using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Offprint.Kernel.Scripting;

/// <summary>What the compiler takes lambdas for, which their text does not say.</summary>
internal static class LambdaMeaning
{
    /// <summary>Whether a lambda is data, for a library to read, instead of code: nothing in it may change.</summary>
    public static bool IsExpressionTree(LambdaExpressionSyntax lambda, SemanticModel model) =>
        model.GetTypeInfo(lambda).ConvertedType is { } type && IsIn(type, "System.Linq.Expressions");

    /// <summary>Whether a query is data for a library to translate.</summary>
    public static bool IsTranslated(QueryExpressionSyntax query, SemanticModel model) =>
        model.GetTypeInfo(query.FromClause.Expression).Type is { } type
        && type.AllInterfaces.Append(type).Any(t => t.Name.StartsWith("IQueryable", StringComparison.Ordinal) && IsIn(t, "System.Linq"));

    /// <summary>Whether a lambda's expression is run for its effect alone; null if the lambda makes no sense to the compiler.</summary>
    public static bool? ReturnsNothing(LambdaExpressionSyntax lambda, SemanticModel model)
    {
        if (model.GetSymbolInfo(lambda).Symbol is not IMethodSymbol { ReturnType: var type } method || type.TypeKind == TypeKind.Error)
            return null;
        return method.ReturnsVoid || (method.IsAsync && type is INamedTypeSymbol { IsGenericType: false });
    }

    private static bool IsIn(ITypeSymbol type, string space) => type.ContainingNamespace?.ToDisplayString() == space;
}
