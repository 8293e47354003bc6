namespace Offprint.Interactive.Charts;

/// <summary>A rectangle of the drawing in which one figure is drawn, in pixels from the top left of the plotting area.</summary>
internal readonly record struct Panel(int Index, double Left, double Top, double Width, double Height)
{
    public string X => Index == 1 ? "x" : "x" + Number;

    public string Y => Index == 1 ? "y" : "y" + Number;

    public string XAxis => Index == 1 ? "xaxis" : "xaxis" + Number;

    public string YAxis => Index == 1 ? "yaxis" : "yaxis" + Number;

    private string Number => Index.ToString(CultureInfo.InvariantCulture);
}
