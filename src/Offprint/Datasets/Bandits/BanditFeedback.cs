using Offprint.Numerics;

namespace Offprint.Datasets.Bandits;

/// <summary>
/// Logged decisions of a contextual bandit: rows (context, action, reward). Contexts are numbers, or points in a space of features. Never
/// empty.
/// </summary>
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

    /// <summary>Makes a log whose contexts are features; columns are not copied.</summary>
    /// <param name="features">The context of each row, [N, d].</param>
    /// <param name="actions">The action taken.</param>
    /// <param name="rewards">The reward seen.</param>
    /// <param name="propensities">The probability with which the action was taken; empty if unknown.</param>
    /// <exception cref="ArgumentException">There is no row, or lengths differ.</exception>
    public BanditFeedback(SampleMatrix features, int[] actions, double[] rewards, double[]? propensities = null)
        : this(actions, actions, rewards, propensities)
    {
        if (features.Rows != actions.Length)
            throw new ArgumentException($"{features.Rows} contexts for {actions.Length} actions.", nameof(features));
        (Features, Contexts) = (features, []);
    }

    /// <summary>N.</summary>
    public int Count => Actions.Length;

    /// <summary>The context of each row as a number; empty where contexts are <see cref="Features"/>.</summary>
    public int[] Contexts { get; }

    /// <summary>The context of each row as a point, [N, d]; null where contexts are numbers.</summary>
    public SampleMatrix? Features { get; }

    /// <summary>The place on the page, or another stratum, of each row; null if there is one.</summary>
    public int[]? Positions
    {
        get;
        init => field = Fits(value, "positions");
    }

    /// <summary>Rows that depend on each other, such as those of one user; null if none do.</summary>
    public int[]? Clusters
    {
        get;
        init => field = Fits(value, "clusters");
    }

    /// <summary>What is known of the actions, [A, e]; null if nothing is.</summary>
    public SampleMatrix? ActionFeatures { get; init; }

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
        if (Features is not null)
            throw new ArgumentException("The contexts are features, which cannot be counted; number them first.");
        var counts = new BanditCounts(contexts, actions);
        for (int i = 0; i < Count; i++)
            counts.Add(Contexts[i], Actions[i], 1, Rewards[i]);
        return counts;
    }

    /// <summary>Some of the rows, in the order given.</summary>
    /// <param name="rows">Their numbers.</param>
    /// <returns>A copy.</returns>
    public BanditFeedback Select(IReadOnlyList<int> rows)
    {
        int[] actions = [.. rows.Select(i => Actions[i])];
        double[] rewards = [.. rows.Select(i => Rewards[i])];
        double[] propensities = Propensities.Length == 0 ? [] : [.. rows.Select(i => Propensities[i])];
        var part = Features is null ? new BanditFeedback([.. rows.Select(i => Contexts[i])], actions, rewards, propensities)
            : new BanditFeedback(Points(Features, rows), actions, rewards, propensities);
        return new(part)
        {
            Positions = Part(Positions, rows), Clusters = Part(Clusters, rows), ActionFeatures = ActionFeatures,
        };
    }

    private BanditFeedback(BanditFeedback other) =>
        (Contexts, Features, Actions, Rewards, Propensities) =
            (other.Contexts, other.Features, other.Actions, other.Rewards, other.Propensities);

    private static int[]? Part(int[]? column, IReadOnlyList<int> rows) => column is null ? null : [.. rows.Select(i => column[i])];

    private static SampleMatrix Points(SampleMatrix points, IReadOnlyList<int> rows)
    {
        float[] values = new float[rows.Count * points.Columns];
        for (int i = 0; i < rows.Count; i++)
            points.Row(rows[i]).CopyTo(values.AsSpan(i * points.Columns));
        return new(rows.Count, points.Columns, values);
    }

    private int[]? Fits(int[]? column, string what) => column is null || column.Length == Count ? column
        : throw new ArgumentException($"{column.Length} {what} for {Count} rows.");
}
