using Offprint.Numerics;

namespace Offprint.Datasets.Offline;

/// <summary>New data sets from others: joined, mixed at a fixed size, or thinned, always by whole trajectories.</summary>
public static class DatasetMixer
{
    /// <summary>The column that tells of which data set a row of a mixture is: 0 for the first, 1 for the second, and so on.</summary>
    public const string SourceColumn = "source";

    /// <summary>Puts data sets one after another, such as medium and expert.</summary>
    /// <param name="parts">Data sets of one environment.</param>
    /// <param name="name">The new name.</param>
    /// <returns>All rows; environment, returns and metadata of the first.</returns>
    /// <exception cref="ArgumentException">There is none, or their observations or actions differ in size.</exception>
    public static OfflineDataset Concatenate(IReadOnlyList<OfflineDataset> parts, string name)
    {
        if (parts.Count == 0)
            throw new ArgumentException("There is no data set to join.", nameof(parts));
        // An unfinished episode must end where the next data set begins.
        List<OfflineColumns> columns = [.. parts.Select((part, i) => Marked(part, i,
            part.Episodes[^1].End == EpisodeEnd.Unfinished && i < parts.Count - 1 ? [part.Count - 1] : []))];
        OfflineDataset joined = parts[0].With(OfflineColumns.Concatenate(columns));
        return new(joined.Spec, joined.Columns())
        {
            Name = name,
            Origin = string.Join("; ", parts.Select(part => part.Origin ?? part.Name)),
            RandomReturn = joined.RandomReturn,
            ExpertReturn = joined.ExpertReturn,
            Metadata = joined.Metadata,
        };
    }

    /// <summary>
    /// Mixes good and poor trajectories at a fixed size (Hong et al. 2023): good ones are drawn with replacement until their rows exceed
    /// ⌊σ N⌋, then poor ones until the total reaches N. The last trajectory is kept whole, so there may be a few rows more.
    /// </summary>
    /// <param name="good">The good data, source 0.</param>
    /// <param name="poor">The poor data, source 1.</param>
    /// <param name="goodShare">σ in [0, 1].</param>
    /// <param name="count">N, the number of rows.</param>
    /// <param name="seed">Decides which trajectories are drawn.</param>
    /// <returns>The mixture, good trajectories first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in [0, 1], or the count is not positive.</exception>
    public static OfflineDataset Mix(OfflineDataset good, OfflineDataset poor, double goodShare, int count, Seed seed)
    {
        if (goodShare is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(goodShare), goodShare, "The share of good data lies in [0, 1].");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        RandomStream random = seed.Stream();
        int limit = (int)(goodShare * count), rows = 0;
        List<int> chosen = [], filler = [];
        while (goodShare > 0 && rows <= limit && rows < count)
            rows += Draw(good, chosen);
        while (rows < count)
            rows += Draw(poor, filler);
        string name = $"{poor.Name} with {goodShare * 100:0.##} % {good.Name}";
        if (filler.Count == 0 || chosen.Count == 0)
            return Concatenate([filler.Count == 0 ? good.Take(chosen) : poor.Take(filler)], name);
        return Concatenate([good.Take(chosen), poor.Take(filler)], name);

        int Draw(OfflineDataset data, List<int> list)
        {
            int episode = random.NextInt(data.Episodes.Count);
            list.Add(episode);
            return data.Episodes[episode].Length;
        }
    }

    /// <summary>Keeps whole trajectories, drawn without replacement, until they have a given number of rows.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="count">The number of rows; the last trajectory is kept whole.</param>
    /// <param name="seed">Decides which trajectories are kept.</param>
    /// <returns>The kept trajectories in their former order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive, or more than there is.</exception>
    public static OfflineDataset Subsample(OfflineDataset data, int count, Seed seed)
    {
        if (count < 1 || count > data.Count)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"'{data.Name}' has {data.Count} rows; keep from 1 to as many.");
        int[] order = [.. Enumerable.Range(0, data.Episodes.Count)];
        seed.Stream().Shuffle(order.AsSpan());
        int rows = 0, kept = 0;
        while (rows < count)
            rows += data.Episodes[order[kept++]].Length;
        return data.Take([.. order.Take(kept).Order()]);
    }

    private static OfflineColumns Marked(OfflineDataset data, int source, IReadOnlyList<int> ends)
    {
        float[] marks = new float[data.Count];
        Array.Fill(marks, source);
        OfflineColumns columns = data.Columns();
        return (columns with { Extra = new Dictionary<string, Column<float>>(columns.Extra) { [SourceColumn] = new(marks) } })
            .EndingAt(ends);
    }
}
