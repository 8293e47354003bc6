namespace Offprint.Cards;

/// <summary>A neutral description: a title, facts with units, tables and figures.</summary>
/// <param name="Title">What it is, in a few words.</param>
public sealed record Card(string Title) : IDescribable
{
    /// <summary>One line under the title: the kind of thing, a citation, a state.</summary>
    public string? Subtitle { get; init; }

    /// <summary>Named values, in the order in which they are shown.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>Tables, shown under the facts.</summary>
    public IReadOnlyList<CardTable> Tables { get; init; } = [];

    /// <summary>Figures, shown last.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>A closing remark, in plain text.</summary>
    public string? Note { get; init; }

    /// <inheritdoc/>
    public Card Describe() => this;
}
