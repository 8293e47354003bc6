using System.Text.Json.Serialization;
using Offprint.Agents.Collection;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Environments.MuJoCo.Mazes;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Trials;

/// <summary>
/// A point mass in one of D4RL's mazes with the rules of AntMaze, and a log of it made as D4RL's "diverse" ones were: from any cell to any
/// other, rewarded for the evaluation's goal (<see cref="MazeLog"/>). Scores are the success rate in percent.
/// </summary>
/// <param name="Maze">D4RL's name of the maze: <c>umaze</c>, <c>medium</c> or <c>large</c>.</param>
/// <param name="Rows">The least number of rows; the last episode is complete.</param>
[Kind("maze")]
public sealed record MazeSource(string Maze, int Rows) : DataSource
{
    /// <summary>The standard deviation of the normal noise on logged actions.</summary>
    public double ActionNoise { get; init; } = 0.5;

    /// <summary>Decides the log, the same for all seeds.</summary>
    public ulong LogSeed { get; init; } = 1;

    /// <summary>The task that policies are judged in: from the marked start. Default: AntMaze's rules, at most 300 steps.</summary>
    public MazeOptions Task { get; init; } = MazeOptions.Navigation with { StartsAtMark = true, Horizon = 300 };

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => $"point-maze-{Maze}-diverse";

    /// <inheritdoc/>
    public override OfflineDataset Load(Seed seed, RunContext context)
    {
        var log = new MazeLog { Rows = Rows, ActionNoise = ActionNoise, Task = Task with { StartsAtMark = false } };
        OfflineDataset data = log.Collect(MazeLayouts.Find(Maze), new Seed(LogSeed).Derive(Name),
            share => context.ReportPreparation(share, $"logging {Name}"), context.Cancellation);
        return data.Named(Name, data.Origin, data.RandomReturn, data.ExpertReturn);
    }

    /// <inheritdoc/>
    public override IEnvironment Environment() => new PointMaze(MazeLayouts.Find(Maze), Task);
}
