using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineToOnline.WsrlStudy;

/// <summary>The figure of part A.</summary>
internal static class WsrlSpiralFigures
{
    /// <summary>The five curves.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Values against updates.</returns>
    public static LineFigure Curves(PaperResults results)
    {
        var cells = results.Of(Papers.Wsrl.Spiral);
        return new("The downward spiral in one weight", [.. cells.Select(cell => new Series(Name(cell.Settings),
            [.. cell.Result.Values.Select((_, t) => (double)t)], cell.Result.Values)
        {
            Stroke = cell.Settings.Retained > 0 ? Stroke.Dashed : Stroke.Solid,
        })])
        {
            X = new("updates"), Y = new("value of the buffer's rows"), References = [new(cells[0].Result.Values[0], "at the switch")],
            Caption = "Exact. c: how much successors' values follow the buffer's; b: how far they lie off it. The curve with both causes " +
                $"would come to rest at {NumberText.Format(cells[0].Result.FixedPoint)}.",
        };
    }

    private static string Name(SpiralSettings settings) =>
        FormattableString.Invariant($"c = {settings.Generalization}, b = {settings.Offset}")
        .Replace('-', '−') + (settings.Retained > 0 ? ", half retained" : "");
}
