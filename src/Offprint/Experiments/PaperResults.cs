using Offprint.Cards;
using Offprint.Files.Tables;

namespace Offprint.Experiments;

/// <summary>A paper's results under one profile.</summary>
/// <remarks>
/// Figures and tables show what is there and name what is missing. A claim is stricter: it is undecided as long as a cell of an experiment
/// that it asks for is missing.
/// </remarks>
public sealed class PaperResults : IDescribable
{
    private readonly IReadOnlyList<ExperimentResults> _experiments;
    private readonly bool _complete;
    private readonly List<string> _left = [];
    private readonly SortedSet<string> _waiting = new(StringComparer.Ordinal); // experiments whose earlier results were given out

    /// <summary>Gathers the results of a paper's experiments.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="experiments">The results of its experiments.</param>
    public PaperResults(Paper paper, Profile profile, IReadOnlyList<ExperimentResults> experiments)
        : this(paper, profile, experiments, complete: false)
    {
    }

    private PaperResults(Paper paper, Profile profile, IReadOnlyList<ExperimentResults> experiments, bool complete) =>
        (Paper, Profile, _experiments, _complete) = (paper, profile, experiments, complete);

    /// <summary>The paper.</summary>
    public Paper Paper { get; }

    /// <summary>The profile.</summary>
    public Profile Profile { get; }

    /// <summary>The results of each experiment.</summary>
    public IReadOnlyList<ExperimentResults> Experiments => _experiments;

    /// <summary>The results of an experiment: the cells of the profile that are computed.</summary>
    /// <typeparam name="TSettings">Its settings' type.</typeparam>
    /// <typeparam name="TResult">Its results' type.</typeparam>
    /// <param name="experiment">The experiment.</param>
    /// <returns>Cells in the experiment's order, at least one.</returns>
    /// <exception cref="MissingResultsException">The profile leaves the experiment out, no cell is computed yet, or a claim asks and one is
    /// missing.</exception>
    public IReadOnlyList<CellResult<TSettings, TResult>> Of<TSettings, TResult>(Experiment<TSettings, TResult> experiment)
    {
        var results = Find(experiment);
        if (results is null || results.Cells.Count + results.Missing.Count == 0)
            throw new MissingResultsException($"The profile {ProfileName} leaves out {experiment.Name}.");
        if (results.Missing.Count > 0)
        {
            string missing = NotComputed(results);
            if (_complete || results.Cells.Count == 0)
                throw new MissingResultsException(missing);
            _left.Add(missing);
        }
        return [.. results.Cells.Cast<CellResult<TSettings, TResult>>().Select(cell => Given(results, cell))];
    }

    /// <summary>The result of one cell.</summary>
    /// <typeparam name="TSettings">The settings' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <param name="experiment">The experiment.</param>
    /// <param name="key">The cell's short name.</param>
    /// <returns>The cell with its result.</returns>
    /// <exception cref="MissingResultsException">The profile leaves the cell out, or it is not computed yet.</exception>
    public CellResult<TSettings, TResult> Of<TSettings, TResult>(Experiment<TSettings, TResult> experiment, string key) =>
        Find(experiment) is { } results && results.Cells.Cast<CellResult<TSettings,
            TResult>>().FirstOrDefault(c => c.Cell.Key == key) is { } found
            ? Given(results, found)
            : throw Lacks(experiment, key);

    /// <summary>The result of the cell whose settings satisfy a condition.</summary>
    /// <typeparam name="TSettings">The settings' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <param name="experiment">The experiment.</param>
    /// <param name="where">The condition; of several cells that satisfy it the first is meant.</param>
    /// <returns>The cell with its result.</returns>
    /// <exception cref="MissingResultsException">The profile leaves such cells out, or they are not computed yet.</exception>
    public CellResult<TSettings, TResult> Of<TSettings, TResult>(Experiment<TSettings, TResult> experiment, Func<TSettings, bool> where)
    {
        if (Find(experiment) is { } results && results.Cells.Cast<CellResult<TSettings,
            TResult>>().FirstOrDefault(c => where(c.Settings)) is { } found)
            return Given(results, found);
        throw experiment.Cells(Profile).FirstOrDefault(c => where(c.Settings)) is { } missing
            ? Lacks(experiment, missing.Key)
            : new MissingResultsException($"The profile {ProfileName} leaves out the cells of {experiment.Name} that are asked for.");
    }

    /// <summary>Draws an exhibit of the paper.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The figure or table, or a card that says what it would need: a notebook runs under every profile.</returns>
    /// <exception cref="ArgumentException">The paper has no such exhibit; the message lists those it has.</exception>
    public IDescribable Show(string id) => Show(Paper.Exhibit(id).Draw);

    /// <summary>A figure or a table of these results, or a card that says what it would need.</summary>
    /// <param name="make">Makes the figure.</param>
    /// <returns>What is to be shown; where cells are missing, with a note that names them.</returns>
    public IDescribable Show(Func<PaperResults, IDescribable> make)
    {
        var own = new PaperResults(Paper, Profile, _experiments);
        try
        {
            IDescribable made = Colored(make(own));
            if (own._left.Count == 0)
                return made;
            Card card = made.Describe();
            return card with { Note = string.Join(" ", [.. own._left.Distinct(), .. card.Note is { } note ? [note]
                : Array.Empty<string>()]) };
        }
        catch (MissingResultsException e)
        {
            return new Card("Not computed") { Note = e.Message };
        }
        catch (InvalidOperationException) when (own._left.Count > 0)
        {
            // the drawing looked for a cell that is missing
            return new Card("Not computed") { Note = string.Join(" ", own._left.Distinct()) };
        }
    }

    private IDescribable Colored(IDescribable made) =>
        made is Figure { Colors: null } figure && Paper.Colors is { } colors ? figure with { Colors = colors } : made;

    /// <summary>Decides the paper's claims.</summary>
    /// <returns>One outcome a claim, in the paper's order.</returns>
    public IReadOnlyList<EvaluatedClaim> EvaluateClaims()
    {
        var complete = new PaperResults(Paper, Profile, _experiments, complete: true);
        return [.. Paper.Claims.Select(claim => new EvaluatedClaim(claim, Decide(claim, complete), Profile))];
    }

    /// <summary>Results of an experiment as a table: settings and results side by side, a row a seed, point or part of a result.</summary>
    /// <param name="experiment">The experiment's name.</param>
    /// <returns>The table; <c>ToFrame</c> makes a Deedle frame of it.</returns>
    /// <exception cref="ArgumentException">The paper has no such experiment; the message lists those it has.</exception>
    /// <exception cref="MissingResultsException">No cell of it is computed; the message has the command that computes it.</exception>
    public ColumnTable ToTable(string experiment)
    {
        var results = Find(Paper.Experiment(experiment));
        return results is { Cells.Count: > 0 }
            ? results.Experiment.ToTable(results)
            : throw new MissingResultsException($"No cell of {experiment} is computed: run `{Command}`.");
    }

    /// <summary>These results with others in the place of an experiment's.</summary>
    /// <param name="results">The experiment's results.</param>
    /// <returns>The results; these are not changed.</returns>
    public PaperResults With(ExperimentResults results) =>
        new(Paper, Profile, [.. _experiments.Select(e => e.Experiment.Name == results.Experiment.Name ? results : e)]);

    /// <inheritdoc/>
    public Card Describe() => new(Paper.Citation.Title)
    {
        Subtitle = $"Claims, profile {ProfileName}",
        Tables = [ClaimTable.Of(EvaluateClaims())],
    };

    private string ProfileName => Profile.ToString().ToLowerInvariant();

    private ExperimentResults? Find(IExperiment experiment) => _experiments.FirstOrDefault(e => e.Experiment.Name == experiment.Name);

    /// <summary>Remembers that a cell waits to be computed again.</summary>
    private CellResult<TSettings, TResult> Given<TSettings, TResult>(ExperimentResults results, CellResult<TSettings, TResult> cell)
    {
        if (results.Waiting.Contains(cell.Cell.Key))
            _waiting.Add(results.Experiment.Name);
        return cell;
    }

    private MissingResultsException Lacks(IExperiment experiment, string key) =>
        Find(experiment) is { } results && results.Missing.Contains(key)
        ? new($"The cell {key} of {experiment.Name} is not computed: run `{Command}`.")
        : new($"The profile {ProfileName} leaves out the cell {key} of {experiment.Name}.");

    private string NotComputed(ExperimentResults results)
    {
        const int named = 5;
        string which = string.Join(", ", results.Missing.Take(named)) + (results.Missing.Count > named ? ", …" : "");
        return $"{results.Missing.Count} of {results.Missing.Count + results.Cells.Count} cells of {results.Experiment.Name} are not " +
            $"computed ({which}): " +
            $"run `{Command}`.";
    }

    private string Command => $"offprint reproduce {Paper.Slug} --profile {ProfileName}";

    private static ClaimOutcome Decide(Claim claim, PaperResults results)
    {
        try
        {
            results._waiting.Clear();
            ClaimOutcome outcome = claim.Evaluate(results);
            return results._waiting.Count == 0 || outcome.Verdict == Verdict.Undecided ? outcome : outcome with
            {
                Verdict = Verdict.Waiting,
                Note = $"Earlier network kernels computed {string.Join(", ", results._waiting)}: `{results.Command}` computes anew. By " +
                    "those results the " +
                    $"statement {(outcome.Verdict == Verdict.Holds ? "holds" : "does not hold")}. {outcome.Note}".TrimEnd(),
            };
        }
        catch (MissingResultsException e)
        {
            return ClaimOutcome.Undecided(e.Message);
        }
    }
}

/// <summary>Results that a claim or a figure needs are not there.</summary>
/// <param name="message">Which, and how to compute them.</param>
public sealed class MissingResultsException(string message) : InvalidOperationException(message);
