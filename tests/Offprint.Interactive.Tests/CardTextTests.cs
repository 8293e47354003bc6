using Offprint.Cards;
using Offprint.Interactive.Rendering;

namespace Offprint.Interactive.Tests;

public class CardTextTests
{
    [Fact]
    public void Columns_are_aligned_and_numbers_flush_right()
    {
        var table = new CardTable("Scores", ["Name", new TableColumn("Score", "%")], [["a", 1.5], ["longer", 123]]);
        Assert.Equal("""
            Scores
            Name    Score [%]
            ──────  ─────────
            a             1.5
            longer        123
            """.ReplaceLineEndings("\n"), CardText.Render(new Card("") { Tables = [table] }, 80));
    }

    [Fact]
    public void Title_facts_and_note_stand_in_order()
    {
        var card = new Card("A card") { Subtitle = "of a kind", Facts = [new Fact("Mass", 2, "kg"), new Fact("Name", "x")],
            Note = "The end." };
        Assert.Equal("A card\n══════\nof a kind\n\nMass  2 kg\nName  x\n\nThe end.", CardText.Render(card, 80));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(72)]
    [InlineData(100)]
    [InlineData(200)]
    public void No_line_is_wider_than_the_terminal(int width)
    {
        string text = CardText.Render(new Card(new string('t', 90)) { Tables = [Samples.Results],
            Facts = [new Fact("Says", new string('w', 300))] }, width);
        Assert.All(text.Split('\n'), line => Assert.InRange(TextLayout.Width(line), 0, width));
    }

    [Fact]
    public void A_table_too_wide_continues_below_with_its_first_column()
    {
        var table = new CardTable("", ["Name", .. Enumerable.Range(0, 12).Select(i => new TableColumn($"column {i}"))],
            [["row", .. Enumerable.Range(0, 12).Select(i => (TableCell)i)]]);
        string[] lines = CardText.Render(new Card("") { Tables = [table] }, 60).Split('\n');
        Assert.True(lines.Count(line => line.StartsWith("row", StringComparison.Ordinal)) > 1);
        Assert.Contains(lines, line => line.Contains("column 11", StringComparison.Ordinal));
    }

    [Fact]
    public void Emphasis_and_intervals_are_written_out()
    {
        string text = CardText.Render(Samples.Results.Describe(), 200);
        Assert.Contains("✓ holds", text, StringComparison.Ordinal);
        Assert.Contains("✗ does not hold", text, StringComparison.Ordinal);
        Assert.Contains("62.3 [58.2, 66.4]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Wide_and_combining_characters_keep_columns_aligned()
    {
        Assert.Equal(4, TextLayout.Width("日本"));
        Assert.Equal(1, TextLayout.Width("e\u0301"));
        Assert.Equal(2, TextLayout.Width("βx"));
    }

    [Fact]
    public void Every_figure_has_a_text_that_names_it()
    {
        foreach (var figure in Samples.All.Values)
            Assert.Contains(figure.Title, CardText.Render(figure.Describe(), 120), StringComparison.Ordinal);
    }
}
