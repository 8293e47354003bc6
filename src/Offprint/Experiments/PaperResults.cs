using Offprint.Cards;

namespace Offprint.Experiments;

/// <summary>A paper's results under one profile.</summary>
/// <param name="paper">The paper.</param>
/// <param name="profile">The profile.</param>
/// <param name="experiments">The results of its experiments.</param>
public sealed class PaperResults(Paper paper, Profile profile, IReadOnlyList<ExperimentResults> experiments) : IDescribable
{
    private readonly HashSet<string> _used = []; // experiments that the claim being decided has asked for

    /// <summary>The paper.</summary>
    public Paper Paper { get; } = paper;

    /// <summary>The profile.</summary>
    public Profile Profile { get; } = profile;

    /// <summary>The results of an experiment, all cells of the profile.</summary>
    /// <typeparam name="TSettings">Its settings' type.</typeparam>
    /// <typeparam name="TResult">Its results' type.</typeparam>
    /// <param name="experiment">The experiment.</param>
    /// <returns>Cells in the experiment's order.</returns>
    /// <exception cref="MissingResultsException">The profile leaves the experiment out, or cells are not computed yet.</exception>
    public IReadOnlyList<CellResult<TSettings, TResult>> Of<TSettings, TResult>(Experiment<TSettings, TResult> experiment)
    {
        var results = experiments.FirstOrDefault(e => e.Experiment.Name == experiment.Name);
        if (results is null || results.Cells.Count + results.Missing.Count == 0)
            throw new MissingResultsException($"The profile {ProfileName} leaves out {experiment.Name}.");
        if (results.Missing.Count > 0)
        {
            throw new MissingResultsException(
                $"{results.Missing.Count} of {results.Missing.Count + results.Cells.Count} cells of {experiment.Name} are not computed: " +
                $"run `offprint reproduce {Paper.Slug} --profile {ProfileName}`.");
        }
        _used.Add(experiment.Name);
        return [.. results.Cells.Cast<CellResult<TSettings, TResult>>()];
    }

    /// <summary>The result of one cell.</summary>
    /// <typeparam name="TSettings">The settings' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <param name="experiment">The experiment.</param>
    /// <param name="key">The cell's short name.</param>
    /// <returns>The cell with its result.</returns>
    /// <exception cref="MissingResultsException">The profile leaves the cell out, or it is not computed yet.</exception>
    public CellResult<TSettings, TResult> Of<TSettings, TResult>(Experiment<TSettings, TResult> experiment, string key) =>
        Of(experiment).FirstOrDefault(c => c.Cell.Key == key)
            ?? throw new MissingResultsException($"The profile {ProfileName} leaves out the cell {key} of {experiment.Name}.");

    /// <summary>A figure or a table of these results, or a card that says what it would need: a notebook runs under every profile.</summary>
    /// <param name="make">Makes the figure.</param>
    /// <returns>What is to be shown.</returns>
    public IDescribable Show(Func<PaperResults, IDescribable> make)
    {
        try
        {
            return make(this);
        }
        catch (MissingResultsException e)
        {
            return new Card("Not computed") { Note = e.Message };
        }
    }

    /// <summary>Decides the paper's claims.</summary>
    /// <returns>One outcome a claim, in the paper's order.</returns>
    public IReadOnlyList<EvaluatedClaim> EvaluateClaims() => [.. Paper.Claims.Select(claim => new EvaluatedClaim(claim, Decide(claim), Profile))];

    /// <inheritdoc/>
    public Card Describe() => new(Paper.Citation.Title)
    {
        Subtitle = $"Claims, profile {ProfileName}",
        Tables = [ClaimTable.Of(EvaluateClaims())],
    };

    private string ProfileName => Profile.ToString().ToLowerInvariant();

    private ClaimOutcome Decide(Claim claim)
    {
        try
        {
            _used.Clear();
            ClaimOutcome outcome = claim.Evaluate(this);
            string[] waiting = [.. experiments.Where(e => e.Waiting.Count > 0 && _used.Contains(e.Experiment.Name)).Select(e => e.Experiment.Name)];
            return waiting.Length == 0 ? outcome : outcome with
            {
                Verdict = Verdict.Waiting,
                Note = $"Earlier network kernels computed {string.Join(", ", waiting)}: `offprint reproduce {Paper.Slug} --profile {ProfileName}` computes anew. " +
                    $"By those results it {(outcome.Verdict == Verdict.Holds ? "holds" : "does not hold")}. {outcome.Note}".TrimEnd(),
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
