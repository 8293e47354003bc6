using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>
/// A log of the crossing maze: in each step a guided move along a shortest way or one of four directions at random, with noise on it. How
/// often moves are guided depends on where: seldom in one gap, nearly always in the other.
/// </summary>
/// <param name="Episodes">Episodes.</param>
[Kind("crossing-maze")]
public sealed record CrossingMazeSource([property: Range(1, 1_000_000)] int Episodes) : DataSource
{
    /// <summary>The share of guided moves outside the gaps.</summary>
    [Range(0.0, 1.0)]
    public double Guidance { get; init; } = 0.5;

    /// <summary>The share of guided moves in the gap with guidance.</summary>
    [Range(0.0, 1.0)]
    public double GuidedGap { get; init; } = 0.97;

    /// <summary>The share of guided moves in the gap without guidance.</summary>
    [Range(0.0, 1.0)]
    public double UnguidedGap { get; init; }

    /// <summary>The standard deviation of the normal noise on both coordinates of a move, which are then cut to ±1.</summary>
    [Range(0.0, 10.0)]
    public double ActionNoise { get; init; } = 0.2;

    /// <summary>Decides the log, the same for all seeds.</summary>
    public ulong LogSeed { get; init; } = 1;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "crossing-maze";

    /// <inheritdoc/>
    public override IEnvironment Environment() => new CrossingMazeWalk();

    /// <inheritdoc/>
    public override OfflineDataset Load(Seed seed, RunContext context)
    {
        using var maze = new CrossingMazeWalk();
        var log = new Rows();
        for (int episode = 0; episode < Episodes; episode++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            Play(maze, new Seed(LogSeed).Derive(Name).Derive((ulong)episode), log);
        }
        return new(maze.Spec, new(new([.. log.Observations], 2), new([.. log.Actions], 2), new([.. log.Rewards]), new([.. log.Terminals]),
            new([.. log.Timeouts])) { Next = new([.. log.Next], 2) })
        {
            Name = Name, Origin = FormattableString.Invariant($"{Episodes} episodes of a scripted walk, seed {LogSeed}."),
        };
    }

    private void Play(CrossingMazeWalk maze, Seed seed, Rows log)
    {
        RandomStream random = seed.Derive("behavior").Stream();
        Span<float> observation = stackalloc float[2], next = stackalloc float[2], action = stackalloc float[2];
        maze.Reset(seed.Derive("start"), observation);
        for (StepResult result = default; !result.Ended; next.CopyTo(observation))
        {
            Act(maze.State, random, action);
            result = maze.Step(action, next);
            log.Observations.AddRange(observation);
            log.Actions.AddRange(action);
            log.Rewards.Add((float)result.Reward);
            log.Next.AddRange(next);
            log.Terminals.Add(result.Terminated);
            log.Timeouts.Add(result.Truncated);
        }
    }

    private void Act(int state, RandomStream random, Span<float> action)
    {
        (int, int) cell = CrossingMaze.Cell(state);
        double guidance = cell == CrossingMaze.Guided ? GuidedGap : cell == CrossingMaze.Unguided ? UnguidedGap : Guidance;
        bool guided = random.NextDouble() < guidance;
        (int x, int y) = CrossingMaze.Direction(guided ? CrossingMaze.Shortest(state) : random.NextInt(CrossingMaze.Actions));
        action[0] = (float)Math.Clamp(x + ActionNoise * random.NextNormal(), -1, 1);
        action[1] = (float)Math.Clamp(y + ActionNoise * random.NextNormal(), -1, 1);
    }

    private sealed class Rows
    {
        public List<float> Observations { get; } = [];

        public List<float> Actions { get; } = [];

        public List<float> Rewards { get; } = [];

        public List<float> Next { get; } = [];

        public List<bool> Terminals { get; } = [];

        public List<bool> Timeouts { get; } = [];
    }
}
