namespace Offprint.Cards;

/// <summary>How the points of a series are joined.</summary>
public enum Stroke
{
    /// <summary>A solid line.</summary>
    Solid,

    /// <summary>A dashed line: reported numbers, theory.</summary>
    Dashed,

    /// <summary>A dotted line.</summary>
    Dotted,

    /// <summary>No line, markers only.</summary>
    None,
}

/// <summary>Points of a chart with an optional band.</summary>
/// <param name="Name">The legend's entry.</param>
/// <param name="X">Horizontal positions.</param>
/// <param name="Y">Vertical positions, as many; NaN leaves a gap.</param>
public sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>The band's lower edge, one value a point.</summary>
    public IReadOnlyList<double>? Low { get; init; }

    /// <summary>The band's upper edge, one value a point.</summary>
    public IReadOnlyList<double>? High { get; init; }

    /// <summary>How points are joined.</summary>
    public Stroke Stroke { get; init; }

    /// <summary>Whether points carry markers.</summary>
    public bool Markers { get; init; }

    /// <summary>Whether the curve is closed and its inside is tinted.</summary>
    public bool Filled { get; init; }

    /// <summary>The place in the palette; series that share it are of one color. <see langword="null"/> takes the
    /// name's in <see cref="Figure.Colors"/>, else the next.</summary>
    public int? Color { get; init; }
}
