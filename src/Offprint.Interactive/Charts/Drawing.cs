using Offprint.Cards;
using Plotly.NET;

namespace Offprint.Interactive.Charts;

/// <summary>What the panels of one chart share: traces, colors by name, the legend, marks in the margins.</summary>
/// <param name="plotWidth">Width of all panels, in pixels.</param>
/// <param name="plotHeight">Height of all panels, in pixels.</param>
/// <param name="owned">The paper's colors.</param>
/// <param name="names">The names in the legend: the colors that the paper gives to them are nobody else's.</param>
internal sealed class Drawing(double plotWidth, double plotHeight, MethodColors? owned, IEnumerable<string> names)
{
    private readonly Dictionary<string, int> _colors = [];
    private readonly HashSet<int> _taken = [.. names.Select(name => owned?[name]).OfType<int>()];
    private readonly HashSet<string> _legend = [];

    public List<Trace> Traces { get; } = [];

    public List<DynamicObj.DynamicObj> Shapes { get; } = [];

    public List<DynamicObj.DynamicObj> Annotations { get; } = [];

    public Layout Layout { get; } = new();

    public double PlotWidth => plotWidth;

    public double PlotHeight => plotHeight;

    /// <summary>The names in the legend, in the order of their first use.</summary>
    public IReadOnlyCollection<string> Legend => _legend;

    /// <summary>A place in the palette: the one asked for, or one a name: the paper's, else the next that is free.</summary>
    public int ColorOf(string name, int? wanted)
    {
        if (wanted is { } index)
            return Math.Abs(index);
        if (owned?[name] is { } own)
            return own;
        if (_colors.TryGetValue(name, out int color))
            return color;
        color = owned?.Names.Count < Palette.Colors.Count ? owned.Names.Count : 0; // a method's color is nobody else's where there is room
        while (!_taken.Add(color))
            color++;
        return _colors[name] = color;
    }

    /// <summary>Whether the paper gives the name a color.</summary>
    public bool Owns(string name) => owned?[name] is not null;

    /// <summary>Whether this is the name's first use, which the legend then shows.</summary>
    public bool EnterLegend(string name) => name.Length > 0 && _legend.Add(name);

    public double[] DomainX(Panel panel) => [panel.Left / plotWidth, (panel.Left + panel.Width) / plotWidth];

    /// <summary>Plotly counts from the bottom.</summary>
    public double[] DomainY(Panel panel) => [1 - ((panel.Top + panel.Height) / plotHeight), 1 - (panel.Top / plotHeight)];
}
