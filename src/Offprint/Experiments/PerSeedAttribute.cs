namespace Offprint.Experiments;

/// <summary>
/// Marks a list of a result that has one value a seed, in the order of the cell's seeds (of nested lists the inner ones): in a table of
/// rows the seed then stands beside its value. Other lists are numbered by their place.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PerSeedAttribute : Attribute;
