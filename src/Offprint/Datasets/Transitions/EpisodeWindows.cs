using Offprint.Datasets.Offline;

namespace Offprint.Datasets.Transitions;

/// <summary>Where windows begin.</summary>
public enum WindowStart
{
    /// <summary>At every row of the view.</summary>
    EveryRow,

    /// <summary>At the first row of each episode: with T no less than the longest, a window is an episode.</summary>
    Episodes,
}

/// <summary>
/// Windows of T steps of one episode as rows of a batch: [P|1, B, T, ·]. Behind an episode's end everything is zero, the mask included.
/// </summary>
public sealed class EpisodeWindows : ITransitionSource
{
    private readonly TransitionView _view;
    private readonly int[] _starts; // rows of the view
    private readonly int[] _lengths;

    /// <summary>Makes windows.</summary>
    /// <param name="view">The rows, of which episodes keep their order.</param>
    /// <param name="length">T.</param>
    /// <param name="start">Where windows begin.</param>
    public EpisodeWindows(TransitionView view, int length, WindowStart start)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        (_view, Layout) = (view, view.Layout with { Time = length });
        List<int> starts = [], lengths = [];
        int row = 0;
        foreach (Episode episode in view.Data.Episodes)
        {
            int end = row;
            while (end < view.Count && view.DataRow(end) < episode.Start + episode.Length)
                end++;
            for (int first = row; first < end && (first == row || start == WindowStart.EveryRow); first++)
            {
                starts.Add(first);
                lengths.Add(Math.Min(length, end - first));
            }
            row = end;
        }
        (_starts, _lengths) = ([.. starts], [.. lengths]);
    }

    /// <inheritdoc/>
    public int Count => _starts.Length;

    /// <inheritdoc/>
    public BatchLayout Layout { get; }

    /// <summary>The steps of a window before its episode's end.</summary>
    /// <param name="window">A row of this source.</param>
    /// <returns>From 1 to T.</returns>
    public int LengthOf(int window) => _lengths[window];

    /// <summary>The first row of the view in a window.</summary>
    /// <param name="window">A row of this source.</param>
    /// <returns>The view's row.</returns>
    public int StartOf(int window) => _starts[window];

    /// <inheritdoc/>
    public void Gather(int member, ReadOnlySpan<int> rows, BatchSpans target)
    {
        int length = Layout.Time;
        Span<int> steps = length <= 256 ? stackalloc int[length] : new int[length];
        for (int i = 0; i < rows.Length; i++)
        {
            int count = _lengths[rows[i]];
            for (int t = 0; t < count; t++)
                steps[t] = _starts[rows[i]] + t;
            // Memory of [B, T, d] is that of B·T rows.
            BatchSpans there = target.Slice(_view.Layout, i * length, count);
            _view.Gather(member, steps[..count], there);
            there.Mask.Fill(1);
            target.Slice(_view.Layout, i * length + count, length - count).Clear();
        }
    }
}
