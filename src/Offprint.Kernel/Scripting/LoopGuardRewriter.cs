using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Offprint.Kernel.Cells;

namespace Offprint.Kernel.Scripting;

/// <summary>
/// Puts calls of <see cref="CellGuard"/> into the loops of a cell, without moving a line; derived types do the rest of the code.
/// </summary>
/// <remarks>Columns to the right of an inserted call do move, so compiler errors are reported from the tree as it was written.</remarks>
internal class LoopGuardRewriter(GuardSyntax guard) : CSharpSyntaxRewriter
{
    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node) =>
        ((WhileStatementSyntax)base.VisitWhileStatement(node)!) is var visited ? visited.WithStatement(guard.Before(visited.Statement))
            : null;

    public override SyntaxNode? VisitDoStatement(DoStatementSyntax node) =>
        ((DoStatementSyntax)base.VisitDoStatement(node)!) is var visited ? visited.WithStatement(guard.Before(visited.Statement)) : null;

    public override SyntaxNode? VisitForStatement(ForStatementSyntax node) =>
        ((ForStatementSyntax)base.VisitForStatement(node)!) is var visited ? visited.WithStatement(guard.Before(visited.Statement)) : null;

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node) =>
        ((ForEachStatementSyntax)base.VisitForEachStatement(node)!) is var visited
            ? visited.WithStatement(guard.Before(visited.Statement)) : null;

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node) =>
        ((ForEachVariableStatementSyntax)base.VisitForEachVariableStatement(node)!) is var visited
            ? visited.WithStatement(guard.Before(visited.Statement)) : null;

    public override SyntaxNode? VisitGotoStatement(GotoStatementSyntax node) => node.IsKind(SyntaxKind.GotoStatement) ? guard.Before(node)
        : node;
}
