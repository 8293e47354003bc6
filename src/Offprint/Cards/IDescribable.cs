namespace Offprint.Cards;

/// <summary>Something a person would look at: it describes itself as a <see cref="Card"/>, which notebooks and terminals render.</summary>
public interface IDescribable
{
    /// <summary>Describes this object as it is now.</summary>
    /// <returns>A card that holds no reference to tensors or other native memory.</returns>
    Card Describe();
}
