namespace Offprint.Kernel.Dialect;

/// <summary>A line that speaks to the engine: <c>#r "…"</c>, <c>#i "…"</c> or a magic such as <c>#!time</c>.</summary>
/// <param name="Name">With its mark: <c>#r</c>, <c>#!time</c>.</param>
/// <param name="Arguments">The rest of the line; without the quotes for <c>#r</c> and <c>#i</c>.</param>
/// <param name="Line">Its line in the cell, from 1.</param>
/// <param name="Language">The language that it stands in.</param>
internal sealed record CellDirective(string Name, string Arguments, int Line, string Language = Languages.CSharp);
