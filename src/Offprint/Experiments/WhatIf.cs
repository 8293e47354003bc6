namespace Offprint.Experiments;

/// <summary>"What if": an experiment with a changed setting, computed now and shown by the same figures. Nothing is stored.</summary>
public static class WhatIf
{
    /// <summary>Changes settings of an experiment, computes what changes and returns results that the paper's exhibits accept.</summary>
    /// <typeparam name="TSettings">The settings' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <param name="results">The results to start from.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="change">The changed settings of a cell.</param>
    /// <param name="options">Which cells, which seeds, and what becomes of the stored ones; <see langword="null"/>: the first cell,
    /// alone.</param>
    /// <param name="progress">Receives progress; <see langword="null"/> for the notebook's own display.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <returns>The results with the experiment's cells replaced by the changed ones, or laid beside them.</returns>
    /// <exception cref="ArgumentException">No cell is meant, or a setting is out of its range; nothing was computed.</exception>
    /// <example><code>var fast = await results.TryAsync(paper.Mixture, s
    /// => s with { Scale = 20 });  fast.Show("guided-scores")</code></example>
    public static async Task<PaperResults> TryAsync<TSettings,
        TResult>(this PaperResults results, Experiment<TSettings, TResult> experiment,
        Func<TSettings, TSettings> change, WhatIfOptions<TSettings>? options = null, IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
        where TSettings : notnull
    {
        options ??= new();
        var all = experiment.Cells(results.Profile);
        var meant = options.Where is { } where ? [.. all.Where(c => where(c.Settings))] : all.Take(1).ToList();
        if (meant.Count == 0)
        {
            throw new ArgumentException(
                $"No cell of {experiment.Name} is meant. The profile {results.Profile.ToString().ToLowerInvariant()} has: " +
                $"{string.Join(", ", all.Select(c => c.Key))}.", nameof(options));
        }
        var changed = meant.Select(cell => cell with { Settings = change(cell.Settings), Seeds = options.Seeds ?? cell.Seeds }).ToList();
        foreach (var cell in changed)
            SettingsCheck.Require(cell.Settings, experiment.Name);
        using var shown = new ShownProgress(progress);
        var computed = await experiment.ComputeAsync(changed, options.Run, shown.Sink, cancellation).ConfigureAwait(false);
        if (!options.BesideStored)
            return results.With(new(experiment, [.. computed], []));
        var stored = results.Experiments.First(e => e.Experiment.Name == experiment.Name);
        return results.With(stored with { Cells = [.. stored.Cells,
            .. computed.Select(c => c with { Cell = c.Cell with { Key = c.Cell.Key + "-tried" } })] });
    }
}

/// <summary>What a "what if" computes.</summary>
/// <typeparam name="TSettings">The settings' type.</typeparam>
public sealed record WhatIfOptions<TSettings>
{
    /// <summary>Which cells are changed; <see langword="null"/> for the profile's first.</summary>
    public Func<TSettings, bool>? Where { get; init; }

    /// <summary>The seeds; <see langword="null"/> for the cells' own.</summary>
    public IReadOnlyList<int>? Seeds { get; init; }

    /// <summary>
    /// Whether the stored cells of the experiment stay beside the changed ones. Default: no, the changed ones stand alone.
    /// </summary>
    public bool BesideStored { get; init; }

    /// <summary>Workers and shared artifacts.</summary>
    public RunOptions Run { get; init; } = new();
}
