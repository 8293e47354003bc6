namespace Offprint.Kernel.Cells;

/// <summary>The questions that a cell can ask the person at the notebook, under the names that .NET Interactive gave them.</summary>
public static class Kernel
{
    /// <summary>Asks for a line of text.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="InvalidOperationException">The notebook runs where nobody can answer.</exception>
    public static Task<string> GetInputAsync(string prompt = "") => Task.FromResult(Notebook.GetInput(prompt));

    /// <summary>Asks for a line of text that is not shown while it is typed.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="InvalidOperationException">The notebook runs where nobody can answer.</exception>
    public static Task<string> GetPasswordAsync(string prompt = "") => Task.FromResult(Notebook.GetPassword(prompt));
}
