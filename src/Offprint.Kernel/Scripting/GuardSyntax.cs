using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Offprint.Kernel.Cells;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Offprint.Kernel.Scripting;

/// <summary>The pieces of code that the rewriter inserts, made so that no line moves.</summary>
/// <param name="cell">The number of the execution that compiles the code.</param>
internal sealed class GuardSyntax(int cell)
{
    private readonly string _number = cell.ToString(CultureInfo.InvariantCulture);

    public StatementSyntax Check => field ??= ParseStatement($"{Name(nameof(CellGuard.Check))}({_number});");

    public StatementSyntax Enter => field ??= ParseStatement($"{Name(nameof(CellGuard.Enter))}({_number});");

    /// <summary>A call that passes an expression through one of the guard's functions.</summary>
    public ExpressionSyntax Call(string function, ExpressionSyntax argument) => InvocationExpression(
        ParseExpression(Name(function)),
        ArgumentList(SeparatedList([Argument(argument.WithoutTrivia()), Argument(ParseExpression(_number))])))
        .WithTriviaFrom(argument);

    /// <summary>A condition that is guarded before it is looked at.</summary>
    public ExpressionSyntax EnterAnd(ExpressionSyntax condition) => BinaryExpression(
        SyntaxKind.LogicalAndExpression, EnterExpression, ParenthesizedExpression(condition.WithoutTrivia())).WithTriviaFrom(condition);

    /// <summary>A value that is guarded before it is made, where no statement can stand.</summary>
    public ExpressionSyntax EnterThen(ExpressionSyntax value) => ConditionalExpression(
        EnterExpression, ParenthesizedExpression(value.WithoutTrivia()), ParseExpression("throw null")).WithTriviaFrom(value);

    /// <summary>A statement with the guard before it, in braces where it has none.</summary>
    public StatementSyntax Before(StatementSyntax statement) => statement is BlockSyntax block ? WithFirst(block, Check)
        : Braced([Check, statement]);

    /// <summary>A statement with the guard after it, in braces.</summary>
    public StatementSyntax After(StatementSyntax statement) =>
        Braced([statement.WithoutTrailingTrivia(), Check.WithTrailingTrivia(statement.GetTrailingTrivia())]);

    /// <summary>The body of a function, guarded at its beginning.</summary>
    public BlockSyntax Body(BlockSyntax block) => WithFirst(block, Enter);

    /// <summary>The block that means the same as an expression body, on the same lines, with the guard in it.</summary>
    public BlockSyntax Body(SyntaxToken arrow, ExpressionSyntax body, SyntaxToken semicolon, bool returnsNothing)
    {
        SyntaxToken end = Token(SyntaxKind.SemicolonToken);
        StatementSyntax statement = body switch
        {
            ThrowExpressionSyntax thrown => ThrowStatement(thrown.ThrowKeyword, thrown.Expression, end),
            _ when returnsNothing => ExpressionStatement(body, end),
            _ => ReturnStatement(Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), body, end),
        };
        return Block(
            Token(SyntaxKind.OpenBraceToken).WithTriviaFrom(arrow), List([Enter, statement]),
            Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(semicolon.LeadingTrivia).WithTrailingTrivia(semicolon.TrailingTrivia));
    }

    /// <summary>The getter that means the same as a property's expression body.</summary>
    public AccessorListSyntax Getter(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon)
    {
        BlockSyntax body = Body(Token(SyntaxKind.OpenBraceToken), arrow.Expression, semicolon.WithTrailingTrivia(), returnsNothing: false);
        return AccessorList(
            Token(SyntaxKind.OpenBraceToken).WithTriviaFrom(arrow.ArrowToken),
            SingletonList(AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, body)),
            Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(semicolon.TrailingTrivia));
    }

    private ExpressionSyntax EnterExpression => ParseExpression($"{Name(nameof(CellGuard.Enter))}({_number})");

    private static string Name(string function) => $"global::{typeof(CellGuard).FullName}.{function}";

    private static BlockSyntax Braced(IReadOnlyList<StatementSyntax> statements) => Block(
        Token(SyntaxKind.OpenBraceToken),
        List([.. statements.SkipLast(1), statements[^1].WithoutTrailingTrivia()]),
        Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(statements[^1].GetTrailingTrivia()));

    /// <summary>The call goes between the brace and what follows it on its line, a comment included.</summary>
    private static BlockSyntax WithFirst(BlockSyntax block, StatementSyntax first)
    {
        SyntaxToken brace = block.OpenBraceToken;
        return block
            .WithOpenBraceToken(brace.WithTrailingTrivia())
            .WithStatements(block.Statements.Insert(0, first.WithTrailingTrivia(brace.TrailingTrivia)));
    }
}
