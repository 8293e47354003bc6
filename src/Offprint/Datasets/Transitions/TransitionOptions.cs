namespace Offprint.Datasets.Transitions;

/// <summary>What becomes of the last step of an episode that a time limit cut, or in which the data end.</summary>
public enum TimeLimitRule
{
    /// <summary>It is left out: its successor is unknown (D4RL's own conversion).</summary>
    Drop,

    /// <summary>It is kept and its successor's value counts; needs stored successors.</summary>
    Bootstrap,

    /// <summary>It is kept as if it were terminal.</summary>
    Terminal,
}

/// <summary>Where a transition's successor is read.</summary>
public enum NextState
{
    /// <summary>In the log's own column of successors.</summary>
    Stored,

    /// <summary>In the next row of the episode.</summary>
    NextRow,
}

/// <summary>What a <see cref="TransitionView"/> makes of a data set. There is no default for time limits: papers differ.</summary>
/// <param name="TimeLimits">What becomes of cut episodes' last steps.</param>
/// <param name="Next">Where successors are read.</param>
/// <param name="Reward">A transform of the raw rewards; <see langword="null"/> for none.</param>
public sealed record TransitionOptions(TimeLimitRule TimeLimits, NextState Next = NextState.NextRow, RewardTransform? Reward = null)
{
    /// <summary>n, the steps whose rewards a row sums; fewer at an episode's end.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>γ, for rewards over several steps and for returns-to-go.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>Whether batches carry returns-to-go; <see langword="null"/> for none.</summary>
    public ReturnToGoRule? ReturnToGo { get; init; }

    /// <summary>
    /// Whether batches carry the data's own next actions. They end with the episode, so they exclude <see cref="TimeLimitRule.Bootstrap"/>.
    /// </summary>
    public bool NextActions { get; init; }

    /// <summary>Further columns of the data set that batches carry, by name. Default: none.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Scales observations; it is taken as it is when the view is made.</summary>
    public Normalizer? Observations { get; init; }
}

/// <summary>How returns-to-go end.</summary>
public enum ReturnToGoRule
{
    /// <summary>The discounted sum to the episode's last kept row.</summary>
    SumToEnd,

    /// <summary>
    /// The same, but an episode of nothing but its smallest possible reward r (a goal never reached) has r / (1 − γ) in every row: it would
    /// go on failing (the sparse-reward rule of Cal-QL).
    /// </summary>
    FailureTail,
}
