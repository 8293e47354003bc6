using Offprint.Kernel.Dialect;
using Offprint.Kernel.Dialect.Directives;

namespace Offprint.Kernel.Tests.Dialect;

public class CellParserTests
{
    private static readonly MagicTable s_magics = new(
        [new CSharpLanguage(null!), new FSharpLanguage(), new JavaScriptLanguage(), new MermaidLanguage(), .. DisplayedLanguage.All],
        [new TimeDirective(), new ListMagicsDirective(() => null!)]);

    [Fact]
    public void Lines_of_code_keep_their_numbers()
    {
        CellSegment segment = Assert.Single(Parse("#!time\n#r \"nuget: A, 1\"\nvar x = 1;\n#!csharp\n"), s => s.HasCode);
        Assert.Equal("var x = 1;", segment.Code.Split('\n')[2]);
        Assert.Equal([new("#!time", "", 1), new CellDirective("#r", "nuget: A, 1", 2)], segment.Directives);
    }

    [Fact]
    public void A_language_magic_begins_a_segment()
    {
        List<CellSegment> segments = Parse("1\n#!html\n<b>\n#!js\nf()\n#!csharp\n2");
        Assert.Equal(["csharp", "html", "javascript", "csharp"], segments.Select(s => s.Language));
        Assert.Equal(["1", "<b>", "f()", "\n\n\n\n\n\n2"], segments.Select(s => s.Code));
    }

    [Fact]
    public void References_are_taken_from_code_only() => Assert.Equal("#r \"x.dll\"", Parse("#!markdown\n#r \"x.dll\"")[0].Code);

    [Fact]
    public void An_unknown_magic_lists_the_known_ones()
    {
        UserException e = Assert.Throws<UserException>(() => Parse("\n#!python\nprint(1)"));
        Assert.StartsWith("Line 2: #!python", e.Message, StringComparison.Ordinal);
        Assert.All(["#!csharp", "#!html", "#!javascript", "#!markdown", "#!mermaid", "#!time"], m =>
            Assert.Contains(m, e.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("#!c#")]
    [InlineData("#!C#")]
    [InlineData("#!CSharp")]
    public void CSharp_has_several_names(string magic) => Assert.Equal("csharp", Parse($"#!html\n<b>\n{magic}\n1")[1].Language);

    [Fact]
    public void A_magic_below_code_runs_after_it()
    {
        List<CellSegment> segments = Parse("var x = 1;\n#!time\n#!lsmagic\nx");
        Assert.Equal(["var x = 1;", "\n\n\nx"], segments.Select(s => s.Code));
        Assert.Equal(["#!time", "#!lsmagic"], segments[1].Directives.Select(d => d.Name));
        Assert.Empty(segments[0].Directives);
    }

    [Theory]
    [InlineData("var s = \"\"\"\n{0}\n\"\"\";")]
    [InlineData("var s = $\"\"\"\n{{1 + 1}}\n{0}\n\"\"\";")]
    [InlineData("var s = @\"\n{0}\n\";")]
    [InlineData("var s = $@\"\n{0}\n\";")]
    [InlineData("/* \"\n{0}\n*/")]
    public void Lines_inside_a_text_or_a_comment_are_nothing_else(string frame)
    {
        foreach (string line in new[] { "#!html", "#!unknown", "#r \"nuget: X, 1\"" })
        {
            string cell = string.Format(CultureInfo.InvariantCulture, frame, line);
            CellSegment segment = Assert.Single(Parse(cell));
            Assert.Equal((cell, 0), (segment.Code, segment.Directives.Count));
        }
    }

    [Theory]
    [InlineData("var s = \"a\"; // \"\"\"")]
    [InlineData("var c = '\"';")]
    [InlineData("var s = @\"a\"\"\";")]
    [InlineData("var s = $\"{1}\";")]
    [InlineData("/* a */ // /*")]
    public void A_text_that_has_ended_hides_nothing(string above) => Assert.Equal(2, Parse(above + "\n#!html\n<b>").Count);

    [Theory]
    [InlineData("let s = \"\"\"\n#!html\n\"\"\"", 1)]
    [InlineData("let s = \"a\n#!html\n\"", 1)]
    [InlineData("(* a\n#!html\n*)", 1)]
    [InlineData("let s = \"\\\"\" // \"\n#!html\n<b>", 2)]
    [InlineData("let c = '\"'\n#!html\n<b>", 2)]
    [InlineData("let f = (*)\n#!html\n<b>", 2)]
    public void So_it_is_in_FSharp(string cell, int segments) =>
        Assert.Equal(segments, CellParser.Parse(cell, Languages.FSharp, s_magics).Count);

    private static List<CellSegment> Parse(string cell) => CellParser.Parse(cell, Languages.CSharp, s_magics);
}
