using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Environments.MuJoCo.Mazes;

/// <summary>A body in a maze, rewarded for being at the goal. Observed are all positions and velocities.</summary>
public abstract class MazeEnvironment : MujocoEnvironment
{
    private readonly int[] _starts;
    private readonly (double X, double Y) _goal;

    private protected MazeEnvironment(string name, MujocoModel model, GridMap map, MazeOptions options)
        : base(name, model, model.PositionCount + model.VelocityCount, options.FrameSkip, options.Horizon)
    {
        (Map, Options) = (map, options);
        Goal = map.Marked('G') is [var goal] ? goal
            : throw new ArgumentException($"A maze has one goal, marked G; this one has {map.Marked('G').Length}.", nameof(map));
        _starts = options.StartsAtMark ? map.Marked('R') : [.. Enumerable.Range(0, map.States)];
        if (_starts.Length == 0)
            throw new ArgumentException("The maze has no start: mark a cell with R, or set StartsAtMark to false.", nameof(map));
        _goal = Place(Goal);
    }

    /// <summary>The maze.</summary>
    public GridMap Map { get; }

    /// <summary>The task.</summary>
    public MazeOptions Options { get; }

    /// <summary>The goal's cell, a state of the map.</summary>
    public int Goal { get; }

    /// <summary>The same rule of termination on observations, for learned models.</summary>
    public ITerminationRule Termination => new GoalTermination(Options, _goal.X, _goal.Y);

    /// <summary>Where a cell is in the coordinates of observations, in m.</summary>
    /// <param name="cell">A state of the map.</param>
    /// <returns>x and y, the first two numbers of an observation there.</returns>
    public abstract (double X, double Y) Place(int cell);

    /// <summary>The distance of an observation to the goal, in m.</summary>
    /// <param name="observation">The observation.</param>
    /// <returns>The distance.</returns>
    public double DistanceToGoal(ReadOnlySpan<float> observation) => Distance(observation[0], observation[1]);

    /// <inheritdoc/>
    protected override void Draw(RandomStream random, Span<double> positions, Span<double> velocities)
    {
        (double x, double y) = Place(_starts[random.NextInt(_starts.Length)]);
        foreach (ref double position in positions)
            position += random.NextUniform(-Options.StartNoise, Options.StartNoise);
        (positions[0], positions[1]) = (positions[0] + x, positions[1] + y);
        foreach (ref double velocity in velocities)
            velocity += Options.VelocityNoise * random.NextNormal();
    }

    /// <inheritdoc/>
    protected sealed override void Observe(Span<float> observation)
    {
        int next = 0;
        foreach (double position in Simulation.Positions)
            observation[next++] = (float)position;
        foreach (double velocity in Simulation.Velocities)
            observation[next++] = (float)velocity;
    }

    /// <inheritdoc/>
    protected sealed override StepResult Evaluate(ReadOnlySpan<float> action)
    {
        double distance = Distance(Simulation.Positions[0], Simulation.Positions[1]);
        bool reached = distance <= Options.GoalRadius;
        double reward = Options.Reward == MazeReward.Dense ? Math.Exp(-distance) : reached ? 1 : 0;
        return new StepResult(reward, reached && Options.EndsAtGoal, false);
    }

    private double Distance(double x, double y) => Math.Sqrt((x - _goal.X) * (x - _goal.X) + (y - _goal.Y) * (y - _goal.Y));

    private protected override MujocoCamera Camera
    {
        get
        {
            (double left, double bottom) = (double.MaxValue, double.MaxValue);
            (double right, double top) = (double.MinValue, double.MinValue);
            for (int cell = 0; cell < Map.States; cell++)
            {
                (double x, double y) = Place(cell);
                (left, right) = (Math.Min(left, x), Math.Max(right, x));
                (bottom, top) = (Math.Min(bottom, y), Math.Max(top, y));
            }
            return MujocoCamera.Plan((left + right) / 2, (bottom + top) / 2, Math.Max(right - left, top - bottom));
        }
    }
}
