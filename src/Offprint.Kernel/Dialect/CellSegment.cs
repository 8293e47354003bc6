namespace Offprint.Kernel.Dialect;

/// <summary>A part of a cell that is in one language.</summary>
/// <param name="Language">The language's name, such as <c>csharp</c>.</param>
/// <param name="Code">Its text, below as many empty lines as stand above it in the cell, so that line numbers are the cell's.</param>
/// <param name="Directives">What to do before it runs.</param>
internal sealed record CellSegment(string Language, string Code, IReadOnlyList<CellDirective> Directives)
{
    public bool HasCode => !string.IsNullOrWhiteSpace(Code);
}
