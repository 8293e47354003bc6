using System.Text.Json.Nodes;
using Offprint.Cards;
using Offprint.Interactive.Charts;
using Figure = Offprint.Cards.Figure;

namespace Offprint.Interactive.Tests;

public class FigureChartTests
{
    public static TheoryData<string> Names { get; } = new(Samples.All.Keys);

    private static JsonNode Draw(Figure figure) => JsonNode.Parse(PlotlyJson.Of(figure.ToChart()))!;

    private static List<JsonNode> Traces(JsonNode chart) => [.. chart["data"]!.AsArray().Select(t => t!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_kind_is_valid_JSON_without_NaN_and_can_stand_in_HTML(string name)
    {
        string json = PlotlyJson.Of(Samples.All[name].ToChart());
        var chart = JsonNode.Parse(json)!;
        Assert.NotEmpty(Traces(chart));
        Assert.Equal(760, (double)chart["layout"]!["width"]!);
        Assert.NotNull(chart["config"]);
        Assert.DoesNotContain("NaN", json, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", json, StringComparison.Ordinal);
        Assert.DoesNotContain("<", json, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_trace_has_its_axes_inside_the_drawing(string name)
    {
        var chart = Draw(Samples.All[name]);
        foreach (var trace in Traces(chart))
        {
            foreach (string axis in new[] { (string)trace["xaxis"]!, (string)trace["yaxis"]! })
            {
                var domain = chart["layout"]![$"{axis[0]}axis{axis[1..]}"]!["domain"]!.AsArray().Select(d => (double)d!).ToArray();
                Assert.InRange(domain[0], -1e-6, domain[1]);
                Assert.InRange(domain[1], domain[0], 1 + 1e-6);
            }
        }
    }

    [Fact]
    public void An_arrow_is_a_shaft_with_two_equal_barbs_and_a_gap()
    {
        var figure = new QuiverFigure("One arrow", [new ArrowField("a", [1], [2], [3], [4])]) { Scale = 0.5 };
        var trace = Traces(Draw(figure)).Single();
        double?[] x = [.. trace["x"]!.AsArray().Select(v => (double?)v)], y = [.. trace["y"]!.AsArray().Select(v => (double?)v)];
        Assert.Equal([1, 2.5, null, 2.5, null, null], x.Select((v, i) => i is 2 or 4 ? null : v)); // tail, tip, barb, tip, barb, gap
        Assert.Equal((2.0, 4.0), (y[0]!.Value, y[1]!.Value));
        double[] barbs = [.. new[] { 2, 4 }.Select(i => double.Hypot(x[i]!.Value - 2.5, y[i]!.Value - 4))];
        Assert.Equal(0.35 * 2.5, barbs[0], 1e-6); // a share of the arrow's length, 5 · 0.5
        Assert.Equal(barbs[0], barbs[1], 1e-6);
    }

    [Fact]
    public void Bands_are_filled_areas_in_the_hue_of_their_curve_and_not_in_the_legend()
    {
        var traces = Traces(Draw(Samples.LearningCurves));
        Assert.Equal(6, traces.Count);
        Assert.Equal("toself", (string)traces[0]["fill"]!);
        Assert.Equal("rgba(0,114,178,0.18)", (string)traces[0]["fillcolor"]!);
        Assert.False((bool)traces[0]["showlegend"]!);
        Assert.Equal("#0072B2", (string)traces[1]["line"]!["color"]!);
        Assert.Equal("dash", (string)traces[5]["line"]!["dash"]!);
    }

    [Fact]
    public void Gaps_are_nulls_and_split_the_band()
    {
        var series = new Series("s", [0, 1, 2, 3], [1, double.NaN, 3, 4]) { Low = [0, double.NaN, 2, 3], High = [2, double.NaN, 4, 5] };
        var traces = Traces(Draw(new LineFigure("", [series])));
        Assert.Null(traces[1]["y"]![1]);
        Assert.Equal(2, traces[0]["x"]!.AsArray().Select((x, i) => (x, i)).Count(p => p.x is null || p.i == 0));
    }

    [Fact]
    public void Logarithmic_axes_have_readable_ticks()
    {
        var layout = Draw(Samples.Convergence)["layout"]!;
        Assert.Equal("log", (string)layout["yaxis"]!["type"]!);
        Assert.Equal(1, (double)layout["yaxis"]!["dtick"]!);
        Assert.Equal("log", (string)layout["xaxis"]!["type"]!);
        Assert.Equal(["10", "20", "50", "100", "200"], layout["xaxis"]!["ticktext"]!.AsArray().Select(t => (string)t!));
    }

    [Fact]
    public void A_band_that_reaches_zero_stays_on_a_logarithmic_axis()
    {
        var series = new Series("s", [1, 2], [0.1, 0.2]) { Low = [0, -1], High = [1, 1] };
        var band = Traces(Draw(new LineFigure("", [series]) { Y = new("y", Logarithmic: true) }))[0];
        Assert.All(band["y"]!.AsArray(), y => Assert.True((double)y! > 0));
    }

    [Fact]
    public void Labels_of_lines_across_a_logarithmic_axis_stand_at_powers_of_ten()
    {
        var figure = Samples.Convergence with { References = [new(0.01, "tolerance")] };
        var layout = Draw(figure)["layout"]!;
        Assert.Equal(0.01, (double)layout["shapes"]![0]!["y0"]!);
        Assert.Equal(-2, (double)layout["annotations"]![0]!["y"]!);
    }

    [Fact]
    public void Closed_curves_end_where_they_begin()
    {
        var trace = Traces(Draw(Samples.Stability))[0];
        var x = trace["x"]!.AsArray();
        Assert.Equal((double)x[0]!, (double)x[^1]!);
        Assert.Equal("toself", (string)trace["fill"]!);
    }

    [Fact]
    public void Equal_aspect_ties_the_axes_together()
    {
        var layout = Draw(Samples.Stability)["layout"]!;
        Assert.Equal("x", (string)layout["yaxis"]!["scaleanchor"]!);
        Assert.Equal([-3.2, 0.8], layout["xaxis"]!["range"]!.AsArray().Select(v => (double)v!));
    }

    [Fact]
    public void Clouds_are_points_only()
    {
        Assert.All(Traces(Draw(Samples.Clouds)), trace => Assert.Equal("markers", (string)trace["mode"]!));
    }

    [Fact]
    public void Of_many_numbers_under_bars_some_are_shown_and_words_are_slanted()
    {
        (string, double, double) Axis(Func<int, string> label)
        {
            string[] labels = [.. Enumerable.Range(0, 60).Select(label)];
            var axis = Draw(new BarFigure("Bars", labels, [new("a", new double[60])]))["layout"]!["xaxis"]!;
            return ((string)axis["type"]!, (double)axis["tickangle"]!, (double)axis["dtick"]!);
        }
        var (type, angle, step) = Axis(i => $"{i * 1000}");
        Assert.Equal(("category", 0), (type, angle));
        Assert.InRange(step, 2, 10);
        Assert.Equal(("category", -35, 1), Axis(i => $"method {i}"));
    }

    [Fact]
    public void Bars_carry_error_bars_relative_to_their_values()
    {
        var trace = Traces(Draw(Samples.Scores))[0];
        Assert.Equal(4, (double)trace["error_y"]!["array"]![0]!);
        Assert.Equal(11, (double)trace["error_y"]!["arrayminus"]![1]!);
        Assert.Null(Traces(Draw(Samples.Scores))[1]["y"]![4]);
    }

    [Fact]
    public void Heat_maps_start_at_the_top_and_show_numbers_with_common_decimals()
    {
        var chart = Draw(Samples.Accuracy);
        Assert.Equal("reversed", (string)chart["layout"]!["yaxis"]!["autorange"]!);
        Assert.Equal("0.80", (string)Traces(chart)[0]["text"]![0]![3]!);
        Assert.Equal("", (string)Traces(chart)[0]["text"]![3]![3]!);
        Assert.Null(Traces(chart)[0]["z"]![3]![3]);
    }

    [Fact]
    public void Signs_get_a_scale_with_zero_in_the_middle()
    {
        JsonNode map = Traces(Draw(Samples.Differences))[0];
        Assert.Equal((double)map["zmax"]!, -(double)map["zmin"]!);
    }

    [Fact]
    public void Pictures_are_one_embedded_PNG_a_pixel_a_pixel()
    {
        var trace = Traces(Draw(Samples.Digits)).Single();
        byte[] png = Convert.FromBase64String(((string)trace["source"]!).Split(',')[1]);
        Assert.Equal((298, 88), PngTests.Size(png));
        Assert.False((bool)trace["zsmooth"]!);
    }

    [Fact]
    public void Panels_share_colors_and_one_legend_entry_a_name()
    {
        var traces = Traces(Draw(Samples.ManyPanels));
        Assert.Equal(48, traces.Count);
        Assert.Equal(8, traces.Count(t => (bool)t["showlegend"]!));
        Assert.Single(traces.Where(t => (string)t["name"]! == "Method number 3").Select(t => (string)t["line"]!["color"]!).Distinct());
    }

    [Fact]
    public void Panels_within_panels_are_refused_by_name()
    {
        var nested = new PanelFigure("Outer", [Samples.Panels with { Title = "Inner" }], 1);
        Assert.Contains("Inner", Assert.Throws<ArgumentException>(() => nested.ToChart()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_with_missing_bytes_is_refused()
    {
        var grid = new ImageGrid("", [new GridImage(4, 4, new byte[10])], 1);
        Assert.Contains("10 bytes", Assert.Throws<ArgumentException>(() => grid.ToChart()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_figures_draw_empty_axes()
    {
        foreach (var empty in new Figure[] { new LineFigure("", []), new BarFigure("", [], []), new HeatMap("", [], [], []),
            new ImageGrid("", [], 3), new PanelFigure("", [], 2) })
            Assert.NotNull(JsonNode.Parse(PlotlyJson.Of(empty.ToChart())));
    }

    [Fact]
    public void Text_with_markup_is_shown_as_it_is()
    {
        var series = new Series("p < 0.05 & <b>x</b>", [1, 2], [1, 2]);
        Assert.Equal("p &lt; 0.05 &amp; &lt;b&gt;x&lt;/b&gt;", (string)Traces(Draw(new LineFigure("", [series])))[0]["name"]!);
    }
}
