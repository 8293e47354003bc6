using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Offprint.Kernel.Scripting;

/// <summary>Guards the bodies of functions too: methods, accessors, operators, constructors, local functions and lambdas.</summary>
/// <param name="guard">What is inserted.</param>
/// <param name="model">What the code as it was written means; asked for where an expression's meaning decides.</param>
internal sealed class GuardRewriter(GuardSyntax guard, Lazy<SemanticModel> model) : AwaitGuardRewriter(guard)
{
    private readonly GuardSyntax _guard = guard;

    /// <summary>The tree with guards in it.</summary>
    /// <param name="tree">The tree as it was written.</param>
    /// <param name="cell">The number of the execution that compiles it.</param>
    /// <param name="compile">A compilation of the tree as it was written.</param>
    public static SyntaxTree Rewrite(SyntaxTree tree, int cell, Func<SyntaxTree, Compilation> compile)
    {
        SyntaxNode root = tree.GetRoot();
        SyntaxNode rewritten = new GuardRewriter(new GuardSyntax(cell), new(() => compile(tree).GetSemanticModel(tree))).Visit(root);
        return ReferenceEquals(root, rewritten) ? tree : tree.WithRootAndOptions(rewritten, tree.Options);
    }

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) =>
        Guarded((MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!, ReturnsNothing(node.ReturnType, node.Modifiers));

    public override SyntaxNode? VisitOperatorDeclaration(OperatorDeclarationSyntax node) =>
        Guarded((OperatorDeclarationSyntax)base.VisitOperatorDeclaration(node)!, ReturnsNothing(node.ReturnType, node.Modifiers));

    public override SyntaxNode? VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node) =>
        Guarded((ConversionOperatorDeclarationSyntax)base.VisitConversionOperatorDeclaration(node)!, returnsNothing: false);

    /// <summary>Not static ones: a type whose initialization failed can never be used again.</summary>
    public override SyntaxNode? VisitConstructorDeclaration(ConstructorDeclarationSyntax node) =>
        node.Modifiers.Any(SyntaxKind.StaticKeyword)
        ? node
        : Guarded((ConstructorDeclarationSyntax)base.VisitConstructorDeclaration(node)!, returnsNothing: true);

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) =>
        (LocalFunctionStatementSyntax)base.VisitLocalFunctionStatement(node)! switch
        {
            { Body: { } body } visited => visited.WithBody(_guard.Body(body)),
            { ExpressionBody: { } arrow } visited => visited.WithExpressionBody(null).WithSemicolonToken(default)
                .WithBody(_guard.Body(arrow.ArrowToken, arrow.Expression, visited.SemicolonToken,
                    ReturnsNothing(visited.ReturnType, visited.Modifiers))),
            var visited => visited,
        };

    public override SyntaxNode? VisitAccessorDeclaration(AccessorDeclarationSyntax node) =>
        (AccessorDeclarationSyntax)base.VisitAccessorDeclaration(node)! switch
        {
            { Body: { } body } visited => visited.WithBody(_guard.Body(body)),
            { ExpressionBody: { } arrow } visited => visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(
                _guard.Body(arrow.ArrowToken, arrow.Expression, visited.SemicolonToken, !node.IsKind(SyntaxKind.GetAccessorDeclaration))),
            var visited => visited,
        };

    public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node) =>
        (PropertyDeclarationSyntax)base.VisitPropertyDeclaration(node)! switch
        {
            { ExpressionBody: { } arrow } visited => visited.WithExpressionBody(null).WithSemicolonToken(default)
                .WithAccessorList(_guard.Getter(arrow, visited.SemicolonToken)),
            { Initializer: { } initial } visited when Creates(node, node.Initializer) => visited.WithInitializer(Guarded(initial)),
            var visited => visited,
        };

    public override SyntaxNode? VisitIndexerDeclaration(IndexerDeclarationSyntax node) =>
        (IndexerDeclarationSyntax)base.VisitIndexerDeclaration(node)! switch
        {
            { ExpressionBody: { } arrow } visited => visited.WithExpressionBody(null).WithSemicolonToken(default)
                .WithAccessorList(_guard.Getter(arrow, visited.SemicolonToken)),
            var visited => visited,
        };

    /// <summary>A field whose initial value makes another object may be the start of an endless recursion.</summary>
    public override SyntaxNode? VisitVariableDeclarator(VariableDeclaratorSyntax node)
    {
        VariableDeclaratorSyntax visited = (VariableDeclaratorSyntax)base.VisitVariableDeclarator(node)!;
        return node.Parent?.Parent is FieldDeclarationSyntax field && Creates(field, node.Initializer)
            ? visited.WithInitializer(Guarded(visited.Initializer!)) : visited;
    }

    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) =>
        (AnonymousMethodExpressionSyntax)base.VisitAnonymousMethodExpression(node)! is var visited
            ? visited.WithBlock(_guard.Body(visited.Block)) : null;

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) =>
        node.Block is null && LambdaMeaning.IsExpressionTree(node, model.Value) ? node
            : Guarded((SimpleLambdaExpressionSyntax)base.VisitSimpleLambdaExpression(node)!, node);

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) =>
        node.Block is null && LambdaMeaning.IsExpressionTree(node, model.Value) ? node
            : Guarded((ParenthesizedLambdaExpressionSyntax)base.VisitParenthesizedLambdaExpression(node)!, node);

    /// <summary>A query's clauses are lambdas; of one that is translated, to SQL for instance, nothing may change.</summary>
    public override SyntaxNode? VisitQueryExpression(QueryExpressionSyntax node) =>
        LambdaMeaning.IsTranslated(node, model.Value) ? node : base.VisitQueryExpression(node);

    public override SyntaxNode? VisitWhereClause(WhereClauseSyntax node) =>
        (WhereClauseSyntax)base.VisitWhereClause(node)! is var visited ? visited.WithCondition(_guard.EnterAnd(visited.Condition)) : null;

    private T Guarded<T>(T method, bool returnsNothing)
        where T : BaseMethodDeclarationSyntax => method switch
        {
            { Body: { } body } => (T)method.WithBody(_guard.Body(body)),
            { ExpressionBody: { } arrow } => (T)method.WithExpressionBody(null).WithSemicolonToken(default)
                .WithBody(_guard.Body(arrow.ArrowToken, arrow.Expression, method.SemicolonToken, returnsNothing)),
            _ => method,
        };

    /// <summary>
    /// An expression becomes a block, for the guard must come before it; what the compiler chose for the original decides which.
    /// </summary>
    private LambdaExpressionSyntax Guarded(LambdaExpressionSyntax visited, LambdaExpressionSyntax written)
    {
        if (visited.Block is { } block)
            return visited.WithBlock(_guard.Body(block));
        if (LambdaMeaning.ReturnsNothing(written, model.Value) is not { } returnsNothing)
            return visited; // it does not compile
        SyntaxToken none = Token(SyntaxKind.SemicolonToken).WithTrailingTrivia(visited.GetTrailingTrivia());
        ExpressionSyntax body = visited.ExpressionBody!.WithoutTrailingTrivia();
        return visited.WithExpressionBody(null).WithBlock(_guard.Body(Token(SyntaxKind.OpenBraceToken), body, none, returnsNothing));
    }

    private EqualsValueClauseSyntax Guarded(EqualsValueClauseSyntax initial) => initial.WithValue(_guard.EnterThen(initial.Value));

    /// <summary>Whether a member of an object, not a variable of the cell, is initialized with a new object.</summary>
    private static bool Creates(MemberDeclarationSyntax member, EqualsValueClauseSyntax? initial) =>
        member.Parent is TypeDeclarationSyntax && !member.Modifiers.Any(SyntaxKind.StaticKeyword)
            && !member.Modifiers.Any(SyntaxKind.ConstKeyword)
        && initial?.Value is BaseObjectCreationExpressionSyntax;

    private static bool ReturnsNothing(TypeSyntax type, SyntaxTokenList modifiers) => type switch
    {
        PredefinedTypeSyntax predefined => predefined.Keyword.IsKind(SyntaxKind.VoidKeyword),
        QualifiedNameSyntax qualified => ReturnsNothing(qualified.Right, modifiers),
        AliasQualifiedNameSyntax alias => ReturnsNothing(alias.Name, modifiers),
        IdentifierNameSyntax name => modifiers.Any(SyntaxKind.AsyncKeyword) && name.Identifier.ValueText is ("Task" or "ValueTask"),
        _ => false,
    };
}
