using Offprint.Numerics;

namespace Offprint.Statistics;

/// <summary>
/// Which rows of a sample are independent of which, and so how it is resampled: by rows, by rows within strata, or by whole clusters.
/// </summary>
public sealed class Resampling
{
    private readonly int[] _rows;
    private readonly int[] _unitStarts;
    private readonly int[] _stratumStarts;
    private readonly bool _single;

    private Resampling(string text, int[] rows, int[] unitStarts, int[] stratumStarts)
    {
        Description = text;
        _rows = rows;
        _unitStarts = unitStarts;
        _stratumStarts = stratumStarts;
        _single = Units == rows.Length;
        for (int h = 0; h < Strata; h++)
        {
            int longest = 0;
            for (int u = stratumStarts[h]; u < stratumStarts[h + 1]; u++)
                longest = Math.Max(longest, unitStarts[u + 1] - unitStarts[u]);
            MaximumRows = checked(MaximumRows + longest * (stratumStarts[h + 1] - stratumStarts[h]));
        }
    }

    /// <summary>The number of rows of the sample.</summary>
    public int Rows => _rows.Length;

    /// <summary>The number of independent units: rows or clusters.</summary>
    public int Units => _unitStarts.Length - 1;

    /// <summary>The number of strata.</summary>
    public int Strata => _stratumStarts.Length - 1;

    /// <summary>The longest resample there can be; longer than <see cref="Rows"/> if clusters differ in size.</summary>
    public int MaximumRows { get; }

    /// <summary>How intervals name it; empty for plain resampling.</summary>
    internal string Description { get; }

    /// <summary>Independent rows.</summary>
    /// <param name="rows">How many.</param>
    /// <returns>Resamples of as many rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are none.</exception>
    public static Resampling Plain(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        int[] order = [.. Enumerable.Range(0, rows)];
        return new("", order, [.. order, rows], [0, rows]);
    }

    /// <summary>
    /// Independent rows within strata of fixed sizes, for example seeds within tasks. Row i of a resample lies in the stratum of row i of
    /// the sample. A stratum of one row does not vary.
    /// </summary>
    /// <param name="strata">The stratum of each row.</param>
    /// <returns>Resamples with as many rows of each stratum.</returns>
    /// <exception cref="ArgumentException">There are no rows.</exception>
    public static Resampling Stratified(ReadOnlySpan<int> strata)
    {
        int[] labels = strata.ToArray();
        return Grouped("stratified", labels, [.. Enumerable.Range(0, labels.Length)]);
    }

    /// <summary>Independent clusters of dependent rows, for example the interactions of one user.</summary>
    /// <param name="clusters">The cluster of each row.</param>
    /// <returns>Resamples of as many whole clusters; their numbers of rows vary if the clusters' do.</returns>
    /// <exception cref="ArgumentException">There are no rows.</exception>
    public static Resampling Clustered(ReadOnlySpan<int> clusters) => Grouped("clustered", new int[clusters.Length], clusters.ToArray());

    /// <summary>Independent clusters of dependent rows within strata.</summary>
    /// <param name="clusters">The cluster of each row.</param>
    /// <param name="strata">The stratum of each row, the same for all rows of a cluster.</param>
    /// <returns>Resamples of as many whole clusters of each stratum.</returns>
    /// <exception cref="ArgumentException">There are no rows, the lengths differ, or a cluster lies in two strata.</exception>
    public static Resampling Clustered(ReadOnlySpan<int> clusters, ReadOnlySpan<int> strata)
    {
        Require.SameLength(clusters.Length, strata.Length);
        return Grouped("clustered within strata", strata.ToArray(), clusters.ToArray());
    }

    /// <summary>Draws a resample.</summary>
    /// <param name="random">The source of randomness.</param>
    /// <param name="rows">Receives row numbers; at least <see cref="MaximumRows"/> long.</param>
    /// <returns>How many rows were written.</returns>
    public int Draw(RandomStream random, Span<int> rows)
    {
        int count = 0;
        for (int h = 0; h < Strata; h++)
        {
            int first = _stratumStarts[h], size = _stratumStarts[h + 1] - first;
            for (int u = first; u < first + size; u++)
            {
                int pick = first + random.NextInt(size);
                if (_single)
                    rows[_rows[u]] = _rows[pick];
                else
                    Unit(pick).CopyTo(rows[count..]);
                count += _unitStarts[pick + 1] - _unitStarts[pick];
            }
        }
        return count;
    }

    /// <summary>All rows but those of one unit, in no particular order.</summary>
    internal int LeaveOut(int unit, Span<int> rows)
    {
        _rows.AsSpan(0, _unitStarts[unit]).CopyTo(rows);
        _rows.AsSpan(_unitStarts[unit + 1]).CopyTo(rows[_unitStarts[unit]..]);
        return Rows - Unit(unit).Length;
    }

    /// <summary>The units of a stratum.</summary>
    internal (int First, int Count) Stratum(int stratum) =>
        (_stratumStarts[stratum], _stratumStarts[stratum + 1] - _stratumStarts[stratum]);

    private ReadOnlySpan<int> Unit(int unit) => _rows.AsSpan(_unitStarts[unit].._unitStarts[unit + 1]);

    private static Resampling Grouped(string text, int[] strata, int[] clusters)
    {
        if (strata.Length == 0)
            throw new ArgumentException("There are no rows to resample.");
        var units = Enumerable.Range(0, strata.Length).GroupBy(row => clusters[row]).Select(unit => unit.ToArray()).ToArray();
        if (units.FirstOrDefault(unit => unit.Any(row => strata[row] != strata[unit[0]])) is { } split)
            throw new ArgumentException($"Cluster {clusters[split[0]]} lies in more than one stratum.", nameof(clusters));
        units = [.. units.OrderBy(unit => strata[unit[0]])]; // a stable sort
        List<int> unitStarts = [0], stratumStarts = [0];
        for (int u = 0; u < units.Length; u++)
        {
            unitStarts.Add(unitStarts[^1] + units[u].Length);
            if (u + 1 == units.Length || strata[units[u + 1][0]] != strata[units[u][0]])
                stratumStarts.Add(u + 1);
        }
        return new(text, [.. units.SelectMany(unit => unit)], [.. unitStarts], [.. stratumStarts]);
    }
}
