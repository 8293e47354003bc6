using Offprint.Cards;
using Offprint.Files;

namespace Offprint.Experiments;

/// <summary>A paper as a value: what it says, the experiments that show it, and the claims that they decide.</summary>
public abstract class Paper : IDescribable
{
    /// <summary>The paper's short name: of its notebook, its folder of results, its row in tables.</summary>
    public abstract string Slug { get; }

    /// <summary>Where it was published.</summary>
    public abstract Citation Citation { get; }

    /// <summary>What it says, in one or two sentences.</summary>
    public abstract string Summary { get; }

    /// <summary>The notebook's path in the project, with forward slashes.</summary>
    public abstract string Notebook { get; }

    /// <summary>The experiments, in the notebook's order.</summary>
    public abstract IReadOnlyList<IExperiment> Experiments { get; }

    /// <summary>Which stored results of the standard profile are of earlier network kernels. Default: none.</summary>
    public virtual IReadOnlyList<WaitingResults> Waiting => [];

    /// <summary>The claims that the experiments decide.</summary>
    public abstract IReadOnlyList<Claim> Claims { get; }

    /// <summary>The paper's own numbers.</summary>
    /// <param name="name">The file's name under <c>data/reported/&lt;slug&gt;</c>, without extension.</param>
    /// <returns>The table with its source.</returns>
    /// <exception cref="FileNotFoundException">There is no such table; the message lists those there are.</exception>
    public ReportedTable Reported(string name) => ReportedTable.Load(Path.Combine(ProjectFolders.Reported, Slug), name);

    /// <summary>Loads stored cells and computes what is missing.</summary>
    /// <param name="profile">How much to compute.</param>
    /// <param name="options">How to run; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Receives progress, not throttled.</param>
    /// <param name="cancellation">Stops the run; finished cells are stored and the next run resumes.</param>
    /// <returns>The results of all experiments that the profile includes.</returns>
    public async Task<PaperResults> RunAsync(
        Profile profile = Profile.Standard, RunOptions? options = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new RunOptions();
        CheckNames(options.Experiments);
        if (profile == Profile.Standard && !options.Recompute)
            options = options with { Waiting = Waiting };
        var results = new List<ExperimentResults>();
        foreach (var experiment in Experiments)
        {
            bool wanted = options.Experiments.Count == 0 || options.Experiments.Contains(experiment.Name);
            results.Add(await experiment.RunAsync(
                Slug, profile, wanted ? options : options with { OnlyStored = true }, progress, cancellation).ConfigureAwait(false));
        }
        return new PaperResults(this, profile, results);
    }

    /// <summary>Reads stored results and computes nothing.</summary>
    /// <param name="profile">Whose results.</param>
    /// <returns>The results; claims that need missing cells cannot be decided.</returns>
    public PaperResults LoadStored(Profile profile = Profile.Standard) =>
        RunAsync(profile, new RunOptions { OnlyStored = true }).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public Card Describe() => new(Citation.Title)
    {
        Subtitle = Citation.ToString(),
        Facts =
        [
            new Fact("Slug", Slug),
            new Fact("Says", Summary),
            new Fact("Notebook", Notebook),
            .. Citation.Url is { } url ? [new Fact("Read it", url)] : Array.Empty<Fact>(),
        ],
        Tables =
        [
            new CardTable("Experiments", ["Name", "Shows", "Smoke cells", "Standard cells"],
                [.. Experiments.Select(e => (IReadOnlyList<TableCell>)
                    [e.Name, e.Title, e.CellKeys(Profile.Smoke).Count, e.CellKeys(Profile.Standard).Count])]),
            new CardTable("Claims", ["Id", "Statement", "Source"],
                [.. Claims.Select(c => (IReadOnlyList<TableCell>)[c.Id, c.Statement, c.Source])]),
        ],
    };

    private void CheckNames(IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            if (Experiments.All(e => e.Name != name))
            {
                throw new ArgumentException(
                    $"{Slug} has no experiment '{name}'. It has: {string.Join(", ", Experiments.Select(e => e.Name))}.", nameof(names));
            }
        }
    }
}
