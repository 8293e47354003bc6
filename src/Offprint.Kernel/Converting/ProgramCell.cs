using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Offprint.Kernel.Dialect;
using Offprint.Kernel.Packages;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Converting;

/// <summary>A C# cell as a part of a program: what cannot stay where it is becomes a comment there and is listed here.</summary>
internal sealed partial class ProgramCell
{
    private readonly string[] _source;
    private readonly string[] _lines; // as the compiler may see them
    private readonly string[] _written;
    private readonly HashSet<int> _dropped = [];
    private readonly CompilationUnitSyntax _root;
    private readonly SourceText _text;

    /// <param name="source">The cell.</param>
    /// <param name="firstType">The number of its first type, where it has one.</param>
    public ProgramCell(string source, int firstType)
    {
        _source = source.Split('\n');
        _lines = [.. _source];
        _written = [.. _source];
        SetDirectivesAside();
        SyntaxTree tree = CSharpSyntaxTree.ParseText(string.Join('\n', _lines), ScriptOptions.Parse);
        (_root, _text) = (tree.GetCompilationUnitRoot(), tree.GetText());
        for (int i = 0; i < _lines.Length; i++)
        {
            if (_lines[i].StartsWith(ProgramMarks.Inert, StringComparison.Ordinal)
                || _lines[i].StartsWith(ProgramMarks.AnyMark, StringComparison.Ordinal))
                SetAside(i);
        }
        SetUsingsAside();
        if (tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error))
            return; // it runs nowhere, and where its parts end is a guess
        ShowResult();
        MoveTypes(firstType);
    }

    public List<PackageRequest> Packages { get; } = [];

    public List<string> Usings { get; } = [];

    /// <summary>The types that the cell declares, each with its lines.</summary>
    public List<string[]> Types { get; } = [];

    /// <summary>The variables that it declares.</summary>
    public IEnumerable<string> Variables => _root.Members.OfType<FieldDeclarationSyntax>()
        .SelectMany(f => f.Declaration.Variables).Select(v => v.Identifier.ValueText);

    /// <summary>Magics and references that a program cannot carry out.</summary>
    public List<string> Lost { get; } = [];

    public IEnumerable<string> Lines => _written.Where((_, i) => !_dropped.Contains(i));

    private void SetDirectivesAside()
    {
        bool otherLanguage = false;
        for (int i = 0; i < _source.Length; i++)
        {
            bool IsFree() => otherLanguage || !CSharpLiterals.Contain(_lines.AsSpan(0, i));
            if (CellParser.MagicLine().Match(_source[i]) is { Success: true } magic && IsFree())
            {
                if (Languages.Canonical(magic.Groups["name"].Value[2..]) is { } language)
                    otherLanguage = language != Languages.CSharp;
                if (otherLanguage || Languages.Canonical(magic.Groups["name"].Value[2..]) is null)
                    Lost.Add(magic.Groups["name"].Value);
                SetAside(i);
            }
            else if (otherLanguage)
            {
                SetAside(i);
            }
            else if (DirectiveLine().IsMatch(_source[i]) && IsFree())
            {
                Refer(_source[i].Trim());
                SetAside(i);
            }
        }
    }

    private void Refer(string line)
    {
        const string prefix = "nuget:";
        string target = CellParser.ReferenceLine().Match(line).Groups["rest"].Value;
        if (line.StartsWith("#r", StringComparison.Ordinal) && target.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            Packages.Add(PackageRequest.Parse(target[prefix.Length..]));
        else
            Lost.Add(line);
    }

    private void SetUsingsAside()
    {
        foreach (UsingDirectiveSyntax directive in _root.Usings)
        {
            (int first, int last) = Span(directive);
            if (!HasWholeLines(directive, first, last))
                continue;
            Usings.Add(directive.ToString());
            for (int i = first; i <= last; i++)
                SetAside(i);
        }
    }

    /// <summary>A notebook shows the value of a last expression without a semicolon; a program has to be told.</summary>
    private void ShowResult()
    {
        if (_root.Members is not [..,
            GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }])
            return;
        (int first, int end) = Span(last.Expression);
        if (_written[first] != _source[first] || _written[end] != _source[end])
            return;
        LinePosition start = _text.Lines.GetLinePosition(last.Expression.SpanStart),
            stop = _text.Lines.GetLinePosition(last.Expression.Span.End);
        bool isAsync = last.Expression.DescendantNodesAndSelf(n => n is not AnonymousFunctionExpressionSyntax)
            .OfType<AwaitExpressionSyntax>().Any();
        _written[end] = _written[end].Insert(stop.Character, ProgramMarks.ResultEnd);
        _written[first] = _written[first].Insert(start.Character, isAsync ? ProgramMarks.AsyncResultBegin : ProgramMarks.ResultBegin);
    }

    private void MoveTypes(int number)
    {
        foreach (MemberDeclarationSyntax type in _root.Members.Where(m => m is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax))
        {
            (int first, int last) = Span(type);
            if (!HasWholeLines(type, first, last) || _source[first..(last + 1)].Any(l =>
                l.StartsWith(ProgramMarks.AnyMark, StringComparison.Ordinal)))
                continue;
            Types.Add(_source[first..(last + 1)]);
            _written[first] = $"{ProgramMarks.TypeHere}{number++}";
            for (int i = first + 1; i <= last; i++)
                _dropped.Add(i);
        }
    }

    private void SetAside(int line)
    {
        _lines[line] = "";
        _written[line] = ProgramMarks.Comment(ProgramMarks.Inert, _source[line]);
    }

    private (int First, int Last) Span(SyntaxNode node)
    {
        LinePositionSpan span = _text.Lines.GetLinePositionSpan(node.Span);
        return (span.Start.Line, span.End.Line);
    }

    /// <summary>Whether nothing else stands on a node's lines.</summary>
    private bool HasWholeLines(SyntaxNode node, int first, int last) =>
        string.Join('\n', _lines[first..(last + 1)]).Trim() == node.ToString();

    [GeneratedRegex(@"^\s*#(r|i|load)\s+@?""")]
    private static partial Regex DirectiveLine();
}
