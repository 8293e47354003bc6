namespace Offprint.Files;

/// <summary>
/// The short name under which a record is written where its abstract base is stored: <c>{"kind": "td3-bc", …}</c>. It is part of the digest
/// of every result that rests on it, so it stays when the class is renamed.
/// </summary>
/// <param name="name">Lower-case letters, digits and hyphens; unique among the records of one base.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KindAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}

/// <summary>
/// Marks a property that an options record gained after results had been stored: written results know nothing of it, so it is left out of
/// the digest at exactly the value that equals the earlier behavior.
/// </summary>
/// <param name="earlierBehavior">That value, as it is written in JSON: <c>"0"</c>, <c>"false"</c>, <c>"\"Mean\""</c>.</param>
/// <remarks>A property whose earlier behavior is <see langword="null"/> needs no mark: nulls are never written.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AddedLaterAttribute(string earlierBehavior) : Attribute
{
    /// <summary>The value in JSON.</summary>
    public string EarlierBehavior { get; } = earlierBehavior;
}
