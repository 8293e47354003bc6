namespace Offprint.Experiments;

/// <summary>The unit that is computed, stored and resumed: one setting with its seeds.</summary>
/// <typeparam name="TSettings">A record that System.Text.Json can write; it decides, with the seeds, which stored result is meant.</typeparam>
/// <param name="Key">A short name, unique in the experiment; part of the stored file's name.</param>
/// <param name="Settings">What to compute.</param>
/// <param name="Seeds">The seeds to compute it with.</param>
public sealed record Cell<TSettings>(string Key, TSettings Settings, IReadOnlyList<int> Seeds)
{
    /// <summary>The expected work relative to other cells, for the progress display.</summary>
    public double Cost { get; init; } = 1;
}

/// <summary>A cell with its result.</summary>
/// <typeparam name="TSettings">The settings' type.</typeparam>
/// <typeparam name="TResult">The result's type.</typeparam>
/// <param name="Cell">The cell.</param>
/// <param name="Result">What was computed.</param>
/// <param name="Provenance">By which code, where, and in how many seconds.</param>
public sealed record CellResult<TSettings, TResult>(Cell<TSettings> Cell, TResult Result, Provenance Provenance)
{
    /// <summary>The cell's settings.</summary>
    public TSettings Settings => Cell.Settings;
}
