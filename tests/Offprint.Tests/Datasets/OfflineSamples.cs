using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Numerics;

namespace Offprint.Tests.Datasets;

/// <summary>Small data sets whose numbers can be followed by hand.</summary>
internal static class OfflineSamples
{
    /// <summary>
    /// Episodes of given lengths and ends. Observation of row i: (10 i, 10 i + 1); action (i/100); reward i; the stored successor is
    /// observation + 5, so that it differs from the next row.
    /// </summary>
    public static OfflineDataset Counting(params (int Length, EpisodeEnd End)[] episodes)
    {
        int rows = episodes.Sum(e => e.Length);
        bool[] terminals = new bool[rows], timeouts = new bool[rows];
        int row = -1;
        foreach ((int length, EpisodeEnd end) in episodes)
        {
            row += length;
            terminals[row] = end == EpisodeEnd.Terminal;
            timeouts[row] = end == EpisodeEnd.Timeout;
        }
        float[] observations = [.. Enumerable.Range(0, rows).SelectMany(i => new float[] { 10 * i, 10 * i + 1 })];
        return new(new("Counting", new BoxSpace(2), new BoxSpace(1, -1, 1), 1000), new(
            new(observations, 2), new([.. Enumerable.Range(0, rows).Select(i => i / 100f)]),
                new([.. Enumerable.Range(0, rows).Select(i => (float)i)]),
            new(terminals), new(timeouts))
        {
            Next = new([.. observations.Select(x => x + 5)], 2),
            Extra = new Dictionary<string, Column<float>> { ["infos/qpos"] = new([.. observations.Select(x => -x)], 2) },
        })
        {
            Name = "counting",
        };
    }

    /// <summary>Without stored successors.</summary>
    public static OfflineDataset WithoutNext(OfflineDataset data) => data.With(data.Columns() with { Next = null });

    /// <summary>One-step-reward trajectories with given returns (all of it in the first row), lengths and one-dimensional starts.</summary>
    public static OfflineDataset Trajectories(IReadOnlyList<double> returns, IReadOnlyList<int> lengths,
        IReadOnlyList<float>? starts = null)
    {
        int rows = lengths.Sum();
        float[] observations = new float[rows], rewards = new float[rows];
        bool[] terminals = new bool[rows];
        for (int i = 0, row = 0; i < returns.Count; row += lengths[i++])
        {
            observations[row] = starts?[i] ?? 0;
            rewards[row] = (float)returns[i];
            terminals[row + lengths[i] - 1] = true;
        }
        return new(new("Trajectories", new BoxSpace(1), new BoxSpace(1, -1, 1)),
            new(new(observations), new(new float[rows]), new(rewards), new(terminals), new(new bool[rows])));
    }

    /// <summary>Random rows of Hopper's sizes in episodes of about 200 steps, a fifth of them cut by the time limit.</summary>
    public static OfflineDataset Hopper(int rows, Seed seed)
    {
        RandomStream random = seed.Stream();
        float[] Normal(int count) { float[] values = new float[count]; random.FillNormal(values); return values; }
        bool[] terminals = new bool[rows], timeouts = new bool[rows];
        for (int row = 199; row < rows; row += 150 + random.NextInt(100))
            (random.NextInt(5) == 0 ? timeouts : terminals)[row] = true;
        return new(new("Hopper", new BoxSpace(11), new BoxSpace(3, -1, 1), 1000), new(
            new(Normal(rows * 11), 11), new([.. Normal(rows * 3).Select(MathF.Tanh)], 3), new(Normal(rows)), new(terminals), new(timeouts))
        {
            Next = new(Normal(rows * 11), 11),
        })
        {
            Name = "hopper-synthetic",
        };
    }
}
