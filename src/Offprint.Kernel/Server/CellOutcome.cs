using System.Text.Json.Nodes;
using Offprint.Kernel.Cells;

namespace Offprint.Kernel.Server;

/// <summary>How a cell ended.</summary>
/// <param name="Result">The formatted value of its last expression, if it has one.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
/// <param name="Expressions">What became of the request's expressions, by their names.</param>
internal sealed record CellOutcome(JsonObject? Result, CellError? Error, JsonObject? Expressions = null);
