namespace Offprint.Datasets.Bandits;

/// <summary>
/// Counts and sums of rewards by context and action: all that an offline bandit rule needs. Reusable by <see cref="Clear"/>.
/// </summary>
public sealed class BanditCounts
{
    private readonly int[] _counts;
    private readonly double[] _sums;

    /// <summary>Begins with zero counts.</summary>
    /// <param name="contexts">The number of contexts.</param>
    /// <param name="actions">The number of actions.</param>
    public BanditCounts(int contexts, int actions)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(contexts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(actions);
        (Contexts, Actions) = (contexts, actions);
        (_counts, _sums) = (new int[contexts * actions], new double[contexts * actions]);
    }

    /// <summary>The number of contexts.</summary>
    public int Contexts { get; }

    /// <summary>The number of actions.</summary>
    public int Actions { get; }

    /// <summary>How many rows are counted.</summary>
    public long Total { get; private set; }

    /// <summary>N(x, a) of a context.</summary>
    /// <param name="context">The context.</param>
    /// <returns>[A].</returns>
    public ReadOnlySpan<int> Counts(int context) => _counts.AsSpan(context * Actions, Actions);

    /// <summary>The sums of rewards of a context.</summary>
    /// <param name="context">The context.</param>
    /// <returns>[A].</returns>
    public ReadOnlySpan<double> RewardSums(int context) => _sums.AsSpan(context * Actions, Actions);

    /// <summary>The mean reward of a pair.</summary>
    /// <param name="context">The context.</param>
    /// <param name="action">The action.</param>
    /// <returns>r̂; 0 where there is no row.</returns>
    public double Mean(int context, int action) =>
        Counts(context)[action] is > 0 and var count ? RewardSums(context)[action] / count : 0;

    /// <summary>Adds rows of one pair.</summary>
    /// <param name="context">The context.</param>
    /// <param name="action">The action.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="rewardSum">Their rewards, added up.</param>
    /// <exception cref="ArgumentException">The pair is out of range, or the count is negative.</exception>
    public void Add(int context, int action, int count, double rewardSum)
    {
        if ((uint)context >= (uint)Contexts || (uint)action >= (uint)Actions || count < 0)
            throw new ArgumentException(
                $"{count} rows of context {context}, action {action}; there are {Contexts} contexts and {Actions} actions.");
        _counts[context * Actions + action] += count;
        _sums[context * Actions + action] += rewardSum;
        Total += count;
    }

    /// <summary>Sets all counts to zero.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Array.Clear(_sums);
        Total = 0;
    }
}
