using Offprint.Datasets.Offline;
using Offprint.Environments;

namespace Offprint.Agents.Collection;

/// <summary>
/// Episodes that workers finish in any order. The log is what stands without a gap from the first on, so it does not depend on who was
/// faster.
/// </summary>
/// <param name="rows">The least number of rows.</param>
internal sealed class EpisodeLog(int rows)
{
    private readonly Dictionary<int, EpisodeRecord> _ahead = [];
    private readonly List<EpisodeRecord> _done = [];
    private readonly Lock _lock = new();
    private int _started, _rows;

    /// <summary>Whether there are enough rows.</summary>
    public bool IsFull => Volatile.Read(ref _rows) >= rows;

    /// <summary>The share of the rows that is there.</summary>
    public double Share => Math.Min(1, (double)Volatile.Read(ref _rows) / rows);

    /// <summary>An episode for a worker to play.</summary>
    public EpisodeRecord Next() => new(Interlocked.Increment(ref _started) - 1);

    public void Add(EpisodeRecord episode)
    {
        lock (_lock)
        {
            _ahead.Add(episode.Number, episode);
            while (!IsFull && _ahead.Remove(_done.Count, out EpisodeRecord? next))
            {
                _done.Add(next);
                _rows += next.Rows;
            }
        }
    }

    /// <summary>All rows, episode after episode.</summary>
    /// <param name="spec">The environment.</param>
    /// <param name="infos">The columns beside the observations.</param>
    public OfflineDataset ToDataset(EnvironmentSpec spec, IReadOnlyList<(string Name, int Width)> infos)
    {
        bool[] terminals = new bool[_rows], timeouts = new bool[_rows];
        int row = -1;
        foreach (EpisodeRecord episode in _done)
        {
            row += episode.Rows;
            (terminals[row], timeouts[row]) = (episode.End.Terminated, episode.End is { Ended: true, Terminated: false });
        }
        var extra = new Dictionary<string, Column<float>>();
        int first = 0, all = infos.Sum(info => info.Width);
        foreach ((string name, int width) in infos)
        {
            extra.Add(name, Gather(episode => episode.Infos, all, first, width));
            first += width;
        }
        if (_done.TrueForAll(episode => episode.LogProbabilities.Count > 0))
            extra.Add("infos/action_log_probs", Gather(episode => episode.LogProbabilities, 1, 0, 1));
        int observation = spec.Observation.Size, action = spec.Action.Size;
        return new(spec, new(Gather(e => e.Observations, observation, 0, observation), Gather(e => e.Actions, action, 0, action),
            Gather(e => e.Rewards, 1, 0, 1), new(terminals), new(timeouts))
        {
            Next = Gather(e => e.Next, observation, 0, observation), Extra = extra,
        });
    }

    /// <summary>A column: of each row's numbers, <paramref name="stride"/> in all, some from <paramref name="first"/> on.</summary>
    private Column<float> Gather(Func<EpisodeRecord, List<float>> part, int stride, int first, int width)
    {
        float[] values = new float[_rows * width];
        Span<float> rest = values;
        foreach (EpisodeRecord episode in _done)
        {
            ReadOnlySpan<float> own = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(part(episode));
            for (int start = first; start < own.Length; start += stride)
            {
                own.Slice(start, width).CopyTo(rest);
                rest = rest[width..];
            }
        }
        return new(values, width);
    }
}
