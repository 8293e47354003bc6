namespace Offprint.Kernel.Cells;

/// <summary>What a cell can ask of the engine that runs it.</summary>
public static class Notebook
{
    /// <summary>Cancelled when the cell is interrupted or its time is over; pass it to work that can be cancelled.</summary>
    public static CancellationToken Cancellation => CellHost.Current.Cancellation;

    /// <summary>Removes what the cell has shown so far.</summary>
    /// <param name="wait">True to remove it only when the next output comes, which avoids flicker.</param>
    public static void ClearOutput(bool wait = false) => CellHost.Current.Clear(wait);

    /// <summary>Asks the person at the notebook for a line of text.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="InvalidOperationException">The notebook runs where nobody can answer.</exception>
    public static string GetInput(string prompt = "") => CellHost.Current.Ask(prompt, password: false);

    /// <summary>Asks the person at the notebook for a line of text that is not shown while it is typed.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="InvalidOperationException">The notebook runs where nobody can answer.</exception>
    public static string GetPassword(string prompt = "") => CellHost.Current.Ask(prompt, password: true);
}
