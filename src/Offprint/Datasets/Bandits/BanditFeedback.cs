namespace Offprint.Datasets.Bandits;

/// <summary>Logged decisions of a contextual bandit: rows (context, action, reward). Never empty.</summary>
public sealed class BanditFeedback
{
    /// <summary>Makes a log of columns of one length, which are not copied.</summary>
    /// <param name="contexts">The context of each row.</param>
    /// <param name="actions">The action taken.</param>
    /// <param name="rewards">The reward seen.</param>
    /// <param name="propensities">The probability with which the action was taken; empty if unknown.</param>
    /// <exception cref="ArgumentException">There is no row, or lengths differ.</exception>
    public BanditFeedback(int[] contexts, int[] actions, double[] rewards, double[]? propensities = null)
    {
        if (contexts.Length == 0)
            throw new ArgumentException("A bandit log without rows; nothing can be learned from it.", nameof(contexts));
        if (actions.Length != contexts.Length || rewards.Length != contexts.Length
            || (propensities is { Length: > 0 } p && p.Length != contexts.Length))
            throw new ArgumentException(
                $"Columns of {contexts.Length} contexts, {actions.Length} actions, {rewards.Length} rewards and " +
                $"{propensities?.Length ?? 0} propensities.");
        (Contexts, Actions, Rewards, Propensities) = (contexts, actions, rewards, propensities ?? []);
    }

    /// <summary>N.</summary>
    public int Count => Contexts.Length;

    /// <summary>The context of each row.</summary>
    public int[] Contexts { get; }

    /// <summary>The action of each row.</summary>
    public int[] Actions { get; }

    /// <summary>The reward of each row.</summary>
    public double[] Rewards { get; }

    /// <summary>The probability with which each action was taken given its context; empty if unknown.</summary>
    public double[] Propensities { get; }

    /// <summary>Counts the rows.</summary>
    /// <param name="contexts">The number of contexts.</param>
    /// <param name="actions">The number of actions.</param>
    /// <returns>Counts and sums of rewards.</returns>
    /// <exception cref="ArgumentException">A row is out of range.</exception>
    public BanditCounts Counts(int contexts, int actions)
    {
        var counts = new BanditCounts(contexts, actions);
        for (int i = 0; i < Count; i++)
            counts.Add(Contexts[i], Actions[i], 1, Rewards[i]);
        return counts;
    }
}
