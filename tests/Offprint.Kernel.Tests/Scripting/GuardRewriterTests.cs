using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Tests.Scripting;

public sealed class GuardRewriterTests
{
    private const string Guard = "global::Offprint.Kernel.Cells.CellGuard.";

    private const string Code = """
        using System.Linq;
        while (true)
            x++;
        for (;;)
        { // a comment
            do x--; while (x > 0);
        }
        int F(int n)
        {
            again:
            if (n > 0) goto again;
            foreach (var (a, b) in pairs) foreach (var c in a) { }
            return n;
        }
        int G(int n)
            => n
                + 1; // another
        class Q
        {
            int field = 1; Q other = new();
            public int P => 1;
            public int this[int i]
                => i;
            public int R { get => 2; set => field = value; }
            public static Q operator +(Q a, Q b) => a;
            public Q() { }
        }
        await System.Threading.Tasks.Task.Delay(1); // and then
        var waited = await System.Threading.Tasks.Task.FromResult(3);
        System.Func<int, int> f = y =>
            y + 1;
        System.Action g = () => F(1);
        System.Linq.Expressions.Expression<System.Func<int, int>> e = y => y + 1;
        var q = from i in new[] { 1 } where i > 0 select i;
        """;

    [Fact]
    public void Every_word_stays_in_its_line()
    {
        static IEnumerable<(int, string)> Words(SyntaxTree tree) =>
            tree.GetRoot().DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken))
            .Select(t => (t.GetLocation().GetLineSpan().StartLinePosition.Line, t.Text));
        SyntaxTree tree = Parse(Code);
        var left = Words(Rewrite(tree)).ToList();
        Assert.All(Words(tree), word => Assert.True(left.Remove(word), $"{word}"));
    }

    [Fact]
    public void Loops_functions_awaits_and_lambdas_are_guarded_but_not_expression_trees()
    {
        string[] lines = Rewrite(Parse(Code)).ToString().Split('\n');
        int Calls(string line) => lines.Single(l => l.Contains(line, StringComparison.Ordinal)).Split(Guard).Length - 1;
        (string Line, int Guards)[] expected =
        [
            ("x++;", 1), ("// a comment", 1), ("foreach", 2), ("goto", 1), ("Q other", 1), ("public int P", 1), ("public int R", 2),
                ("operator", 1),
            ("public Q()", 1), ("Task.Delay", 2), ("Task.FromResult", 2), ("F(1)", 1), ("where", 1), ("Expressions.Expression", 0),
        ];
        Assert.Equal(expected, expected.Select(e => (e.Line, Calls(e.Line))));
    }

    private static SyntaxTree Rewrite(SyntaxTree tree) => GuardRewriter.Rewrite(tree, 3, t => CSharpCompilation.CreateScriptCompilation(
        "test", t, ScriptReferences.Default().Select(ScriptReferences.For), ScriptOptions.Compilation("Submission#1")));

    private static SyntaxTree Parse(string code) => CSharpSyntaxTree.ParseText(code, ScriptOptions.Parse);
}
