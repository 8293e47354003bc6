using System.Text.Json.Nodes;
using System.Xml.Linq;
using Deedle;
using Microsoft.DotNet.Interactive.Formatting;
using Offprint.Cards;
using Offprint.Interactive.Pictures;
using GenericChart = Plotly.NET.GenericChart;

namespace Offprint.Interactive.Tests;

public class ExtensionTests
{
    public ExtensionTests() => OffprintExtension.Load();

    public static TheoryData<string> Names { get; } = new(Samples.All.Keys);

    private static string Show(object value, string mimeType) => value.ToDisplayString(mimeType);

    [Fact]
    public void Loading_twice_registers_once()
    {
        int before = Formatter.RegisteredFormatters(true).Count();
        OffprintExtension.Load();
        Assert.Equal(before, Formatter.RegisteredFormatters(true).Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_figure_has_all_forms_that_its_type_prefers(string name)
    {
        var figure = Samples.All[name];
        var preferred = Formatter.GetPreferredMimeTypesFor(figure.GetType());
        Assert.Contains(MimeTypes.Plotly, preferred);
        Assert.Contains(MimeTypes.Html, preferred);
        Assert.Contains(MimeTypes.Text, preferred);
        Assert.Equal(BrowserFinder.Find() is not null, preferred.Contains(MimeTypes.Png));
        Assert.NotNull(JsonNode.Parse(Show(figure, MimeTypes.Plotly))!["data"]);
        Assert.Contains("data-chart", Show(figure, MimeTypes.Html), StringComparison.Ordinal);
        Assert.NotNull(Xhtml.Parse(Show(figure, MimeTypes.Html)));
        if (preferred.Contains(MimeTypes.Png))
            Assert.Equal((int)(760 * ChartBrowser.Scale), PngTests.Size(Convert.FromBase64String(Show(figure, MimeTypes.Png))).Width);
    }

    [Fact]
    public void Frames_and_series_are_shared_as_JSON()
    {
        var frame = Frame.FromRecords(new[]
        {
            new { Name = "a", Score = 1.5, Count = 2 }, new { Name = "b\"", Score = double.NaN, Count = 3 },
        });
        Assert.Equal("""[{"Name":"a","Score":1.5,"Count":2},{"Name":"b\u0022","Count":3}]""", Show(frame, MimeTypes.Json));
        Assert.Equal("""[{"key":0,"value":1.5}]""", Show(frame.GetColumn<double>("Score"), MimeTypes.Json));
    }

    [Fact]
    public void Twelve_figures_fit_into_a_notebook()
    {
        long size = Samples.All.Values.Sum(figure => Formatter.GetPreferredMimeTypesFor(figure.GetType())
            .Sum(mime => (long)Show(figure, mime).Length));
        Assert.InRange(size, 1, 1_800_000);
    }

    [Fact]
    public void Anything_that_describes_itself_is_shown_as_its_card()
    {
        Assert.Equal([MimeTypes.Html, MimeTypes.Text], Formatter.GetPreferredMimeTypesFor(typeof(Machine)));
        Assert.Contains("op-title", Show(new Machine(), MimeTypes.Html), StringComparison.Ordinal);
        Assert.StartsWith("A machine\n", Show(new Machine(), MimeTypes.Text), StringComparison.Ordinal);
        Assert.StartsWith("A machine\n", Show(new[] { new Machine(), new Machine() }, MimeTypes.Text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_Plotly_chart_of_the_user_has_the_same_forms()
    {
        var chart = Plotly.NET.CSharp.Chart.Point<double, double, string>([1, double.NaN, 3], [1, 2, 3]);
        Assert.Contains(MimeTypes.Plotly, Formatter.GetPreferredMimeTypesFor(chart.GetType()));
        var json = JsonNode.Parse(Show(chart, MimeTypes.Plotly))!;
        Assert.Null(json["data"]![0]!["x"]![1]);
        Assert.Contains("op-figure", Show(chart, MimeTypes.Html), StringComparison.Ordinal);
        Assert.IsType<GenericChart>(chart, exactMatch: false);
    }

    [Fact]
    public void Frames_are_tables_shortened_in_the_middle()
    {
        var frame = Frame.FromColumns(new Dictionary<string, Series<int, double>>
        {
            ["loss"] = Enumerable.Range(0, 1000).Select(i => KeyValue.Create(i, i / 4.0)).ToSeries(),
            ["sparse"] = new[] { KeyValue.Create(0, 1.0) }.ToSeries(),
        });
        Assert.Equal([MimeTypes.Html, MimeTypes.Text], Formatter.GetPreferredMimeTypesFor(frame.GetType()));
        var root = Xhtml.Parse(Show(frame, MimeTypes.Html));
        Assert.Equal(21, root.Descendants("tbody").Single().Elements("tr").Count());
        Assert.Equal(["", "loss", "sparse"], root.Descendants("thead").Descendants("th").Select(th => th.Value));
        Assert.Equal(["999", "250", "–"], root.Descendants("tbody").Single().Elements("tr").Last().Elements().Select(cell => cell.Value));
        Assert.Contains("1,000 rows × 2 columns", Show(frame, MimeTypes.Text), StringComparison.Ordinal);
    }

    [Fact]
    public void Series_are_tables_of_two_columns()
    {
        var series = new[] { KeyValue.Create("a", 1.5), KeyValue.Create("b", double.NaN) }.ToSeries();
        var rows = Xhtml.Parse(Show(series, MimeTypes.Html)).Descendants("tbody").Single().Elements("tr");
        Assert.Equal(["a|1.5", "b|–"], rows.Select(row => string.Join('|', row.Elements().Select(cell => cell.Value))));
    }

    [Fact]
    public void Tensors_say_type_shape_and_device()
    {
        using var large = TorchSharp.torch.zeros(5, 64, 3);
        Assert.Equal("float32 [5, 64, 3] on cpu", Show(large, MimeTypes.Text));
        using var small = TorchSharp.torch.arange(3);
        Assert.StartsWith("int64 [3] on cpu\n", Show(small, MimeTypes.Text), StringComparison.Ordinal);
        large.Dispose();
        Assert.Equal("A disposed tensor", Show(large, MimeTypes.Text));
    }

    [Fact]
    public void Tuples_and_dictionaries_are_tables()
    {
        string tuple = Show((1, "a", 0.25), MimeTypes.Html);
        Assert.Equal(["Item1", "Item2", "Item3"], Xhtml.Parse(tuple).Descendants("th").Where(h => h.Parent!.Parent!.Name == "thead")
            .Select(h => h.Value));
        Assert.Contains("0.25", Show((1, "a", 0.25), MimeTypes.Text), StringComparison.Ordinal);
        var rows = Xhtml.Parse(Show(new Dictionary<string, double[]> { ["α"] = [1, 0.5] }, MimeTypes.Html)).Descendants("tbody").Single();
        Assert.Equal(["α", "1, 0.5"], rows.Elements("tr").Single().Elements().Select(cell => cell.Value));
    }

    [Fact]
    public void Namespaces_that_the_package_opens_exist_and_the_script_opens_the_same()
    {
        var known = new[] { typeof(Card), typeof(Offprint.Frames.FrameExtensions), typeof(OffprintExtension), typeof(Offprint.Papers.Papers) }
            .SelectMany(type => type.Assembly.GetExportedTypes()).Select(type => type.Namespace).ToHashSet();
        Assert.All(OffprintExtension.Namespaces, name => Assert.Contains(name, known));
        string script = File.ReadAllText(Path.Combine(
            Offprint.Files.ProjectFolders.Root, "src", "Offprint.Interactive", "extension.dib"));
        Assert.Equal(OffprintExtension.Namespaces, script.Split('\n').Where(line => line.StartsWith("using ", StringComparison.Ordinal))
            .Select(line => line[6..^1]));
    }

    private sealed class Machine : IDescribable
    {
        public Card Describe() => new("A machine") { Facts = [new Fact("Parts", 3)] };
    }
}
