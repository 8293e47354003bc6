using System.Xml.Linq;
using Offprint.Cards;
using Offprint.Interactive.Rendering;

namespace Offprint.Interactive.Tests;

public class CardHtmlTests
{
    private static readonly Card Hostile = new("<script>alert('x')</script>")
    {
        Subtitle = "a < b & c > d",
        Facts = [new Fact("\"quoted\"", "<b>bold</b>"), new Fact("Rate", 0.25, "1/s"), new Fact("Link", "https://example.org/?a=1&b=2")],
        Tables = [new CardTable("T<1>", ["<col>"], [["<cell>"]]) { Note = "<note>" }],
        Note = "</div>",
    };

    [Fact]
    public void All_text_is_encoded()
    {
        string html = CardHtml.Render(Hostile);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        var root = Xhtml.Parse(html);
        Assert.Equal("<script>alert('x')</script>", root.WithClass("op-title").Single().Value);
        Assert.Equal("a < b & c > d", root.WithClass("op-soft").First().Value);
        Assert.Equal("<cell>", root.Descendants("tbody").Single().Value);
    }

    [Fact]
    public void Facts_are_a_list_of_terms_with_units_and_links()
    {
        var root = Xhtml.Parse(CardHtml.Render(Hostile));
        Assert.Equal(["\"quoted\"", "Rate", "Link"], root.Descendants("dt").Select(e => e.Value));
        Assert.Equal("0.25 1/s", root.Descendants("dd").ElementAt(1).Value);
        Assert.Equal("https://example.org/?a=1&b=2", root.Descendants("a").Single().Attribute("href")!.Value);
    }

    [Fact]
    public void A_table_has_caption_scoped_headings_and_a_cell_a_column()
    {
        var root = Xhtml.Parse(CardHtml.Render(new Card("") { Tables = [Samples.Results] }));
        Assert.Equal("Returns & <ranks>", root.Descendants("caption").Single().Value);
        Assert.All(root.Descendants("thead").Descendants("th"), th => Assert.Equal("col", th.Attribute("scope")!.Value));
        var rows = root.Descendants("tbody").Single().Elements("tr").ToList();
        Assert.Equal(3, rows.Count);
        Assert.All(rows, row => Assert.Equal(8, row.Elements().Count()));
        Assert.All(rows, row => Assert.Equal("row", row.Elements().First().Attribute("scope")!.Value));
    }

    [Fact]
    public void Numbers_are_flush_right_and_text_is_not()
    {
        var heads = Xhtml.Parse(CardHtml.Render(Samples.Results.Describe())).Descendants("thead").Descendants("th");
        Assert.Equal(
            [false, false, true, true, true, true, true, false],
            heads.Select(th => (string?)th.Attribute("class") == "op-n"));
    }

    [Fact]
    public void Intervals_are_set_apart_and_say_how_they_were_made()
    {
        var interval = Xhtml.Parse(CardHtml.Render(Samples.Results.Describe())).WithClass("op-iv").First();
        Assert.Equal("[58.2, 66.4]", interval.Value);
        Assert.Equal("95 % interval, BCa bootstrap", interval.Attribute("title")!.Value);
    }

    [Fact]
    public void Good_and_bad_have_a_symbol_beside_their_color()
    {
        var root = Xhtml.Parse(CardHtml.Render(Samples.Results.Describe()));
        Assert.Equal("✓\u00a0holds", root.WithClass("op-good").Single().Value);
        Assert.Equal("✗\u00a0does not hold", root.WithClass("op-bad").Single().Value);
        Assert.Equal("✓ done", Xhtml.Parse(CellHtml.Render(((TableCell)"✓ done").With(Emphasis.Good))).Value);
    }

    [Fact]
    public void Missing_values_are_dashes()
    {
        var cells = Xhtml.Parse(CardHtml.Render(Samples.Results.Describe())).Descendants("tbody").Single().Elements("tr").Last().Elements();
        Assert.Equal("–", cells.ElementAt(2).Value);
    }

    [Fact]
    public void Styles_touch_nothing_but_cards_and_know_light_and_dark_hosts()
    {
        string css = Xhtml.Parse(CardHtml.Render(new Card("x"))).Descendants("style").Single().Value;
        var selectors = css.Split('}', StringSplitOptions.RemoveEmptyEntries).SelectMany(rule => rule.Split('{')[^2].Split(',')); // behind an @media
        Assert.All(selectors, selector => Assert.Contains(".offprint", selector, StringComparison.Ordinal));
        Assert.Contains("[data-jp-theme-light=false] .offprint", css, StringComparison.Ordinal);
        Assert.Contains(".vscode-dark .offprint", css, StringComparison.Ordinal);
        Assert.True(css.Length < 3000, $"{css.Length} characters of style in each output");
    }
}
