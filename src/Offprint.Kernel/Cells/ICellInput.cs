namespace Offprint.Kernel.Cells;

/// <summary>Where a cell's questions to the person at the notebook go.</summary>
internal interface ICellInput
{
    /// <summary>Asks for a line of text and waits for it.</summary>
    /// <exception cref="InvalidOperationException">Nobody can answer.</exception>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    string Ask(string prompt, bool password, CancellationToken cancellation);
}
