using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Offprint.Datasets.Offline;

namespace Offprint.Datasets.Transitions;

/// <summary>
/// The transitions of a data set as a method sees them: time limits decided, rewards transformed and summed over n steps, returns-to-go
/// computed, observations scaled. Everything that does not change is computed once, so that a batch is only copied.
/// </summary>
public sealed class TransitionView : ITransitionSource
{
    private const int Ahead = 8; // rows: the time of as many copies is about that of an access to memory

    private readonly Entry[] _entries;
    private readonly float[] _observations;
    private readonly float[] _next;
    private readonly float[] _actions;
    private readonly float[] _extra; // further columns, row by row

    /// <summary>Makes a view.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="options">What becomes of time limits, rewards and successors.</param>
    /// <exception cref="ArgumentException">The options contradict one another or the data; the message says how.</exception>
    public TransitionView(OfflineDataset data, TransitionOptions options)
    {
        Check(data, options);
        (Data, Options) = (data, options);
        Layout = new(data.Observations.Width, data.Actions.Width, options.ReturnToGo is not null, options.NextActions)
        {
            Extra = new([.. options.Columns.Select(name => (name, Column(name).Width))]),
        };
        _extra = Joined();
        _actions = data.Actions.Array;
        _observations = Scaled(data.Observations);
        _next = options.Next == NextState.Stored ? Scaled(data.Next!) : _observations;
        _entries = Entries();
        if (_entries.Length == 0)
        {
            throw new ArgumentException($"'{data.Name}' has no row left after its cut episodes' last steps are dropped; choose another " +
                $"{nameof(TimeLimitRule)}.", nameof(options));
        }
    }

    /// <summary>The data set.</summary>
    public OfflineDataset Data { get; }

    /// <summary>What the view makes of it.</summary>
    public TransitionOptions Options { get; }

    /// <summary>Rows that can be drawn.</summary>
    public int Count => _entries.Length;

    /// <inheritdoc/>
    public BatchLayout Layout { get; }

    /// <summary>The row of the data set behind a row of the view.</summary>
    /// <param name="row">A row of the view.</param>
    /// <returns>The row of the data set.</returns>
    public int DataRow(int row) => _entries[row].Row;

    /// <summary>Values of the data set's rows, such as weights, for the rows of the view.</summary>
    /// <param name="perDataRow">One value a row of the data set.</param>
    /// <returns>One value a row of the view.</returns>
    /// <exception cref="ArgumentException">There are not as many values as rows.</exception>
    public double[] Pick(ReadOnlySpan<double> perDataRow)
    {
        if (perDataRow.Length != Data.Count)
            throw new ArgumentException($"{perDataRow.Length} values for {Data.Count} rows of '{Data.Name}'.", nameof(perDataRow));
        double[] picked = new double[Count];
        for (int i = 0; i < picked.Length; i++)
            picked[i] = perDataRow[_entries[i].Row];
        return picked;
    }

    /// <inheritdoc/>
    public void Gather(int member, ReadOnlySpan<int> rows, BatchSpans target)
    {
        int observation = Layout.Observation, action = Layout.Action;
        for (int i = 0; i < rows.Length; i++)
        {
            Prefetch(rows, i);
            ref readonly Entry entry = ref _entries[rows[i]];
            _observations.AsSpan(entry.Row * observation, observation).CopyTo(target.Observations[(i * observation)..]);
            _next.AsSpan(entry.Next * observation, observation).CopyTo(target.Next[(i * observation)..]);
            _actions.AsSpan(entry.Row * action, action).CopyTo(target.Actions[(i * action)..]);
            (target.Rewards[i], target.Continue[i]) = (entry.Reward, entry.Continue);
            if (Layout.ReturnToGo)
                target.ReturnToGo[i] = entry.ReturnToGo;
            if (Layout.Extra.Width is > 0 and int width)
                _extra.AsSpan(entry.Row * width, width).CopyTo(target.Extra[(i * width)..]);
            if (Layout.NextActions)
                _actions.AsSpan(entry.NextAction * action, action).CopyTo(target.NextActions[(i * action)..]);
        }
    }

    /// <summary>
    /// Random rows of a large data set are not in the cache, and waiting for them is most of the work: rows further on are asked for ahead.
    /// </summary>
    private unsafe void Prefetch(ReadOnlySpan<int> rows, int i)
    {
        if (!Sse.IsSupported)
            return;
        if (i + 2 * Ahead < rows.Length)
            Sse.Prefetch0(Unsafe.AsPointer(ref _entries[rows[i + 2 * Ahead]]));
        if (i + Ahead >= rows.Length)
            return;
        // A hint about a place that the collector may move: at worst it is useless.
        ref readonly Entry entry = ref _entries[rows[i + Ahead]];
        Sse.Prefetch0(Unsafe.AsPointer(ref _observations[entry.Row * Layout.Observation]));
        Sse.Prefetch0(Unsafe.AsPointer(ref _observations[entry.Row * Layout.Observation + Layout.Observation - 1]));
        Sse.Prefetch0(Unsafe.AsPointer(ref _next[entry.Next * Layout.Observation]));
        Sse.Prefetch0(Unsafe.AsPointer(ref _next[entry.Next * Layout.Observation + Layout.Observation - 1]));
        Sse.Prefetch0(Unsafe.AsPointer(ref _actions[entry.Row * Layout.Action]));
    }

    private static void Check(OfflineDataset data, TransitionOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Steps);
        if (options.Discount is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.Discount, "A discount lies in [0, 1].");
        if (options.Next == NextState.Stored && data.Next is null)
            throw new ArgumentException(
                $"'{data.Name}' stores no next observations; read them with {nameof(NextState)}.{nameof(NextState.NextRow)}.",
                nameof(options));
        if (options.TimeLimits == TimeLimitRule.Bootstrap && options.Next != NextState.Stored)
        {
            throw new ArgumentException("The successor of a cut episode's last step is not in the next row: bootstrapping there needs " +
                $"{nameof(NextState)}.{nameof(NextState.Stored)}; otherwise drop such steps or take them as terminal.", nameof(options));
        }
        if (options.TimeLimits == TimeLimitRule.Bootstrap && options.NextActions)
            throw new ArgumentException(
                "There is no next action after a cut episode's last step: drop such steps or take them as terminal.", nameof(options));
        if (options.ReturnToGo == ReturnToGoRule.FailureTail && options.Discount == 1)
            throw new ArgumentException("An endless failure has no finite return for a discount of 1.", nameof(options));
        if (options.Observations is { } normalizer && normalizer.Size != data.Observations.Width)
            throw new ArgumentException($"The normalizer has {normalizer.Size} coordinates, observations have {data.Observations.Width}.",
                nameof(options));
    }

    private Column<float> Column(string name) => Data.TryColumn(name, out Column<float>? column)
        ? column
        : throw new ArgumentException(
            $"'{Data.Name}' has no column '{name}'. It has: {string.Join(", ", Data.ExtraColumns.DefaultIfEmpty("none"))}.");

    private float[] Joined()
    {
        int width = Layout.Extra.Width;
        float[] joined = new float[(long)Data.Count * width];
        foreach ((string name, int own) in Layout.Extra.Columns)
        {
            Column<float> column = Column(name);
            int start = Layout.Extra.Find(name).Start;
            for (int row = 0; row < Data.Count; row++)
                column.Row(row).CopyTo(joined.AsSpan(row * width + start, own));
        }
        return joined;
    }

    private float[] Scaled(Column<float> column)
    {
        if (Options.Observations is not { } normalizer)
            return column.Array;
        float[] scaled = [.. column.Array];
        normalizer.Apply(scaled);
        return scaled;
    }

    private Entry[] Entries()
    {
        var entries = new List<Entry>(Data.Count);
        float[] rewards = [.. Data.Rewards.Values];
        RewardTransform transform = Options.Reward ?? RewardTransform.Identity;
        foreach (ref float reward in rewards.AsSpan())
            reward = transform.Apply(reward);
        float[] returns = new float[Data.Count];
        float? failure = Options.ReturnToGo == ReturnToGoRule.FailureTail ? rewards.Min() : null;
        foreach (Episode episode in Data.Episodes)
        {
            bool drop = episode.End != EpisodeEnd.Terminal && Options.TimeLimits == TimeLimitRule.Drop;
            int kept = episode.Length - (drop ? 1 : 0);
            Span<float> own = returns.AsSpan(episode.Start, kept);
            ReturnsToGo.Fill(rewards.AsSpan(episode.Start, kept), own, Options.Discount, failure);
            for (int t = 0; t < kept; t++)
                entries.Add(Join(episode, t, kept, rewards, own[t]));
        }
        return [.. entries];
    }

    private Entry Join(Episode episode, int t, int kept, float[] rewards, float returnToGo)
    {
        int steps = Math.Min(Options.Steps, kept - t), row = episode.Start + t, last = row + steps - 1;
        double sum = 0, weight = 1;
        for (int i = row; i <= last; i++, weight *= Options.Discount)
            sum += weight * rewards[i];
        bool end = t + steps == episode.Length; // the joined steps reach the episode's last row
        bool terminal = end && (episode.End == EpisodeEnd.Terminal || Options.TimeLimits == TimeLimitRule.Terminal);
        double discount = Options.Discount > 0 ? weight / Options.Discount : steps == 1 ? 1 : 0; // γⁿ⁻¹
        return new()
        {
            Row = row,
            // Behind a terminal state there is nothing to read; its own row stands there and Continue masks it.
            Next = Options.Next == NextState.Stored || end ? last : last + 1,
            NextAction = end ? last : last + 1,
            Reward = (float)sum,
            Continue = terminal ? 0 : (float)discount,
            ReturnToGo = returnToGo,
        };
    }

    /// <summary>What a row needs beside observations and actions, in one place of memory.</summary>
    private struct Entry
    {
        public int Row;
        public int Next;
        public int NextAction;
        public float Reward;
        public float Continue;
        public float ReturnToGo;
    }
}

/// <summary>Views of data sets.</summary>
public static class TransitionViews
{
    /// <summary>Transitions as a method sees them.</summary>
    /// <param name="data">The data set; the view shares its memory.</param>
    /// <param name="options">What becomes of time limits, rewards and successors.</param>
    /// <returns>A view of the rows that can be drawn.</returns>
    public static TransitionView View(this OfflineDataset data, TransitionOptions options) => new(data, options);
}
