using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Offprint.Kernel.Cells;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Offprint.Kernel.Scripting;

/// <summary>Guards what follows an await: an interrupted cell does not go on there.</summary>
internal class AwaitGuardRewriter(GuardSyntax guard) : LoopGuardRewriter(guard)
{
    private readonly GuardSyntax _guard = guard;

    public override SyntaxNode? VisitAwaitExpression(AwaitExpressionSyntax node)
    {
        AwaitExpressionSyntax visited = (AwaitExpressionSyntax)base.VisitAwaitExpression(node)!;
        visited = visited.WithExpression(_guard.Call(nameof(CellGuard.Awaited), visited.Expression));
        // Where there need be no value the guard is a statement of its own, or the function ends there.
        return node.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax or ForStatementSyntax
            ? visited
            : _guard.Call(nameof(CellGuard.Passed), visited);
    }

    public override SyntaxNode? VisitBlock(BlockSyntax node)
    {
        BlockSyntax visited = (BlockSyntax)base.VisitBlock(node)!;
        return node.Statements.Any(MayAwait) ? visited.WithStatements(List(WithChecks(node.Statements, visited.Statements))) : visited;
    }

    public override SyntaxNode? VisitSwitchSection(SwitchSectionSyntax node)
    {
        SwitchSectionSyntax visited = (SwitchSectionSyntax)base.VisitSwitchSection(node)!;
        return node.Statements.Any(MayAwait) ? visited.WithStatements(List(WithChecks(node.Statements, visited.Statements))) : visited;
    }

    public override SyntaxNode? VisitCompilationUnit(CompilationUnitSyntax node)
    {
        CompilationUnitSyntax visited = (CompilationUnitSyntax)base.VisitCompilationUnit(node)!;
        List<MemberDeclarationSyntax> members = [];
        foreach ((MemberDeclarationSyntax written, MemberDeclarationSyntax member) in node.Members.Zip(visited.Members))
        {
            bool awaits = written is GlobalStatementSyntax { Statement: var statement } && MayAwait(statement);
            members.Add(awaits ? member.WithoutTrailingTrivia() : member);
            if (awaits)
                members.Add(GlobalStatement(_guard.Check.WithTrailingTrivia(member.GetTrailingTrivia())));
        }
        return visited.WithMembers(List(members));
    }

    public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
    {
        IfStatementSyntax visited = (IfStatementSyntax)base.VisitIfStatement(node)!;
        return MayAwait(node.Statement) ? visited.WithStatement(_guard.After(visited.Statement)) : visited;
    }

    public override SyntaxNode? VisitElseClause(ElseClauseSyntax node)
    {
        ElseClauseSyntax visited = (ElseClauseSyntax)base.VisitElseClause(node)!;
        return MayAwait(node.Statement) ? visited.WithStatement(_guard.After(visited.Statement)) : visited;
    }

    private IEnumerable<StatementSyntax> WithChecks(SyntaxList<StatementSyntax> written, SyntaxList<StatementSyntax> visited)
    {
        for (int i = 0; i < written.Count; i++)
        {
            if (!MayAwait(written[i]))
            {
                yield return visited[i];
                continue;
            }
            yield return visited[i].WithoutTrailingTrivia();
            yield return _guard.Check.WithTrailingTrivia(visited[i].GetTrailingTrivia());
        }
    }

    /// <summary>
    /// Whether a statement is an await, without a value that a guard could be around. A cell's last expression stays its last.
    /// </summary>
    private static bool MayAwait(StatementSyntax statement) => statement switch
    {
        ExpressionStatementSyntax { Expression: AwaitExpressionSyntax, SemicolonToken.IsMissing: false } => true,
        CommonForEachStatementSyntax loop => loop.AwaitKeyword != default,
        UsingStatementSyntax @using => @using.AwaitKeyword != default,
        _ => false,
    };
}
