namespace Offprint.Datasets.Offline;

/// <summary>The columns from which an <see cref="OfflineDataset"/> is made, all of N rows.</summary>
/// <param name="Observations">s, [N, obs].</param>
/// <param name="Actions">a, [N, act].</param>
/// <param name="Rewards">r, [N].</param>
/// <param name="Terminals">Whether s′ is terminal, [N].</param>
/// <param name="Timeouts">Whether the episode was cut after the row, [N].</param>
public sealed record OfflineColumns(
    Column<float> Observations, Column<float> Actions, Column<float> Rewards, Column<bool> Terminals, Column<bool> Timeouts)
{
    /// <summary>s′, [N, obs], if it was logged.</summary>
    public Column<float>? Next { get; init; }

    /// <summary>Further columns by name.</summary>
    public IReadOnlyDictionary<string, Column<float>> Extra { get; init; } = new Dictionary<string, Column<float>>();

    /// <summary>The columns of several data sets, one after another; what not all of them have is left out.</summary>
    /// <param name="parts">At least one, of equal widths.</param>
    /// <returns>A copy.</returns>
    public static OfflineColumns Concatenate(IReadOnlyList<OfflineColumns> parts) => new(
        Join([.. parts.Select(p => p.Observations)]), Join([.. parts.Select(p => p.Actions)]), Join([.. parts.Select(p => p.Rewards)]),
        Join([.. parts.Select(p => p.Terminals)]), Join([.. parts.Select(p => p.Timeouts)]))
    {
        Next = parts.All(p => p.Next is not null) ? Join([.. parts.Select(p => p.Next!)]) : null,
        Extra = parts[0].Extra.Where(e => parts.All(p => p.Extra.TryGetValue(e.Key, out Column<float>? c) && c.Width == e.Value.Width))
            .ToDictionary(e => e.Key, e => Join([.. parts.Select(p => p.Extra[e.Key])])),
    };

    /// <summary>A copy of some rows.</summary>
    internal OfflineColumns Gather(IReadOnlyList<Range> ranges) => new(
        Observations.Gather(ranges), Actions.Gather(ranges), Rewards.Gather(ranges), Terminals.Gather(ranges), Timeouts.Gather(ranges))
    {
        Next = Next?.Gather(ranges),
        Extra = Extra.ToDictionary(e => e.Key, e => e.Value.Gather(ranges)),
    };

    /// <summary>The same columns with a cut after the given rows.</summary>
    internal OfflineColumns EndingAt(IReadOnlyList<int> rows)
    {
        if (rows.Count == 0)
            return this;
        bool[] timeouts = Timeouts.Values.ToArray();
        foreach (int row in rows)
            timeouts[row] = true;
        return this with { Timeouts = new(timeouts) };
    }

    private static Column<T> Join<T>(IReadOnlyList<Column<T>> parts)
    {
        if (parts.Any(part => part.Width != parts[0].Width))
            throw new ArgumentException($"Columns of widths {string.Join(", ", parts.Select(part => part.Width))} cannot be joined.",
                nameof(parts));
        return new([.. parts.SelectMany(part => part.Array)], parts[0].Width);
    }
}
