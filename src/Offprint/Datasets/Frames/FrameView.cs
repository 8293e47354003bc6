using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments;

namespace Offprint.Datasets.Frames;

/// <summary>
/// The transitions of a log of frames as a method sees them: s is the last k frames before a step, the oldest first, s′ the last k frames
/// behind it; before an episode's first frame stand copies of it, as in <see cref="FrameStack"/>. Pixels are scaled to [−½, ½] when a batch
/// is drawn: x / 255 − ½ (Yarats et al. 2022, DrQ-v2).
/// </summary>
/// <remarks>
/// The numbers of an observation, k · C · H · W, are the image [k C, H, W] row after row:
/// <c>batch.Observations.view(P, B, k * C, H, W)</c>. A log has the frame behind each step, also behind the last one of a cut
/// episode, so every <see cref="TimeLimitRule"/> is at hand and <see cref="TransitionOptions.Next"/> is without effect.
/// </remarks>
public sealed class FrameView : ITransitionSource
{
    private static readonly float[] s_scaled = [.. Enumerable.Range(0, 256).Select(value => (float)(value / 255.0 - 0.5))];

    private readonly Entry[] _entries;

    /// <summary>Makes a view.</summary>
    /// <param name="data">The log.</param>
    /// <param name="options">What becomes of time limits and rewards; pixels have their own scale and a log no further columns.</param>
    /// <param name="stack">k, the frames that are shown together.</param>
    /// <exception cref="ArgumentException">The options contradict one another or the log, or no row is left.</exception>
    public FrameView(FrameDataset data, TransitionOptions options, int stack)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stack);
        Check(options);
        (Data, Options, Stack) = (data, options, stack);
        Layout = new(checked(stack * data.Shape.Size), data.Action.Size, options.ReturnToGo is not null, options.NextActions);
        Spec = new(data.Name, new BoxSpace(Layout.Observation, -0.5f, 0.5f), data.Action);
        _entries = Entries();
        if (_entries.Length == 0)
        {
            throw new ArgumentException($"'{data.Name}' has no row left after its cut episodes' last steps are dropped; choose another " +
                $"{nameof(TimeLimitRule)}.", nameof(options));
        }
    }

    /// <summary>The log.</summary>
    public FrameDataset Data { get; }

    /// <summary>What the view makes of it.</summary>
    public TransitionOptions Options { get; }

    /// <summary>k.</summary>
    public int Stack { get; }

    /// <summary>What an agent that learns from these rows is made for: observations of k · C · H · W numbers in [−½, ½].</summary>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <inheritdoc/>
    public BatchLayout Layout { get; }

    /// <summary>Where a row of the view is in the log.</summary>
    /// <param name="row">The row.</param>
    /// <returns>The episode, and the number of its frame before the step.</returns>
    public (int Episode, int Frame) DataRow(int row) => (_entries[row].Episode, _entries[row].Frame);

    /// <inheritdoc/>
    public void Gather(int member, ReadOnlySpan<int> rows, BatchSpans target)
    {
        (int observation, int action) = (Layout.Observation, Layout.Action);
        for (int i = 0; i < rows.Length; i++)
        {
            ref readonly Entry entry = ref _entries[rows[i]];
            FrameEpisode episode = Data.Episodes[entry.Episode];
            Show(episode, entry.Frame, target.Observations.Slice(i * observation, observation));
            Show(episode, entry.Next, target.Next.Slice(i * observation, observation));
            episode.Actions.Row(entry.Frame + 1).CopyTo(target.Actions[(i * action)..]);
            (target.Rewards[i], target.Continue[i]) = (entry.Reward, entry.Continue);
            if (Layout.ReturnToGo)
                target.ReturnToGo[i] = entry.ReturnToGo;
            if (Layout.NextActions)
                episode.Actions.Row(Math.Min(entry.Next + 1, episode.Steps)).CopyTo(target.NextActions[(i * action)..]);
        }
    }

    /// <summary>The frames up to one, scaled.</summary>
    private void Show(FrameEpisode episode, int frame, Span<float> target)
    {
        int size = Data.Shape.Size;
        for (int k = 0; k < Stack; k++)
        {
            ReadOnlySpan<byte> source = episode.Frame(Math.Max(frame - Stack + 1 + k, 0));
            Span<float> place = target.Slice(k * size, size);
            for (int i = 0; i < source.Length; i++)
                place[i] = s_scaled[source[i]];
        }
    }

    private static void Check(TransitionOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Steps);
        if (options.Discount is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.Discount, "A discount lies in [0, 1].");
        if (options.Observations is not null || options.Columns.Count > 0)
            throw new ArgumentException("Pixels have their own scale and a log of frames no further columns: ask for neither.",
                nameof(options));
        if (options.TimeLimits == TimeLimitRule.Bootstrap && options.NextActions)
            throw new ArgumentException(
                "There is no next action after a cut episode's last step: drop such steps or take them as terminal.", nameof(options));
        if (options.ReturnToGo == ReturnToGoRule.FailureTail && options.Discount == 1)
            throw new ArgumentException("An endless failure has no finite return for a discount of 1.", nameof(options));
    }

    private Entry[] Entries()
    {
        var entries = new List<Entry>(Data.Count);
        RewardTransform transform = Options.Reward ?? RewardTransform.Identity;
        float? failure = Options.ReturnToGo == ReturnToGoRule.FailureTail
            ? Data.Episodes.Min(episode => episode.Rewards.Skip(1).Min(transform.Apply)) : null;
        for (int e = 0; e < Data.Episodes.Count; e++)
        {
            FrameEpisode episode = Data.Episodes[e];
            bool drop = episode.End != EpisodeEnd.Terminal && Options.TimeLimits == TimeLimitRule.Drop;
            float[] rewards = [.. episode.Rewards.Skip(1).Take(episode.Steps - (drop ? 1 : 0)).Select(transform.Apply)],
                returns = new float[rewards.Length];
            ReturnsToGo.Fill(rewards, returns, Options.Discount, failure);
            for (int t = 0; t < rewards.Length; t++)
                entries.Add(Join(e, t, rewards, returns[t]));
        }
        return [.. entries];
    }

    private Entry Join(int episode, int t, float[] rewards, float returnToGo)
    {
        int steps = Math.Min(Options.Steps, rewards.Length - t), next = t + steps;
        double sum = 0, weight = 1;
        for (int i = t; i < next; i++, weight *= i < next ? Options.Discount : 1)
            sum += weight * rewards[i];
        FrameEpisode own = Data.Episodes[episode];
        bool terminal = next == own.Steps && (own.End == EpisodeEnd.Terminal || Options.TimeLimits == TimeLimitRule.Terminal);
        return new()
        {
            Episode = episode,
            Frame = t,
            Next = next,
            Reward = (float)sum,
            Continue = terminal ? 0 : (float)weight, // γⁿ⁻¹
            ReturnToGo = returnToGo,
        };
    }

    private struct Entry
    {
        public int Episode;
        public int Frame;
        public int Next;
        public float Reward;
        public float Continue;
        public float ReturnToGo;
    }
}
