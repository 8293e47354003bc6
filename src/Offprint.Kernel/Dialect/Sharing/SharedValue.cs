namespace Offprint.Kernel.Dialect.Sharing;

/// <summary>A value on its way from one language to another.</summary>
/// <param name="Value">The value itself.</param>
/// <param name="Type">The type that its variable was declared with.</param>
internal sealed record SharedValue(object? Value, Type Type);
