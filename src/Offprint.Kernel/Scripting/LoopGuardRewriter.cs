using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Offprint.Kernel.Scripting;

/// <summary>Puts a call of <see cref="Cells.LoopGuard"/> into every loop and method of a cell, without moving a line.</summary>
/// <remarks>Columns to the right of an inserted call do move, so compiler errors are reported from the tree as it was written.</remarks>
internal sealed class LoopGuardRewriter : CSharpSyntaxRewriter
{
    private static readonly StatementSyntax s_check = Call(nameof(Cells.LoopGuard.Check));
    private static readonly StatementSyntax s_enter = Call(nameof(Cells.LoopGuard.Enter));

    public static SyntaxTree Rewrite(SyntaxTree tree)
    {
        SyntaxNode root = tree.GetRoot();
        SyntaxNode rewritten = new LoopGuardRewriter().Visit(root);
        return ReferenceEquals(root, rewritten) ? tree : tree.WithRootAndOptions(rewritten, tree.Options);
    }

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node) =>
        ((WhileStatementSyntax)base.VisitWhileStatement(node)!) is var visited ? visited.WithStatement(Guard(visited.Statement, s_check)) : null;

    public override SyntaxNode? VisitDoStatement(DoStatementSyntax node) =>
        ((DoStatementSyntax)base.VisitDoStatement(node)!) is var visited ? visited.WithStatement(Guard(visited.Statement, s_check)) : null;

    public override SyntaxNode? VisitForStatement(ForStatementSyntax node) =>
        ((ForStatementSyntax)base.VisitForStatement(node)!) is var visited ? visited.WithStatement(Guard(visited.Statement, s_check)) : null;

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node) =>
        ((ForEachStatementSyntax)base.VisitForEachStatement(node)!) is var visited
            ? visited.WithStatement(Guard(visited.Statement, s_check)) : null;

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node) =>
        ((ForEachVariableStatementSyntax)base.VisitForEachVariableStatement(node)!) is var visited
            ? visited.WithStatement(Guard(visited.Statement, s_check)) : null;

    public override SyntaxNode? VisitGotoStatement(GotoStatementSyntax node) =>
        node.IsKind(SyntaxKind.GotoStatement) ? Guard(node, s_check) : node;

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) =>
        (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)! switch
        {
            { Body: { } body } visited => visited.WithBody(WithFirst(body, s_enter)),
            { ExpressionBody: { } arrow } visited => visited.WithExpressionBody(null).WithSemicolonToken(default)
                .WithBody(Block(arrow, visited.SemicolonToken, ReturnsNothing(visited.ReturnType, visited.Modifiers))),
            var visited => visited,
        };

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) =>
        (LocalFunctionStatementSyntax)base.VisitLocalFunctionStatement(node)! switch
        {
            { Body: { } body } visited => visited.WithBody(WithFirst(body, s_enter)),
            { ExpressionBody: { } arrow } visited => visited.WithExpressionBody(null).WithSemicolonToken(default)
                .WithBody(Block(arrow, visited.SemicolonToken, ReturnsNothing(visited.ReturnType, visited.Modifiers))),
            var visited => visited,
        };

    private static StatementSyntax Call(string method) =>
        SyntaxFactory.ParseStatement($"global::{typeof(Cells.LoopGuard).FullName}.{method}();");

    private static StatementSyntax Guard(StatementSyntax statement, StatementSyntax guard) => statement is BlockSyntax block
        ? WithFirst(block, guard)
        : SyntaxFactory.Block(
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken),
            SyntaxFactory.List([guard, statement.WithoutTrailingTrivia()]),
            SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(statement.GetTrailingTrivia()));

    /// <summary>The block that means the same as an expression body, on the same lines, with the guard in it.</summary>
    private static BlockSyntax Block(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon, bool returnsNothing)
    {
        SyntaxToken end = semicolon.WithTrailingTrivia();
        StatementSyntax statement = arrow.Expression switch
        {
            ThrowExpressionSyntax thrown => SyntaxFactory.ThrowStatement(thrown.ThrowKeyword, thrown.Expression, end),
            var expression when returnsNothing => SyntaxFactory.ExpressionStatement(expression, end),
            var expression => SyntaxFactory.ReturnStatement(SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space), expression, end),
        };
        return SyntaxFactory.Block(
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTriviaFrom(arrow.ArrowToken),
            SyntaxFactory.List([s_enter, statement]),
            SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(semicolon.TrailingTrivia));
    }

    private static bool ReturnsNothing(TypeSyntax type, SyntaxTokenList modifiers) => type switch
    {
        PredefinedTypeSyntax predefined => predefined.Keyword.IsKind(SyntaxKind.VoidKeyword),
        QualifiedNameSyntax qualified => ReturnsNothing(qualified.Right, modifiers),
        AliasQualifiedNameSyntax alias => ReturnsNothing(alias.Name, modifiers),
        IdentifierNameSyntax name => modifiers.Any(SyntaxKind.AsyncKeyword) && name.Identifier.ValueText is ("Task" or "ValueTask"),
        _ => false,
    };

    /// <summary>The call goes between the brace and what follows it on its line, a comment included.</summary>
    private static BlockSyntax WithFirst(BlockSyntax block, StatementSyntax first)
    {
        SyntaxToken brace = block.OpenBraceToken;
        return block
            .WithOpenBraceToken(brace.WithTrailingTrivia())
            .WithStatements(block.Statements.Insert(0, first.WithTrailingTrivia(brace.TrailingTrivia)));
    }
}
