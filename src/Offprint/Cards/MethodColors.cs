namespace Offprint.Cards;

/// <summary>
/// One color a method: the places in the palette that a paper gives to the names in its figures, whatever else they show.
/// </summary>
/// <param name="names">The names, the first of which takes the palette's first color.</param>
/// <example><code>figure with { Colors = paper.Colors }</code></example>
public sealed class MethodColors(params IReadOnlyList<string> names)
{
    /// <summary>The names, in the order of the palette.</summary>
    public IReadOnlyList<string> Names { get; } = names.Distinct().Count() == names.Count ? [.. names]
        : throw new ArgumentException($"A name has one color; there are several of: {string.Join(", ", names)}.", nameof(names));

    /// <summary>A name's place in the palette.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Its place; <see langword="null"/> where it has none.</returns>
    public int? this[string name]
    {
        get
        {
            for (int i = 0; i < Names.Count; i++)
            {
                if (Names[i] == name)
                    return i;
            }
            return null;
        }
    }
}
