using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace Offprint.Interactive.Charts;

/// <summary>The look of all charts: dark text on white paper, open axes, a thin grid, colors for every reader.</summary>
/// <remarks>
/// Stored pictures are so on every page. Live charts of dark pages replace these colors by others (<c>FigureHtml</c>, <c>page.js</c>),
/// which therefore stand here by the same text and nowhere else.
/// </remarks>
internal static class PaperTemplate
{
    public const string Ink = "#222222";
    public const string SoftInk = "#5F6368";
    public const string Grid = "#E9EAEE";

    public const string FontFamily = "Inter, 'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif";

    public static Template Template { get; } = new Template().With(("layout", Layout()));

    private static Layout Layout() => new Layout().With(
        ("font", PlotlyObject.Of(("family", FontFamily), ("size", 12), ("color", Ink))),
        ("paper_bgcolor", "white"),
        ("plot_bgcolor", "white"),
        ("colorway", Palette.Colors),
        ("hovermode", "closest"),
        ("hoverlabel", PlotlyObject.Of(("font", PlotlyObject.Of(("family", FontFamily), ("size", 12))))),
        ("bargap", 0.28),
        ("bargroupgap", 0.08),
        ("xaxis", Axis()),
        ("yaxis", Axis()));

    private static LinearAxis Axis() => new LinearAxis().With(
        ("showgrid", true),
        ("gridcolor", Grid),
        ("gridwidth", 1),
        ("zeroline", false),
        ("showline", true),
        ("linecolor", "#80868B"),
        ("linewidth", 1),
        ("ticks", "outside"),
        ("ticklen", 4),
        ("tickcolor", "#80868B"),
        ("tickfont", PlotlyObject.Of(("size", 11), ("color", "#3C4043"))),
        ("exponentformat", "power"),
        ("hoverformat", ".4~g"),
        ("title", PlotlyObject.Of(("standoff", 8), ("font", PlotlyObject.Of(("size", 12.5))))));
}
