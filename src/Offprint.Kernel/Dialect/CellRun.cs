using Offprint.Kernel.Cells;

namespace Offprint.Kernel.Dialect;

/// <summary>What a language or a directive may use while a cell runs.</summary>
/// <param name="Scope">Where its outputs go.</param>
/// <param name="Name">What the cell is called in stack traces.</param>
/// <param name="Cancellation">Cancelled when the cell is interrupted.</param>
internal sealed record CellRun(CellScope Scope, string Name, CancellationToken Cancellation);
