using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.DotNet.Interactive.Formatting;
using Offprint.Cards;

namespace Offprint.Interactive.Tests;

public class SliderTests
{
    public SliderTests() => OffprintExtension.Load();

    private static CardTable Table(double alpha) => new("", ["α"], [[alpha]]);

    private static List<XElement> Frames(string html) =>
        [.. Xhtml.Parse(html).Descendants().Where(e => e.Attribute("data-frame") is not null)];

    [Fact]
    public void All_positions_are_in_the_output_and_one_is_visible()
    {
        string html = Slider.Over("temperature α", [0.05, 0.1, 1], Table, start: 1).ToDisplayString(MimeTypes.Html);
        List<XElement> frames = Frames(html);
        Assert.Equal(["0.05", "0.1", "1"], frames.Select(frame => frame.Descendants("td").Single().Value));
        Assert.Equal([true, false, true], frames.Select(frame => frame.Attribute("style") is not null));
        XElement range = Xhtml.Parse(html).Descendants("input").Single();
        Assert.Equal(("0", "2", "1"), ((string)range.Attribute("min")!, (string)range.Attribute("max")!, (string)range.Attribute("value")!));
        Assert.Equal("0.1", Xhtml.Parse(html).Descendants("output").Single().Value);
        Assert.Contains("\"positions\":[\"0.05\",\"0.1\",\"1\"]", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_names_the_positions_and_shows_the_first()
    {
        string text = Slider.Over("steps", [2, 4], n => Table(n)).ToDisplayString(MimeTypes.Text);
        Assert.StartsWith("steps: [2]  4\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slider_without_positions_or_start_is_refused()
    {
        Assert.Contains("'α' has no positions", Assert.Throws<ArgumentException>(() => Slider.Over("α", Array.Empty<double>(), Table)).Message);
        Assert.Contains("0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => Slider.Over("α", [1.0, 2], Table, start: 2)).Message);
    }

    [Fact]
    public void Values_of_a_script_travel_as_JSON_that_cannot_end_the_element()
    {
        string html = ScriptedHtml.Of("<p>none</p>", "place.textContent=values.name;",
            ("name", "</script><b>"), ("gaps", new[] { 1, double.NaN, double.PositiveInfinity })).ToDisplayString(MimeTypes.Html);
        Assert.Single(html.Split("</script>")[..^1]);
        string json = html[(html.IndexOf("var values=", StringComparison.Ordinal) + 11)..];
        JsonNode values = JsonNode.Parse(json[..json.IndexOf(";\n", StringComparison.Ordinal)])!;
        Assert.Equal("</script><b>", (string)values["name"]!);
        Assert.Equal([1, null, null], values["gaps"]!.AsArray().Select(v => (double?)v));
        Assert.Equal("none", Xhtml.Parse(html).Descendants("p").Single().Value);
    }

    [Fact]
    public void A_script_that_would_end_its_element_and_equal_names_are_refused()
    {
        Assert.Contains("</script", Assert.Throws<ArgumentException>(() => ScriptedHtml.Of("", "'</SCRIPT>'")).Message,
            StringComparison.OrdinalIgnoreCase);
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => ScriptedHtml.Of("", "", ("a", 1), ("a", 2))).Message);
    }
}
