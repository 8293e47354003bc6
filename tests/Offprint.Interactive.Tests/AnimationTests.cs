using System.Text.Json.Nodes;
using Offprint.Cards;
using Offprint.Interactive.Charts;
using Offprint.Interactive.Rendering;

namespace Offprint.Interactive.Tests;

public class AnimationTests
{
    private static readonly AnimationFigure Movie = new("A < B", [Frame(8), Frame(8), Frame(8)], 2,
        new ImageGrid("A < B", [Frame(8)], 1) { Caption = "Still." });

    [Fact]
    public void All_frames_pass_a_window_of_one_frames_size()
    {
        var root = Xhtml.Parse(CardHtml.Render(Movie.Describe()));
        var window = root.Descendants("div").Single(e => (string?)e.Attribute("role") == "img");
        Assert.Equal("A < B, moving", window.Attribute("aria-label")!.Value);
        Assert.StartsWith("background-image:url(data:image/png;base64,", window.Attribute("style")!.Value, StringComparison.Ordinal);
        string style = root.Descendants("style").Last().Value;
        Assert.Contains("width:8px;height:6px", style, StringComparison.Ordinal);
        Assert.Contains("background-position-x:-30px", style, StringComparison.Ordinal); // three frames of 8 pixels, each with a gap of 2
        Assert.Contains("1.5s steps(3) infinite", style, StringComparison.Ordinal); // three frames, two a second
        Assert.Contains("prefers-reduced-motion", style, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_moves_the_strip_is_shown()
    {
        string chart = PlotlyJson.Of(Movie.ToChart());
        Assert.Equal("image", (string)JsonNode.Parse(chart)!["data"]![0]!["type"]!);
        Assert.Contains("1 picture. ", CardText.Render(Movie.Describe()), StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_of_two_sizes_and_no_pace_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => CardHtml.Render((Movie with { Frames = [Frame(8), Frame(9)] }).Describe()));
        Assert.Contains("differ in size", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => CardHtml.Render((Movie with { FramesPerSecond = 0 }).Describe()));
        Assert.Contains("positive number", error.Message, StringComparison.Ordinal);
    }

    private static GridImage Frame(int width) => new(width, 6, new byte[3 * width * 6]);
}
