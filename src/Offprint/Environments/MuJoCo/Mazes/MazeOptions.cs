namespace Offprint.Environments.MuJoCo.Mazes;

/// <summary>The task in a maze.</summary>
public sealed record MazeOptions
{
    /// <summary>What a step pays.</summary>
    public MazeReward Reward { get; init; } = MazeReward.Sparse;

    /// <summary>Whether reaching the goal ends the episode.</summary>
    public bool EndsAtGoal { get; init; }

    /// <summary>How near the goal counts as reached, in m; 0.45 in Gymnasium-Robotics.</summary>
    public double GoalRadius { get; init; } = 0.5;

    /// <summary>Time steps an action is held.</summary>
    public int FrameSkip { get; init; } = 1;

    /// <summary>The time limit in steps.</summary>
    public int? Horizon { get; init; }

    /// <summary>Whether episodes start in the cell marked <c>R</c>; otherwise in a free cell, all equally likely.</summary>
    public bool StartsAtMark { get; init; }

    /// <summary>Half the width of the uniform noise on the starting positions, in m.</summary>
    public double StartNoise { get; init; } = 0.1;

    /// <summary>The standard deviation of the starting velocities, in m/s and rad/s.</summary>
    public double VelocityNoise { get; init; } = 0.1;

    /// <summary>
    /// D4RL's maze2d: rewarded in each step within half a meter of the goal; it never ends. 300 steps are the U's limit; the medium maze
    /// has 600, the large one 800.
    /// </summary>
    public static MazeOptions Maze2d { get; } = new() { Horizon = 300 };

    /// <summary>A point mass with the rules of AntMaze: reward 1 and the end at the goal, an action held for 0.05 s.</summary>
    public static MazeOptions Navigation { get; } = new() { EndsAtGoal = true, FrameSkip = 5, Horizon = 200 };

    /// <summary>
    /// D4RL's AntMaze: from the marked start, reward 1 and the end at the goal, 0.05 s a step. 700 steps are the U's limit; the larger
    /// mazes have 1000.
    /// </summary>
    public static MazeOptions AntMaze { get; } = new() { EndsAtGoal = true, FrameSkip = 5, Horizon = 700, StartsAtMark = true };
}

/// <summary>What a step in a maze pays.</summary>
public enum MazeReward
{
    /// <summary>1 near the goal, 0 elsewhere.</summary>
    Sparse,

    /// <summary>exp(−distance to the goal in m).</summary>
    Dense,
}
