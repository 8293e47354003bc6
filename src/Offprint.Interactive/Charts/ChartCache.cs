using System.Runtime.CompilerServices;
using Figure = Offprint.Cards.Figure;

namespace Offprint.Interactive.Charts;

/// <summary>A figure's Plotly JSON, made once for all the forms in which the figure is shown.</summary>
internal static class ChartCache
{
    private static readonly ConditionalWeakTable<Figure, string> Known = [];

    public static string Json(Figure figure) => Known.GetValue(figure, f => IsolatedCharts.Draw is { } draw ? draw(f) : Draw(f));

    /// <summary>Draws in this load context; a method of its own, since the compiler asks for its libraries when it compiles it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static string Draw(Figure figure) => PlotlyJson.Of(figure.ToChart());
}
