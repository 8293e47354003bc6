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

    /// <summary>The figures and tables, in the notebook's order.</summary>
    public virtual IReadOnlyList<Exhibit> Exhibits => [];

    /// <summary>The color of each method in all exhibits; <see langword="null"/> (the default) where figures choose their own.</summary>
    public virtual MethodColors? Colors => null;

    /// <summary>An exhibit by its id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The exhibit.</returns>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public Exhibit Exhibit(string id) => Exhibits.FirstOrDefault(e => e.Id == id) ?? throw new ArgumentException(
        $"{Slug} has no exhibit '{id}'. It has: {string.Join(", ", Exhibits.Select(e => e.Id))}.", nameof(id));

    /// <summary>An experiment by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The experiment.</returns>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public IExperiment Experiment(string name) => Experiments.FirstOrDefault(e => e.Name == name) ?? throw new ArgumentException(
        $"{Slug} has no experiment '{name}'. It has: {string.Join(", ", Experiments.Select(e => e.Name))}.", nameof(name));

    /// <summary>The paper's own numbers.</summary>
    /// <param name="name">The file's name under <c>data/reported/&lt;slug&gt;</c>, without extension.</param>
    /// <returns>The table with its source.</returns>
    /// <exception cref="FileNotFoundException">There is no such table; the message lists those there are.</exception>
    public ReportedTable Reported(string name) => ReportedTable.Load(Path.Combine(ProjectFolders.Reported, Slug), name);

    /// <summary>Loads stored cells and computes what is missing.</summary>
    /// <param name="profile">How much to compute.</param>
    /// <param name="options">How to run; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Receives progress, not throttled; <see langword="null"/> for the notebook's own display.</param>
    /// <param name="cancellation">Stops the run; finished cells are stored and the next run resumes.</param>
    /// <returns>The results of all experiments that the profile includes.</returns>
    public async Task<PaperResults> RunAsync(
        Profile profile = Profile.Standard, RunOptions? options = null, IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new RunOptions();
        foreach (string name in options.Experiments)
            Experiment(name);
        if (profile == Profile.Standard && !options.Recompute)
            options = options with { Waiting = Waiting };
        using var shown = new ShownProgress(progress);
        var results = new List<ExperimentResults>();
        foreach (var experiment in Experiments)
        {
            bool wanted = options.Experiments.Count == 0 || options.Experiments.Contains(experiment.Name);
            results.Add(await experiment.RunAsync(
                Slug, profile, wanted ? options : options with { OnlyStored = true }, shown.Sink, cancellation).ConfigureAwait(false));
        }
        return new PaperResults(this, profile, results);
    }

    /// <summary>Loads stored cells and computes what is missing.</summary>
    /// <param name="profile">"smoke", "standard" or "paper", in any case: a notebook's parameter.</param>
    /// <param name="options">How to run; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Receives progress, not throttled; <see langword="null"/> for the notebook's own display.</param>
    /// <param name="cancellation">Stops the run; finished cells are stored and the next run resumes.</param>
    /// <returns>The results of all experiments that the profile includes.</returns>
    /// <exception cref="ArgumentException">There is no such profile; the message lists those there are.</exception>
    public Task<PaperResults> RunAsync(
        string profile, RunOptions? options = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default) =>
        RunAsync(ParseProfile(profile), options, progress, cancellation);

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
            CardTable.Of("Experiments", Experiments, ("Name", e => e.Name), ("Shows", e => e.Title),
                ("Smoke cells", e => e.CellKeys(Profile.Smoke).Count), ("Standard cells", e => e.CellKeys(Profile.Standard).Count)),
            CardTable.Of("Exhibits", Exhibits, ("Id", e => e.Id), ("Stands for", e => e.Source)) with { Folded = true },
            CardTable.Of("Claims", Claims, ("Id", c => c.Id),
                (new TableColumn("Statement") { Wide = true }, c =>
                    new TableCell { Text = c.Statement, Detail = c.Source })) with { Folded = true },
        ],
    };

    private static Profile ParseProfile(string name) => Enum.TryParse(name, ignoreCase: true, out Profile profile)
        && Enum.IsDefined(profile)
        ? profile
        : throw new ArgumentException(
            $"There is no profile '{name}'. There is: {string.Join(", ", Enum.GetNames<Profile>()).ToLowerInvariant()}.", nameof(name));
}
