namespace Offprint.Agents.Collection;

/// <summary>Which behavior a data set logs, in D4RL's words.</summary>
public enum DatasetLevel
{
    /// <summary>The policy before training.</summary>
    Random,

    /// <summary>The first checkpoint whose evaluation reaches a third of the way from random to expert.</summary>
    Medium,

    /// <summary>The training's own steps up to that checkpoint.</summary>
    MediumReplay,

    /// <summary>All of the training's own steps.</summary>
    FullReplay,

    /// <summary>The checkpoint with the best evaluation.</summary>
    Expert,

    /// <summary>Half medium, half expert.</summary>
    MediumExpert,
}

/// <summary>A data set that <see cref="DatasetCollector"/> can make.</summary>
/// <param name="Training">Where its policies come from.</param>
/// <param name="Level">Which of them acts.</param>
public sealed record DatasetRecipe(BehaviorTraining Training, DatasetLevel Level)
{
    /// <summary>A data set of the default training of a task.</summary>
    /// <param name="task">The task, for example <c>hopper</c>.</param>
    /// <param name="level">Which policy acts.</param>
    public DatasetRecipe(string task, DatasetLevel level)
        : this(new BehaviorTraining(task), level)
    {
    }

    /// <summary>
    /// Rows (D4RL: 10⁶). Policies play whole episodes until there are as many, so there may be some more; replays with more rows are
    /// thinned evenly to whole episodes. Default 100,000.
    /// </summary>
    public int Count { get; init; } = 100_000;

    /// <summary>The name, in D4RL's style: <c>hopper-medium-replay</c>.</summary>
    public string Name => Training.Task + "-" + Level switch
    {
        DatasetLevel.MediumReplay => "medium-replay",
        DatasetLevel.FullReplay => "full-replay",
        DatasetLevel.MediumExpert => "medium-expert",
        _ => Level.ToString().ToLowerInvariant(),
    };
}
