namespace Offprint.Cards;

/// <summary>
/// A value with a short name for people: a legend's entry, a row's heading. The name follows from the value, is stored nowhere and never
/// read back.
/// </summary>
public interface ILabeled
{
    /// <summary>The name.</summary>
    string Label { get; }
}
