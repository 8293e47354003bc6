using static TorchSharp.torch;

namespace Offprint.Environments.MuJoCo.Mazes;

/// <summary>Ends at the goal, where the task does; the rule of <see cref="MazeEnvironment"/> up to the rounding of observations.</summary>
/// <param name="options">The task.</param>
/// <param name="x">Where the goal is, the first number of an observation there, m.</param>
/// <param name="y">The second number, m.</param>
internal sealed class GoalTermination(MazeOptions options, double x, double y) : ITerminationRule
{
    public Tensor Done(Tensor state, Tensor action, Tensor next)
    {
        using var scope = NewDisposeScope();
        Tensor east = next[TensorIndex.Ellipsis, 0] - x, north = next[TensorIndex.Ellipsis, 1] - y;
        Tensor reached = (east * east + north * north).le(options.GoalRadius * options.GoalRadius);
        return (options.EndsAtGoal ? reached : zeros_like(reached)).MoveToOuterDisposeScope();
    }
}
