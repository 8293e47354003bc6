namespace Offprint.Cards;

/// <summary>The data of a chart, without a charting library: the extension draws it.</summary>
/// <param name="Title">The chart's title.</param>
public abstract record Figure(string Title) : IDescribable
{
    /// <summary>The text under the chart: what is shown, over how many seeds, what the bands are.</summary>
    public string? Caption { get; init; }

    /// <summary>The horizontal axis.</summary>
    public Axis X { get; init; } = new("");

    /// <summary>The vertical axis.</summary>
    public Axis Y { get; init; } = new("");

    /// <summary>Lines drawn across the whole chart.</summary>
    public IReadOnlyList<ReferenceLine> References { get; init; } = [];

    /// <summary>The colors of names that have one; <see langword="null"/> takes the palette's in order of appearance.</summary>
    public MethodColors? Colors { get; init; }

    /// <inheritdoc/>
    public Card Describe() => new(Title) { Figures = [this] };
}

/// <summary>An axis of a chart.</summary>
/// <param name="Label">Its quantity, with the unit in brackets.</param>
/// <param name="Logarithmic">Whether its scale is logarithmic.</param>
/// <param name="Low">The lowest value shown; <see langword="null"/> fits the data.</param>
/// <param name="High">The highest value shown; <see langword="null"/> fits the data.</param>
public sealed record Axis(string Label, bool Logarithmic = false, double? Low = null, double? High = null)
{
    /// <summary>Whether one unit of this axis is as long as one of the other, as in a map.</summary>
    public bool EqualAspect { get; init; }
}

/// <summary>A line across a chart at one value of an axis.</summary>
/// <param name="Value">The value.</param>
/// <param name="Label">Its label.</param>
/// <param name="Vertical">Whether the line is vertical, at a value of the horizontal axis.</param>
public sealed record ReferenceLine(double Value, string Label, bool Vertical = false);
