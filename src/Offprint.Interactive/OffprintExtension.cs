using System.Collections;
using System.Runtime.CompilerServices;
using Deedle;
using MathNet.Numerics.LinearAlgebra;
using Microsoft.DotNet.Interactive.Formatting;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Files.Tables;
using Offprint.Interactive.Charts;
using Offprint.Interactive.Pictures;
using Offprint.Interactive.Rendering;
using Plotly.NET;
using TorchSharp;
using Figure = Offprint.Cards.Figure;

namespace Offprint.Interactive;

/// <summary>Teaches a notebook engine to show Offprint's objects, Plotly charts, Deedle tables and tensors.</summary>
/// <remarks>
/// Every form that a type prefers has a formatter: asking the formatting library for one that has none overflows the stack.
/// A picture that could not be drawn is an empty text, which engines leave out of the output.
/// </remarks>
public static class OffprintExtension
{
    private const int MostCards = 20;

    /// <summary>Namespaces that a notebook may use without naming them, once it has asked for the package.</summary>
    public static IReadOnlyList<string> Namespaces { get; } =
    [
        "Offprint.Cards", "Offprint.Experiments", "Offprint.Frames", "Offprint.Interactive", "Offprint.Numerics", "Offprint.Papers",
        "Offprint.Tensors", "Offprint.Trials",
    ];

    private static readonly string[] Page = [MimeTypes.Html, MimeTypes.Text];
    private static readonly string[] Chart = [MimeTypes.Plotly, MimeTypes.Html, MimeTypes.Png, MimeTypes.Text];
    private static readonly string[] ChartWithoutPicture = [MimeTypes.Plotly, MimeTypes.Html, MimeTypes.Text];

    private static int s_loaded;

    /// <summary>Registers the formatters. Calling it again does nothing.</summary>
    public static void Load()
    {
        if (Interlocked.Exchange(ref s_loaded, 1) != 0)
            return;
        // Loads the guarded TorchSharp and libtorch where the engine has not: before the method below makes it ask for another.
        RuntimeHelpers.RunModuleConstructor(typeof(IDescribable).Module.ModuleHandle);
        Register();
        try
        {
            FSharpLists.Register();
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException)
        {
            // An untouched .NET Interactive, whose FSharp.Core is older: it shows lists its own way.
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Register()
    {
        DefaultProgress.Create = () => NotebookHost.Display is null ? null : new NotebookProgress();
        RegisterCards();
        RegisterCharts();
        RegisterTables();
        RegisterPage(typeof(ProgressView), value => ((ProgressView)value).ToHtml(), value => ((ProgressView)value).ToText());
        RegisterPage(typeof(Slider), value => ((Slider)value).ToHtml(), value => ((Slider)value).ToText());
        RegisterPage(typeof(ScriptedHtml), value => ((ScriptedHtml)value).ToHtml(), _ => "HTML with a script");
        Register(typeof(torch.Tensor), MimeTypes.Text, value => TensorText.Of((torch.Tensor)value));
        Formatter.SetPreferredMimeTypesFor(typeof(torch.Tensor), MimeTypes.Text);
    }

    private static void RegisterCards()
    {
        RegisterPage(typeof(IDescribable), value => CardHtml.Render(((IDescribable)value).Describe()), value =>
            CardText.Render(((IDescribable)value).Describe()));
        RegisterPage(typeof(IEnumerable<IDescribable>), value => Cards(value, CardHtml.Render, "\n"), value =>
            Cards(value, card => CardText.Render(card), "\n\n"));
    }

    private static string Cards(object value, Func<Card, string> render, string separator)
    {
        var all = ((IEnumerable<IDescribable>)value).Take(MostCards + 1).ToList();
        var shown = all.Take(MostCards).Select(one => render(one.Describe()));
        return string.Join(separator, all.Count > MostCards
            ? shown.Append(render(new Card("…") { Note = $"Only the first {MostCards} are shown." })) : shown);
    }

    private static void RegisterCharts()
    {
        RegisterPage(typeof(Figure), value => CardHtml.Render(((Figure)value).Describe()), value =>
            CardText.Render(((Figure)value).Describe()));
        RegisterChart(typeof(Figure), value => ChartCache.Json((Figure)value));

        RegisterPage(typeof(GenericChart), value => ChartPage(PlotlyJson.Of((GenericChart)value)), _ => "A Plotly chart");
        RegisterChart(typeof(GenericChart), value => PlotlyJson.Of((GenericChart)value));
    }

    private static string ChartPage(string chart) =>
        $"{StyleSheet.Element}<div class=\"offprint\">{FigureHtml.Render(chart, "A chart")}</div>";

    private static void RegisterChart(Type type, Func<object, string> json)
    {
        Register(type, MimeTypes.Plotly, json);
        Register(type, MimeTypes.Png, value => ChartPictures.Default.Draw(json(value)) is { } picture
            ? Convert.ToBase64String(picture.Png) : "");
        Formatter.SetPreferredMimeTypesFor(type, ChartPictures.Default.Available ? Chart : ChartWithoutPicture);
    }

    private static void RegisterTables()
    {
        RegisterTable(typeof(IFrame), value => DeedleTables.Of((IFrame)value));
        RegisterTable(typeof(Series<,>), series => (CardTable)OfSeries(typeof(DeedleTables), series));
        Register(typeof(IFrame), MimeTypes.Json, value => DeedleJson.Of((IFrame)value));
        Register(typeof(Series<,>), MimeTypes.Json, series => (string)OfSeries(typeof(DeedleJson), series));
        RegisterTable(typeof(ColumnTable), value => ShortTables.Of((ColumnTable)value));
        RegisterTable(typeof(Matrix<double>), value => ShortTables.Of((Matrix<double>)value));
        RegisterTable(typeof(double[,]), value => ShortTables.Of((double[,])value));
        RegisterTable(typeof(ITuple), value => ShortTables.Of((ITuple)value));
        RegisterTable(typeof(IDictionary), value => ShortTables.Of((IDictionary)value));
    }

    private static void RegisterTable(Type type, Func<object, CardTable> table) =>
        RegisterPage(type, value => CardHtml.Render(table(value).Describe()), value => CardText.Render(table(value).Describe()));

    /// <summary>What a type makes of a series, whatever its keys and values are.</summary>
    private static object OfSeries(Type reader, object series) => reader.GetMethods()
        .Single(m => m is { Name: "Of", IsGenericMethodDefinition: true })
        .MakeGenericMethod(series.GetType().GetGenericArguments())
        .Invoke(null, [series])!;

    private static void RegisterPage(Type type, Func<object, string> html, Func<object, string> text)
    {
        Register(type, MimeTypes.Html, html);
        Register(type, MimeTypes.Text, text);
        Formatter.SetPreferredMimeTypesFor(type, Page);
    }

    private static void Register(Type type, string mimeType, Func<object, string> format) =>
        Formatter.Register(type, (value, writer) => writer.Write(format(value)), mimeType);
}
