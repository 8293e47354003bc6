using Offprint.Datasets.Tabular;

namespace Offprint.Estimators.OffPolicy;

/// <summary>
/// A data set of rows (s, a, r, s') as its sufficient statistics: for each pair and next state that were seen, how often, and the sum of
/// rewards. Pair (s, a) is number s·A + a.
/// </summary>
public sealed class TransitionSample
{
    private readonly int[] _pairs, _next, _counts;
    private readonly double[] _rewards;

    internal TransitionSample((int States, int Actions) shape, int[] pairs, int[] next, int[] counts, double[] rewards)
    {
        (States, Actions) = shape;
        (_pairs, _next, _counts, _rewards) = (pairs, next, counts, rewards);
        foreach (int count in counts)
            Rows += count;
    }

    /// <summary>S.</summary>
    public int States { get; }

    /// <summary>A.</summary>
    public int Actions { get; }

    /// <summary>n, the number of rows.</summary>
    public long Rows { get; }

    /// <summary>The pairs, increasing; a pair occurs once for each of its next states.</summary>
    public ReadOnlySpan<int> Pairs => _pairs;

    /// <summary>The next states, as many.</summary>
    public ReadOnlySpan<int> Next => _next;

    /// <summary>How often each was seen; may be zero.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <summary>The sums of rewards, as many.</summary>
    public ReadOnlySpan<double> Rewards => _rewards;

    /// <summary>Counts the rows of a log, whatever their stages.</summary>
    /// <param name="log">The log.</param>
    /// <returns>The statistics.</returns>
    public static TransitionSample Of(TabularDataset log)
    {
        int[] pairs = new int[log.Count];
        for (int i = 0; i < pairs.Length; i++)
            pairs[i] = log.States[i] * log.ActionCount + log.Actions[i];
        return FromRows(log.StateCount, log.ActionCount, pairs, log.Rewards, log.Next);
    }

    /// <summary>Counts the rows of a log.</summary>
    /// <param name="states">S.</param>
    /// <param name="actions">A.</param>
    /// <param name="pairs">s·A + a of each row.</param>
    /// <param name="rewards">r, as many.</param>
    /// <param name="next">s', as many.</param>
    /// <returns>The statistics.</returns>
    /// <exception cref="ArgumentException">There are no rows, lengths differ, an index is out of range, or a reward is not
    /// finite.</exception>
    public static TransitionSample FromRows(
        int states, int actions, ReadOnlySpan<int> pairs, ReadOnlySpan<double> rewards, ReadOnlySpan<int> next)
    {
        if (pairs.Length == 0 || pairs.Length != rewards.Length || pairs.Length != next.Length)
            throw new ArgumentException($"{pairs.Length} pairs, {rewards.Length} rewards and {next.Length} next states: a log has as " +
                $"many " +
                "of each, at least one.", nameof(pairs));
        SortedDictionary<(int Pair, int Next), (int Count, double Sum)> seen = [];
        for (int i = 0; i < pairs.Length; i++)
        {
            if ((uint)pairs[i] >= (uint)(states * actions) || (uint)next[i] >= (uint)states || !double.IsFinite(rewards[i]))
                throw new ArgumentException(
                    $"Row {i} is pair {pairs[i]}, reward {rewards[i]}, next state {next[i]}; there are {states * actions} pairs and " +
                    $"{states} states.", nameof(pairs));
            (int count, double sum) = seen.GetValueOrDefault((pairs[i], next[i]));
            seen[(pairs[i], next[i])] = (count + 1, sum + rewards[i]);
        }
        return new((states, actions), [.. seen.Keys.Select(k => k.Pair)], [.. seen.Keys.Select(k => k.Next)],
            [.. seen.Values.Select(v => v.Count)], [.. seen.Values.Select(v => v.Sum)]);
    }
}
