using System.Text.Json.Serialization;
using Offprint.Files;

namespace Offprint.Agents.Collection;

/// <summary>Which behavior a data set logs, in D4RL's words.</summary>
public enum DatasetLevel
{
    /// <summary>The policy before training.</summary>
    Random,

    /// <summary>The first checkpoint whose evaluation reaches a third of the way from random to expert.</summary>
    Medium,

    /// <summary>
    /// The training's own steps up to that checkpoint; all steps of a training that is stretched so as to end near there
    /// (<see cref="BehaviorTraining.Stretched"/>).
    /// </summary>
    MediumReplay,

    /// <summary>All of the training's own steps.</summary>
    FullReplay,

    /// <summary>The checkpoint with the best evaluation.</summary>
    Expert,

    /// <summary>Half medium, half expert.</summary>
    MediumExpert,
}

/// <summary>A data set that <see cref="DatasetCollector"/> can make.</summary>
/// <param name="Training">Where its policies or its steps come from.</param>
/// <param name="Level">Which of them.</param>
public sealed record DatasetRecipe(BehaviorTraining Training, DatasetLevel Level)
{
    /// <summary>A data set of D4RL's kind: of a task's default training, replays of its stretched one.</summary>
    /// <param name="task">The task, for example <c>hopper</c>.</param>
    /// <param name="level">Which policy acts.</param>
    public DatasetRecipe(string task, DatasetLevel level)
        : this(level == DatasetLevel.MediumReplay ? BehaviorTraining.Stretched(task) : new(task), level) =>
        Reference = level == DatasetLevel.MediumReplay ? new(task) : null;

    /// <summary>A data set of a task's small training (<see cref="BehaviorTraining.Small"/>).</summary>
    /// <param name="task">The task.</param>
    /// <param name="level">Which policy acts.</param>
    /// <returns>The recipe.</returns>
    public static DatasetRecipe Small(string task, DatasetLevel level) => new(BehaviorTraining.Small(task), level);

    /// <summary>
    /// The training whose random policy and expert are the zero and the hundred of scores; <see langword="null"/> (the default) for the one
    /// that the data come from.
    /// </summary>
    public BehaviorTraining? Reference { get; init; }

    /// <summary>
    /// Rows (D4RL: <see cref="D4rlLog.Rows"/>). Policies play whole episodes until there are as many, so there may be some more; replays
    /// with more rows are thinned evenly to whole episodes. Default 100,000.
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

    /// <summary>Whether it is D4RL's log of that name made again: the default training, and D4RL's number of rows.</summary>
    [JsonIgnore]
    public bool IsD4rlSize => Count == D4rlLog.Of(Training.Task, Level).Rows
        && StoreJson.Text(this) == StoreJson.Text(new DatasetRecipe(Training.Task, Level) { Count = Count });

    /// <summary>
    /// Whether its rows are the first of the log of D4RL's size: of a single policy of the default training, or a replay that is not
    /// thinned.
    /// </summary>
    [JsonIgnore]
    internal bool IsPrefix
    {
        get
        {
            var published = new DatasetRecipe(Training.Task, Level) { Count = Count };
            bool thinned = Level is DatasetLevel.MediumReplay or DatasetLevel.FullReplay && Count < Training.Steps;
            return !thinned && Level != DatasetLevel.MediumExpert && StoreJson.Text(this) == StoreJson.Text(published);
        }
    }
}
