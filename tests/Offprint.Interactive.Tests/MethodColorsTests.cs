using System.Text.Json.Nodes;
using Offprint.Cards;
using Offprint.Interactive.Charts;
using Figure = Offprint.Cards.Figure;

namespace Offprint.Interactive.Tests;

public class MethodColorsTests
{
    private static readonly MethodColors s_colors = new("uniform", "RW", "AW");

    private static List<JsonNode> Traces(Figure figure) =>
        [.. JsonNode.Parse(PlotlyJson.Of(figure.ToChart()))!["data"]!.AsArray().Select(trace => trace!)];

    private static Series Line(string name) => new(name, [1, 2], [3, 4]);

    [Fact]
    public void A_method_keeps_its_color_whatever_a_figure_shows()
    {
        string[] Colors(params string[] names) =>
            [.. Traces(new LineFigure("", [.. names.Select(Line)]) { Colors = s_colors }).Select(t => (string)t["line"]!["color"]!)];
        string[] all = Colors("uniform", "RW", "AW");
        Assert.Equal(3, all.Distinct().Count());
        Assert.Equal([all[2], all[0]], Colors("AW", "uniform"));
    }

    [Fact]
    public void Other_names_take_colors_that_the_shown_methods_do_not_have()
    {
        var traces = Traces(new LineFigure("", [Line("limit"), Line("uniform"), Line("theory")]) { Colors = s_colors });
        Assert.Equal(3, traces.Select(t => (string)t["line"]!["color"]!).Distinct().Count());
        Assert.Equal(Palette.Color(0), (string)traces[1]["line"]!["color"]!);
    }

    [Fact]
    public void Bars_over_methods_take_the_methods_colors()
    {
        var bars = new BarFigure("", ["AW", "uniform"], [new("score", [1, 2])]) { Colors = s_colors };
        Assert.Equal([Palette.Color(2), Palette.Color(0)], Traces(bars)[0]["marker"]!["color"]!.AsArray().Select(c => (string)c!));
        var other = bars with { Categories = ["AW", "somewhere"] };
        Assert.Equal(Palette.Color(3), (string)Traces(other)[0]["marker"]!["color"]!);
    }

    [Fact]
    public void A_name_stands_once() =>
        Assert.Contains("AW, RW, AW", Assert.Throws<ArgumentException>(() => new MethodColors("AW", "RW", "AW")).Message);

    [Fact]
    public void Maps_of_one_quantity_in_one_figure_share_their_scale()
    {
        HeatMap Map(double low, double high, string label) => new("", ["a"], ["b", "c"], [[low, high]]) { ValueLabel = label };
        var traces = Traces(new PanelFigure("", [Map(0, 1, "loss"), Map(2, 5, "loss"), Map(-7, 3, "gain")], 3));
        Assert.Equal([(0.0, 5.0), (0, 5), (-7, 7)], traces.Select(t => ((double)t["zmin"]!, (double)t["zmax"]!)));
    }

    [Fact]
    public void A_square_matrix_is_drawn_square_and_its_color_bar_is_named_beside_the_ticks()
    {
        string[] labels = ["a", "b", "c"];
        HeatMap map = new("", labels, labels, [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
        { X = new("") { EqualAspect = true }, ValueLabel = "10⁵ R" };
        JsonNode chart = JsonNode.Parse(PlotlyJson.Of(new PanelFigure("", [map, map], 2).ToChart()))!;
        Assert.Equal("x", (string)chart["layout"]!["yaxis"]!["scaleanchor"]!);
        Assert.Null(Traces(map)[0]["colorbar"]!["title"]);
        JsonNode title = chart["layout"]!["annotations"]!.AsArray().First(a => (string)a!["text"]! == "10⁵ R")!;
        Assert.True((double)title["xshift"]! > 45, "ticks take that much");
    }

    [Theory]
    [InlineData(50_000, "50000")]
    [InlineData(0.9, "0.9")]
    [InlineData(0.0002, "0.0002")]
    [InlineData(100_000, "100000")]
    [InlineData(2e6, "2×10<sup>6</sup>")]
    [InlineData(5e-7, "5×10<sup>-7</sup>")]
    public void Ticks_are_written_as_people_write_them(double value, string expected) =>
        Assert.Equal(expected, TickLabels.Number(value));

    [Fact]
    public void Numbers_in_charts_have_six_digits_unless_they_differ_by_less()
    {
        Assert.Equal([0.333333, null, 1000], PlotlyObject.Numbers([1 / 3.0, double.NaN, 1000]));
        Assert.Equal([1.0000001, 1.0000002], PlotlyObject.Numbers([1.0000001, 1.0000002]));
    }
}
