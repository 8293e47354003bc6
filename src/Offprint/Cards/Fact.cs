namespace Offprint.Cards;

/// <summary>A named value on a card.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value: text, or a number that is formatted by its size.</param>
/// <param name="Unit">Its unit, or <see langword="null"/> for a pure number or text.</param>
public sealed record Fact(string Name, TableCell Value, string? Unit = null);
