using System.Diagnostics;
using Offprint.Files.Tables;
using Offprint.Tensors;
using Offprint.Tensors.Kernels;

namespace Offprint.Experiments;

/// <summary>An experiment of a paper, whatever its settings and results.</summary>
public interface IExperiment
{
    /// <summary>A short name, unique in the paper: part of stored files' paths.</summary>
    string Name { get; }

    /// <summary>What it shows, in a sentence.</summary>
    string Title { get; }

    /// <summary>The names of a profile's cells.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>One name a cell; empty where the profile does not include the experiment.</returns>
    IReadOnlyList<string> CellKeys(Profile profile);

    /// <summary>Finished cells, each able to compute itself again.</summary>
    /// <param name="paper">The paper's slug.</param>
    /// <param name="profile">Whose cells.</param>
    /// <param name="store">Where they are stored.</param>
    /// <returns>The stored cells, in the profile's order.</returns>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it.</exception>
    IReadOnlyList<StoredCell> StoredCells(string paper, Profile profile, ResultStore store);

    /// <summary>Results as a table: settings and results side by side, a row a seed, point or part of a result.</summary>
    /// <param name="results">Results of this experiment.</param>
    /// <returns>The table, named by the experiment.</returns>
    ColumnTable ToTable(ExperimentResults results);

    /// <summary>What the cells that are not stored yet will cost, measured on this machine within seconds.</summary>
    /// <param name="paper">The paper's slug.</param>
    /// <param name="profile">Whose cells.</param>
    /// <param name="options">How to run.</param>
    /// <param name="cancellation">Stops after the measurement at hand.</param>
    /// <returns>Seconds of one core, a cell; empty where nothing is left or the experiment cannot tell.</returns>
    /// <exception cref="DllNotFoundException">A simulator is missing; the message says how to install it.</exception>
    IReadOnlyDictionary<string, double> EstimateSeconds(string paper, Profile profile, RunOptions options, CancellationToken cancellation);

    /// <summary>Loads stored cells and computes the rest.</summary>
    /// <param name="paper">The paper's slug.</param>
    /// <param name="profile">Whose cells.</param>
    /// <param name="options">How to run.</param>
    /// <param name="progress">Receives progress.</param>
    /// <param name="cancellation">Stops the run; finished cells are stored.</param>
    /// <returns>The cells with their results.</returns>
    Task<ExperimentResults> RunAsync(string paper, Profile profile, RunOptions options, IProgress<RunProgress>? progress,
        CancellationToken cancellation);
}

/// <summary>The results of one experiment.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Cells">Its finished cells, each a <see cref="CellResult{TSettings,TResult}"/>.</param>
/// <param name="Missing">Names of cells that are not computed yet.</param>
public sealed record ExperimentResults(IExperiment Experiment, IReadOnlyList<object> Cells, IReadOnlyList<string> Missing)
{
    /// <summary>Names of cells whose results are of earlier network kernels.</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];
}

/// <summary>An experiment: it splits a profile into cells and computes a cell.</summary>
/// <typeparam name="TSettings">A record that System.Text.Json can write.</typeparam>
/// <typeparam name="TResult">A record that System.Text.Json can write and read back.</typeparam>
public abstract class Experiment<TSettings, TResult> : IExperiment
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Title { get; }

    /// <summary>Raised when the code changes what a cell computes, so that stored results are not mistaken for new ones.</summary>
    public virtual int Version => 1;

    /// <summary>
    /// The largest relative difference to be expected on other machines, where sums are rounded in another order; on machines that agree
    /// results have the same bits. <see langword="null"/> where rounding decides what is computed next, as in a search that keeps the
    /// better
    /// of two candidates or a long training: what another machine computes is then another draw, and only machines that agree are compared.
    /// </summary>
    public virtual double? Tolerance => 1e-6;

    /// <summary>
    /// The version of the network kernels that decides the bits of a cell's result: <see cref="NetworkKernels.Version"/> where it trains a
    /// multilayer perceptron, <see langword="null"/> (the default) where it does not.
    /// </summary>
    /// <param name="settings">The cell's settings.</param>
    /// <returns>The version.</returns>
    protected virtual int? NetworkNumerics(TSettings settings) => null;

    /// <summary>Splits a profile into cells.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>The cells; empty where the profile does not include the experiment.</returns>
    public abstract IReadOnlyList<Cell<TSettings>> Cells(Profile profile);

    /// <summary>Computes a cell. Cells run side by side on threads of their own.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="context">Seeds, shared artifacts, progress, cancellation.</param>
    /// <returns>The result: the same bits for the same settings and seeds on the same machine.</returns>
    public abstract TResult Run(Cell<TSettings> cell, RunContext context);

    /// <inheritdoc/>
    public IReadOnlyList<string> CellKeys(Profile profile) => [.. CheckedCells(profile).Select(c => c.Key)];

    /// <inheritdoc/>
    public IReadOnlyList<StoredCell> StoredCells(string paper, Profile profile, ResultStore store) =>
    [
        .. CheckedCells(profile).Select(cell => (Cell: cell, Key: KeyOf(paper, cell)))
            .Select(c => store.TryLoad<TResult>(c.Key, out var stored)
                ? new StoredCell<TSettings, TResult>(this, c.Cell, c.Key, stored)
                : null)
            .OfType<StoredCell>(),
    ];

    /// <inheritdoc/>
    public ColumnTable ToTable(ExperimentResults results) => ResultRows.Of(
        Name, results.Cells.Cast<CellResult<TSettings, TResult>>().SelectMany(TableParts));

    /// <summary>A cell as parts that have rows of their own in a table, such as the methods that it compares. Default: one part.</summary>
    /// <param name="cell">The cell.</param>
    /// <returns>Its parts.</returns>
    protected virtual IEnumerable<CellResult<TSettings, TResult>> TableParts(CellResult<TSettings, TResult> cell) => [cell];

    /// <summary>What a cell will cost on this machine, measured within seconds.</summary>
    /// <param name="cell">The cell.</param>
    /// <returns>Seconds of one core; <see langword="null"/> (the default) where the experiment cannot tell.</returns>
    protected virtual double? EstimateSeconds(Cell<TSettings> cell) => null;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> EstimateSeconds(string paper, Profile profile, RunOptions options,
        CancellationToken cancellation)
    {
        var store = options.Store ?? ResultStore.For(profile);
        var seconds = new Dictionary<string, double>();
        foreach (var cell in CheckedCells(profile).Where((_, i) => i % options.ShardCount == options.Shard))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!store.TryLoad<TResult>(KeyOf(paper, cell), out _) && EstimateSeconds(cell) is { } own)
                seconds[cell.Key] = own;
        }
        return seconds;
    }

    /// <inheritdoc/>
    public async Task<ExperimentResults> RunAsync(
        string paper, Profile profile, RunOptions options, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        var cells = CheckedCells(profile);
        var store = options.Store ?? ResultStore.For(profile);
        var results = new CellResult<TSettings, TResult>?[cells.Count];
        List<int> computed = [];
        List<string> waiting = [];
        for (int i = 0; i < cells.Count; i++)
        {
            if (store.TryLoad<TResult>(KeyOf(paper, cells[i]), out var stored))
                results[i] = new CellResult<TSettings, TResult>(cells[i], stored.Result, stored.Provenance);
            else if (EarlierKeyOf(paper, cells[i], options) is { } key && store.TryLoad(key, out stored))
            {
                results[i] = new CellResult<TSettings, TResult>(cells[i], stored.Result, stored.Provenance);
                waiting.Add(cells[i].Key);
            }
            else if (!options.OnlyStored && i % options.ShardCount == options.Shard)
                computed.Add(i);
        }
        if (computed.Count > 0)
        {
            var meter = new ProgressMeter(Title, cells.Sum(c => c.Cost), cells.Sum(c => c.Cost) - computed.Sum(i => cells[i].Cost),
                progress);
            await ComputeAsync(paper, [.. computed.Select(i => (i, cells[i]))], results, store, options, meter, cancellation)
                .ConfigureAwait(false);
        }
        return new ExperimentResults(this, [.. results.OfType<object>()],
            [.. Enumerable.Range(0, cells.Count).Where(i => results[i] is null).Select(i => cells[i].Key)]) { Waiting = waiting };
    }

    /// <summary>A profile's cells; two of one name, or one method twice in a cell, are mistakes of the experiment's author.</summary>
    private IReadOnlyList<Cell<TSettings>> CheckedCells(Profile profile)
    {
        var cells = Cells(profile);
        var known = new Dictionary<string, Cell<TSettings>>(StringComparer.Ordinal);
        foreach (var cell in cells)
        {
            SettingsCheck.Require(cell.Settings!, Name);
            if (!known.TryAdd(cell.Key, cell))
            {
                throw new InvalidOperationException($"Two cells of {Name} are called {cell.Key}: {known[cell.Key].Settings} and " +
                    $"{cell.Settings}. Let the name tell what differs, or keep one of them.");
            }
        }
        return cells;
    }

    /// <summary>Computes cells, whether a result of theirs is stored or not, and stores nothing.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="options">Workers and shared artifacts.</param>
    /// <param name="progress">Receives progress.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <returns>The cells with their results, in the given order.</returns>
    internal async Task<IReadOnlyList<CellResult<TSettings, TResult>>> ComputeAsync(
        IReadOnlyList<Cell<TSettings>> cells, RunOptions options, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        var meter = new ProgressMeter(Title, cells.Sum(c => c.Cost), 0, progress);
        var results = new CellResult<TSettings, TResult>[cells.Count];
        await SideBySideAsync([.. cells.Select((cell, i) => (i, cell))], options, meter, (index, cell, stop) =>
            results[index] = Compute(cell, options.Artifacts ?? Artifacts.Default, meter, stop), cancellation).ConfigureAwait(false);
        return results;
    }

    private Task ComputeAsync(string paper, IReadOnlyList<(int Index, Cell<TSettings> Cell)> waiting,
        CellResult<TSettings, TResult>?[] results, ResultStore store, RunOptions options, ProgressMeter meter,
        CancellationToken cancellation)
    {
        var artifacts = options.Artifacts ?? Artifacts.Default;
        return SideBySideAsync(waiting, options, meter, (index, cell, stop) =>
        {
            // Another process on the same store may have been here since.
            if (store.TryLoad<TResult>(KeyOf(paper, cell), out var stored))
            {
                results[index] = new CellResult<TSettings, TResult>(cell, stored.Result, stored.Provenance);
                return;
            }
            var computed = Compute(cell, artifacts, meter, stop);
            store.Save(KeyOf(paper, cell), computed.Result, computed.Provenance);
            results[index] = computed;
        }, cancellation);
    }

    /// <summary>Works on cells on threads of their own, as many at a time as there are workers.</summary>
    private static Task SideBySideAsync(IReadOnlyList<(int Index, Cell<TSettings> Cell)> cells, RunOptions options, ProgressMeter meter,
        Action<int, Cell<TSettings>, CancellationToken> work, CancellationToken cancellation)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Workers), CancellationToken = cancellation };
        return Parallel.ForEachAsync(cells, parallel, (item, stop) => new ValueTask(Task.Factory.StartNew(() =>
        {
            LibTorch.EnterWorker();
            work(item.Index, item.Cell, stop);
            meter.Finish(item.Cell.Key, item.Cell.Cost);
        }, stop, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
    }

    private CellResult<TSettings, TResult> Compute(Cell<TSettings> cell, Artifacts artifacts, ProgressMeter meter,
        CancellationToken cancellation)
    {
        var started = DateTime.UtcNow;
        var clock = Stopwatch.StartNew();
        var marks = new MarkLog();
        void Report(double share, string? detail) => meter.Update(cell.Key, share * cell.Cost, detail);
        var context = new RunContext(cell.Seeds, artifacts, Report, cancellation) { Marks = marks };
        var result = Run(cell, context);
        var provenance = Provenance.Here(started, clock.Elapsed.TotalSeconds) with { Marks = marks.Marks is [] ? null : new(marks.Marks) };
        return new CellResult<TSettings, TResult>(cell, result, provenance);
    }

    private CellKey KeyOf(string paper, Cell<TSettings> cell) =>
        CellKey.Of(paper, Name, Version, cell) with { NetworkNumerics = NetworkNumerics(cell.Settings) };

    /// <summary>The key of the result that is taken while the cell waits to be computed again.</summary>
    private CellKey? EarlierKeyOf(string paper, Cell<TSettings> cell, RunOptions options) =>
        NetworkNumerics(cell.Settings) is not null && options.Waiting.FirstOrDefault(w => w.Experiment == Name) is { } earlier
            ? CellKey.Of(paper, Name, Version, cell) with { NetworkNumerics = earlier.NetworkNumerics }
            : null;
}
