namespace Offprint.Experiments;

/// <summary>
/// Declares that a number of a result was measured on a machine, such as seconds: a later run computes another one, and a comparison of
/// runs leaves it out.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MeasuredAttribute : Attribute;
