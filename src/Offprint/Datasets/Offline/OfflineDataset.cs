using Offprint.Cards;
using Offprint.Environments;

namespace Offprint.Datasets.Offline;

/// <summary>
/// Logged transitions of an environment, episode after episode: the one data set of offline reinforcement learning. Terminal states and
/// time limits are kept apart, rewards are raw; what a method makes of them is decided by <c>TransitionOptions</c>.
/// </summary>
public sealed class OfflineDataset : IDescribable
{
    private readonly SortedDictionary<string, Column<float>> _extra;

    /// <summary>Makes a data set.</summary>
    /// <param name="spec">The environment; observation and action sizes must match.</param>
    /// <param name="columns">The data, all of N rows. Not copied.</param>
    /// <exception cref="InvalidDataException">
    /// Columns disagree in length or width, hold NaN or infinity, or an action lies outside the space; the message names key, row and
    /// remedy.
    /// </exception>
    public OfflineDataset(EnvironmentSpec spec, OfflineColumns columns)
    {
        Spec = spec;
        (Observations, Actions, Rewards) = (columns.Observations, columns.Actions, columns.Rewards);
        (Next, Terminals, Timeouts) = (columns.Next, columns.Terminals, columns.Timeouts);
        _extra = new(columns.Extra.ToDictionary(), StringComparer.Ordinal);
        OfflineValidation.Check(spec, columns);
        Episodes = FindEpisodes();
    }

    /// <summary>The environment.</summary>
    public EnvironmentSpec Spec { get; }

    /// <summary>What the data set is called; shown on its card.</summary>
    public string Name { get; init; } = "offline data";

    /// <summary>Where it comes from: the behavior, its seed, the file; shown on its card.</summary>
    public string? Origin { get; init; }

    /// <summary>The mean return of a random policy, the zero of normalized scores.</summary>
    public double? RandomReturn { get; init; }

    /// <summary>The mean return of an expert, the 100 of normalized scores.</summary>
    public double? ExpertReturn { get; init; }

    /// <summary>Texts and arrays that belong to the whole data set, such as the behavior policy's weights.</summary>
    public DatasetMetadata Metadata { get; init; } = DatasetMetadata.Empty;

    /// <summary>What of the file could not be read and was left out, each with its reason; shown on its card.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>N, the number of transitions.</summary>
    public int Count => Observations.Count;

    /// <summary>s, [N, obs].</summary>
    public Column<float> Observations { get; }

    /// <summary>a, [N, act].</summary>
    public Column<float> Actions { get; }

    /// <summary>r, [N], raw.</summary>
    public Column<float> Rewards { get; }

    /// <summary>s′, [N, obs], where the log has it; otherwise it is the next row within an episode.</summary>
    public Column<float>? Next { get; }

    /// <summary>Whether s′ is terminal, [N].</summary>
    public Column<bool> Terminals { get; }

    /// <summary>Whether the episode was cut after this row, [N].</summary>
    public Column<bool> Timeouts { get; }

    /// <summary>Names of further columns: <c>infos/qpos</c>, <c>infos/goal</c>, cost, propensity, source.</summary>
    public IReadOnlyCollection<string> ExtraColumns => _extra.Keys;

    /// <summary>The episodes, in the order of the rows; an unfinished one can only be the last.</summary>
    public IReadOnlyList<Episode> Episodes { get; }

    /// <summary>A further column, if there is one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="column">The column, [N, width].</param>
    /// <returns>Whether there is one.</returns>
    public bool TryColumn(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Column<float>? column) =>
        _extra.TryGetValue(name, out column);

    /// <summary>Statistics of the episodes' returns.</summary>
    /// <returns>The statistics; an unfinished episode counts like any other.</returns>
    public ReturnStatistics Returns() => new([.. Episodes.Select(episode => episode.Return)]);

    /// <summary>The data set of some episodes.</summary>
    /// <param name="keep">Whether to keep an episode.</param>
    /// <returns>A copy of their rows.</returns>
    /// <exception cref="ArgumentException">None is kept.</exception>
    public OfflineDataset Select(Func<Episode, bool> keep) => Take([.. Episodes.Where(keep).Select(episode => episode.Index)]);

    /// <summary>The data set of some episodes in a given order; an episode may occur more than once.</summary>
    /// <param name="episodes">Indices of episodes.</param>
    /// <returns>A copy of their rows.</returns>
    /// <exception cref="ArgumentException">There is none.</exception>
    public OfflineDataset Take(IReadOnlyList<int> episodes)
    {
        if (episodes.Count == 0)
            throw new ArgumentException(
                $"No episode of '{Name}' is kept; its returns lie between {Returns().Minimum} and {Returns().Maximum}.", nameof(episodes));
        return With(Columns().Gather([.. episodes.Select(index => Episodes[index].Rows)]).EndingAt(EndsOf(episodes)));
    }

    /// <summary>The same rows and description with other columns, for relabeling.</summary>
    /// <param name="columns">The columns.</param>
    /// <returns>A data set of the same environment, name, returns and metadata.</returns>
    public OfflineDataset With(OfflineColumns columns) => new(Spec, columns)
    {
        Name = Name, Origin = Origin, RandomReturn = RandomReturn, ExpertReturn = ExpertReturn, Metadata = Metadata, LeftOut = LeftOut,
    };

    /// <summary>The same rows under another description.</summary>
    internal OfflineDataset Named(string name, string? origin, double? randomReturn, double? expertReturn) => new(Spec, Columns())
    {
        Name = name, Origin = origin, RandomReturn = randomReturn, ExpertReturn = expertReturn, Metadata = Metadata, LeftOut = LeftOut,
    };

    /// <summary>All columns together; they share this data set's memory.</summary>
    /// <returns>The columns.</returns>
    public OfflineColumns Columns() => new(Observations, Actions, Rewards, Terminals, Timeouts) { Next = Next, Extra = _extra };

    /// <inheritdoc/>
    public Card Describe() => OfflineCards.Describe(this);

    private List<Episode> FindEpisodes()
    {
        var episodes = new List<Episode>();
        double sum = 0;
        for (int row = 0, start = 0; row < Count; row++)
        {
            sum += Rewards[row];
            bool last = row == Count - 1;
            if (!Terminals[row] && !Timeouts[row] && !last)
                continue;
            EpisodeEnd end = Terminals[row] ? EpisodeEnd.Terminal : Timeouts[row] ? EpisodeEnd.Timeout : EpisodeEnd.Unfinished;
            episodes.Add(new(episodes.Count, start, row + 1 - start, sum, end));
            (start, sum) = (row + 1, 0);
        }
        return episodes;
    }

    /// <summary>Last rows, in a copy, of episodes that end without a mark: what follows in the copy is another episode.</summary>
    private List<int> EndsOf(IReadOnlyList<int> episodes)
    {
        var ends = new List<int>();
        int rows = 0;
        for (int i = 0; i < episodes.Count; i++)
        {
            rows += Episodes[episodes[i]].Length;
            if (Episodes[episodes[i]].End == EpisodeEnd.Unfinished && i < episodes.Count - 1)
                ends.Add(rows - 1);
        }
        return ends;
    }
}
