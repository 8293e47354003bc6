using Offprint.Environments;
using Offprint.Numerics;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>
/// The crossing maze as a plane. Observation: the place in [−1, 1]², x to the right and y down; actions in [−1, 1]² move by half a cell at
/// most, and a coordinate whose new value would lie in a wall stays. Starts anywhere in the first row; within half a cell of the goal's
/// center the episode ends with reward 0, every other step costs 1.
/// </summary>
/// <remarks>The paper gives layout, starts and goal; sizes, actions, reward and time limit are our choice.</remarks>
/// <param name="horizon">The time limit.</param>
public sealed class CrossingMazeWalk(int horizon = CrossingMazeWalk.DefaultHorizon)
    : EpisodicEnvironment(new("CrossingMaze", new BoxSpace(2, -1, 1), new BoxSpace(2, -1, 1), horizon))
{
    /// <summary>The time limit unless told otherwise.</summary>
    public const int DefaultHorizon = 100;

    private const double Stride = 0.5, GoalRadius = 0.5;

    private double _x, _y; // in cells, the maze's corner at 0, 0

    /// <summary>The state of the cell that it is in, of <see cref="CrossingMaze.Map"/>.</summary>
    public int State => StateAt(_x, _y);

    /// <summary>The state of the cell that an observation lies in.</summary>
    /// <param name="observation">[2].</param>
    /// <returns>A state, −1 in a wall; single precision may put a place at a cell's edge on its other side.</returns>
    public static int StateOf(ReadOnlySpan<float> observation) =>
        StateAt(ToCells(observation[0], CrossingMaze.Map.Width), ToCells(observation[1], CrossingMaze.Map.Height));

    /// <inheritdoc/>
    protected override void Start(RandomStream random, Span<float> observation)
    {
        (_x, _y) = (random.NextUniform(0, CrossingMaze.Map.Width), random.NextUniform(0, 1));
        Observe(observation);
    }

    /// <inheritdoc/>
    protected override StepResult Advance(ReadOnlySpan<float> action, Span<float> observation)
    {
        double x = _x + Stride * action[0];
        if (StateAt(x, _y) >= 0)
            _x = x;
        double y = _y + Stride * action[1];
        if (StateAt(_x, y) >= 0)
            _y = y;
        Observe(observation);
        (int row, int column) = CrossingMaze.Map.CellOf(CrossingMaze.Goal);
        bool arrived = Math.Pow(_x - column - 0.5, 2) + Math.Pow(_y - row - 0.5, 2) <= GoalRadius * GoalRadius;
        return new(arrived ? 0 : -1, arrived, false, arrived);
    }

    private void Observe(Span<float> observation)
    {
        observation[0] = (float)(2 * _x / CrossingMaze.Map.Width - 1);
        observation[1] = (float)(2 * _y / CrossingMaze.Map.Height - 1);
    }

    private static double ToCells(float coordinate, int cells) => (coordinate + 1.0) / 2 * cells;

    private static int StateAt(double x, double y) => CrossingMaze.Map.StateAt((int)Math.Floor(y), (int)Math.Floor(x));
}
