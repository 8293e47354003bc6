using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Environments.MuJoCo.Mazes;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Agents.Collection;

/// <summary>
/// Logs of a point mass that a <see cref="WaypointController"/> leads from cell to cell, rewarded for a goal that is not its own: what
/// D4RL's maze and AntMaze logs are made like (Fu et al. 2020).
/// </summary>
public sealed record MazeLog
{
    /// <summary>The least number of rows; the last episode is complete.</summary>
    public int Rows { get; init; } = 50_000;

    /// <summary>The standard deviation of the normal noise on each action, which is then cut to ±1.</summary>
    public double ActionNoise { get; init; } = 0.5;

    /// <summary>The cells it starts in, states of the map; empty for all (D4RL's "diverse").</summary>
    public IReadOnlyList<int> Starts { get; init; } = [];

    /// <summary>The cells it sets out for; empty for all.</summary>
    public IReadOnlyList<int> Targets { get; init; } = [];

    /// <summary>The task by which rewards and ends are written down.</summary>
    public MazeOptions Task { get; init; } = MazeOptions.Navigation;

    /// <summary>Makes the log.</summary>
    /// <param name="map">The maze.</param>
    /// <param name="seed">Decides starts, targets and noise.</param>
    /// <param name="progress">Hears the share that is done, if given.</param>
    /// <param name="cancellation">Stops it between episodes.</param>
    /// <returns>The log, with <c>infos/goal</c>, <c>infos/qpos</c> and <c>infos/qvel</c>. An episode ends where the goal ends it
    /// (terminal), at its target, or at the time limit (timeouts both).</returns>
    /// <exception cref="ArgumentException">A start and a target are in parts of the maze that no way joins.</exception>
    public OfflineDataset Collect(GridMap map, Seed seed, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Rows);
        using var maze = new PointMaze(map, Task);
        var controller = new WaypointController(maze);
        var log = new EpisodeLog(Rows);
        while (!log.IsFull)
        {
            cancellation.ThrowIfCancellationRequested();
            EpisodeRecord episode = log.Next();
            Play(maze, controller, episode, seed.Derive((ulong)episode.Number));
            log.Add(episode);
            progress?.Invoke(log.Share);
        }
        OfflineDataset rows = log.ToDataset(maze.Spec, maze.InfoColumns);
        (double x, double y) = maze.Place(maze.Goal);
        Column<float> goal = new([.. Enumerable.Range(0, 2 * rows.Count).Select(i => (float)(i % 2 == 0 ? x : y))], 2);
        OfflineColumns columns = rows.Columns();
        return rows.With(columns with { Extra = new Dictionary<string, Column<float>>(columns.Extra) { ["infos/goal"] = goal } })
            .Named("point maze", $"A waypoint controller with action noise {ActionNoise}, seed {seed}.", randomReturn: 0, expertReturn: 1);
    }

    private void Play(PointMaze maze, WaypointController controller, EpisodeRecord episode, Seed seed)
    {
        RandomStream random = seed.Derive("behavior").Stream();
        Span<float> observation = stackalloc float[4], next = stackalloc float[4], action = stackalloc float[2], info = stackalloc float[4];
        maze.Reset(seed.Derive("start"), observation);
        if (Starts.Count > 0)
            StartIn(maze, Starts[random.NextInt(Starts.Count)], random, observation);
        controller.SetOut(observation, Targets.Count > 0 ? Targets[random.NextInt(Targets.Count)] : random.NextInt(maze.Map.States));
        for (StepResult result = default; !result.Ended; next.CopyTo(observation))
        {
            maze.WriteInfo(info);
            episode.Begin(observation, info);
            controller.Act(observation, action);
            foreach (ref float a in action)
                a = (float)Math.Clamp(a + ActionNoise * random.NextNormal(), -1, 1);
            result = maze.Step(action, next);
            if (controller.HasArrived(next) && !result.Ended)
                result = result with { Truncated = true };
            episode.Finish(action, result, next);
        }
    }

    private static void StartIn(PointMaze maze, int cell, RandomStream random, Span<float> observation)
    {
        (double x, double y) = maze.Place(cell);
        double noise = maze.Options.StartNoise;
        maze.StartAt([x + random.NextUniform(-noise, noise), y + random.NextUniform(-noise, noise)], [0, 0], observation);
    }
}
