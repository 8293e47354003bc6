namespace Offprint.Agents.Collection;

/// <summary>What D4RL publishes under a log's name, to stand beside ours.</summary>
/// <param name="Rows">Rows; those of replays are exact to a thousand.</param>
/// <param name="MeanScore">The mean normalized score of its episodes, where one is published.</param>
/// <param name="BestScore">The best.</param>
/// <remarks>Fu et al., "D4RL: Datasets for deep data-driven reinforcement learning", 2020, table of tasks; scores: version 2 of the
/// files.</remarks>
public sealed record D4rlLog(int Rows, double? MeanScore = null, double? BestScore = null)
{
    private const int Full = 1_000_000;

    /// <summary>The log of a task and level.</summary>
    /// <param name="task">The task, for example <c>hopper</c>.</param>
    /// <param name="level">The level.</param>
    /// <returns>What is known of it; of a task that D4RL has not, the usual size.</returns>
    public static D4rlLog Of(string task, DatasetLevel level) => (task, level) switch
    {
        ("hopper", DatasetLevel.MediumReplay) => new(402_000, 15, 98),
        ("halfcheetah", DatasetLevel.MediumReplay) => new(202_000),
        ("walker2d", DatasetLevel.MediumReplay) => new(302_000),
        (_, DatasetLevel.MediumReplay) => new(300_000),
        (_, DatasetLevel.MediumExpert) => new(2 * Full),
        _ => new(Full),
    };
}
