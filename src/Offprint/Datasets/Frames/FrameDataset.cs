using Offprint.Cards;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments;

namespace Offprint.Datasets.Frames;

/// <summary>
/// Logged episodes of an environment that is seen through a camera. A frame is kept once, as bytes, an array an episode, so that a log may
/// be larger than one array; what an agent sees is stacked and scaled when a batch is drawn (<see cref="FrameView"/>).
/// </summary>
public sealed class FrameDataset : IDescribable
{
    // As in vector logs: what was squashed in one precision and stored in another may pass a bound by a few units in the last place.
    private const float Tolerance = 1e-5f;

    /// <summary>Makes a data set.</summary>
    /// <param name="action">The space of actions.</param>
    /// <param name="episodes">At least one, all of one shape. Not copied.</param>
    /// <exception cref="InvalidDataException">
    /// There is no episode, two differ in shape, or an action lies outside the space; the message names episode and row.
    /// </exception>
    public FrameDataset(BoxSpace action, IReadOnlyList<FrameEpisode> episodes)
    {
        if (episodes.Count == 0)
            throw new InvalidDataException("There is no episode: an empty log cannot be learned from.");
        (Action, Episodes, Shape) = (action, episodes, episodes[0].Shape);
        for (int e = 0; e < episodes.Count; e++)
        {
            if (Problem(episodes[e]) is { } problem)
                throw new InvalidDataException($"episode {e}, {problem}");
        }
    }

    /// <summary>What the data set is called; shown on its card.</summary>
    public string Name { get; init; } = "logged frames";

    /// <summary>Where it comes from; shown on its card.</summary>
    public string? Origin { get; init; }

    /// <summary>The space of actions.</summary>
    public BoxSpace Action { get; }

    /// <summary>The sizes of a frame.</summary>
    public FrameShape Shape { get; }

    /// <summary>The episodes, in order.</summary>
    public IReadOnlyList<FrameEpisode> Episodes { get; }

    /// <summary>N, the steps of all episodes.</summary>
    public int Count => Episodes.Sum(episode => episode.Steps);

    /// <summary>Statistics of the episodes' returns.</summary>
    /// <returns>The statistics.</returns>
    public ReturnStatistics Returns() => new([.. Episodes.Select(episode => episode.Return)]);

    /// <summary>Transitions as a method sees them.</summary>
    /// <param name="options">What becomes of time limits and rewards.</param>
    /// <param name="stack">How many frames are shown together. Default 3 (Lu et al. 2023).</param>
    /// <returns>A view, which shares this data set's memory.</returns>
    public FrameView View(TransitionOptions options, int stack = 3) => new(this, options, stack);

    /// <inheritdoc/>
    public Card Describe()
    {
        ReturnStatistics returns = Returns();
        return new(Name)
        {
            Subtitle = "logged frames",
            Facts =
            [
                new("transitions", Count), new("episodes", Episodes.Count),
                new("ended in a terminal state", Episodes.Count(episode => episode.End == EpisodeEnd.Terminal)),
                new("frame", $"{Shape.Height} × {Shape.Width}, {Shape.Channels} channels"), new("action", Action.Size, "numbers"),
                new("frames in memory", Episodes.Sum(episode => (double)episode.Frames.Length), "bytes"),
                new("mean return", returns.Mean), new("return, min / median / max", $"{NumberText.Format(returns.Minimum)} / " +
                    $"{NumberText.Format(returns.Median)} / {NumberText.Format(returns.Maximum)}"),
            ],
            Note = Origin,
        };
    }

    private string? Problem(FrameEpisode episode)
    {
        if (episode.Shape != Shape)
            return $"frames are of {episode.Shape}, those of the first episode of {Shape}; give all the same size.";
        if (episode.Actions.Width != Action.Size)
            return $"key 'action' has {episode.Actions.Width} numbers a row, the space has {Action.Size}.";
        for (int t = 1; t <= episode.Steps; t++)
        {
            ReadOnlySpan<float> action = episode.Actions.Row(t);
            for (int i = 0; i < action.Length; i++)
            {
                float slack = Tolerance * Math.Max(1, Math.Abs(Action.High[i] - Action.Low[i]));
                if (action[i] < Action.Low[i] - slack || action[i] > Action.High[i] + slack)
                    return $"key 'action', row {t}, value {i}: {action[i]} lies outside [{Action.Low[i]}, {Action.High[i]}]; " +
                        "give the log's own bounds, or rescale the actions.";
            }
        }
        return null;
    }
}
