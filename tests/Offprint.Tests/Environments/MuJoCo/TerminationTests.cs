using Offprint.Environments;
using Offprint.Environments.MuJoCo;
using Offprint.Environments.MuJoCo.Mazes;
using Offprint.Numerics;
using Offprint.Tensors;
using TorchSharp;

namespace Offprint.Tests.Environments.MuJoCo;

[Collection<MujocoCollection>]
public class TerminationTests
{
    [Theory]
    [InlineData("Hopper", true)]
    [InlineData("Walker2d", true)]
    [InlineData("Ant", true)]
    [InlineData("HalfCheetah", false)]
    public void The_rule_on_observations_ends_where_the_environment_does(string name, bool ends)
    {
        MujocoTasks.Require();
        LibTorch.EnsureLoaded();
        using var scope = torch.NewDisposeScope();
        using var environment = (Locomotion)MujocoTasks.Make(name);
        int size = environment.Spec.Observation.Size;
        const int steps = 400;
        float[] reached = new float[steps * size], action = new float[environment.Spec.Action.Size];
        bool[] terminated = new bool[steps];
        var random = new Seed(1).Stream();
        environment.Reset(new Seed(2), reached.AsSpan(0, size));
        for (int i = 0; i < steps; i++)
        {
            environment.Spec.Action.Sample(random, action);
            StepResult result = environment.Step(action, reached.AsSpan(i * size, size));
            terminated[i] = result.Terminated;
            if (result.Ended)
                environment.Reset(null, new float[size]);
        }
        Assert.Equal(ends, terminated.Contains(true));
        var next = torch.tensor(reached, [2, steps / 2, size]);
        var done = environment.Termination.Done(next, next, next);
        Assert.Equal([2L, steps / 2], done.shape);
        Assert.Equal(terminated, done.data<bool>().ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void In_a_maze_the_rule_ends_where_the_environment_does(bool ends)
    {
        MujocoTasks.Require();
        LibTorch.EnsureLoaded();
        using var scope = torch.NewDisposeScope();
        using var maze = new PointMaze(MazeLayouts.UMaze, MazeOptions.Navigation with { EndsAtGoal = ends });
        (double x, double y) = maze.Place(maze.Goal);
        const int steps = 60;
        float[] reached = new float[steps * 4];
        bool[] terminated = new bool[steps];
        for (int i = 0; i < steps; i++)
        {
            // From the goal's middle outwards, across its edge.
            maze.StartAt([x - i * 0.015, y], [0, 0], new float[4]);
            terminated[i] = maze.Step([0, 0], reached.AsSpan(i * 4, 4)).Terminated;
        }
        Assert.Equal((ends, false), (terminated[0], terminated[^1]));
        var next = torch.tensor(reached, [1, steps, 4]);
        Assert.Equal(terminated, maze.Termination.Done(next, next, next).data<bool>().ToArray());
    }
}
