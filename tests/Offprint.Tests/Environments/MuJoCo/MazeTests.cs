using Offprint.Environments;
using Offprint.Environments.MuJoCo.Mazes;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Environments.MuJoCo;

/// <summary>Mazes of a point mass and of a four-legged body.</summary>
[Collection<MujocoCollection>]
public class MazeTests
{
    public static TheoryData<string> Layouts => ["UMaze", "AntUMaze", "Medium", "Large", "Open"];

    [Theory]
    [InlineData("UMaze", 7, 6)]
    [InlineData("AntUMaze", 7, 6)]
    [InlineData("Medium", 26, 10)]
    [InlineData("Large", 46, 18)]
    [InlineData("Open", 15, 3)]
    public void A_layout_is_one_piece(string layout, int cells, int farthest)
    {
        GridMap map = Layout(layout);
        var paths = new MazePaths(map);
        int goal = Assert.Single(map.Marked('G'));
        int[] distances = [.. Enumerable.Range(0, map.States).Select(cell => paths.Distance(cell, goal))];
        Assert.Equal((cells, farthest), (map.States, distances.Max()));
        Assert.DoesNotContain(-1, distances);
        Assert.Equal(map.Height * map.Width - map.States, map.Walls.Count());
        Assert.All(map.Walls, wall => Assert.Equal(-1, map.StateAt(wall.Row, wall.Column)));
        foreach (int cell in Enumerable.Range(0, map.States))
        {
            Assert.Equal(distances[cell], paths.Distance(goal, cell));
            Assert.Equal(distances[cell], paths.Path(cell, goal).Count);
        }
    }

    [Fact]
    public void Cells_that_no_way_joins_are_named()
    {
        var paths = new MazePaths(new GridMap("G#."));
        Assert.Equal(-1, paths.Distance(0, 1));
        Assert.Contains("No way leads from cell (0, 2) to cell (0, 0)", Assert.Throws<ArgumentException>(() => paths.Path(1, 0)).Message);
    }

    [Fact]
    public void A_free_ball_moves_as_Euler_computes_it()
    {
        MujocoTasks.Require();
        using var maze = new PointMaze(MazeLayouts.Open, MazeOptions.Maze2d);
        float[] observation = new float[4];
        maze.StartAt([2, 3], [0, 0], observation);
        double mass = maze.Model.TotalMass, x = 2, v = 0;
        Assert.Equal(1000 * 4 / 3.0 * Math.PI * 1e-3, mass, 1e-9);
        for (int step = 0; step < 12; step++)
        {
            maze.Step([0.2f, 0], observation);
            // MuJoCo takes joint damping implicitly: (m + h b) dv = h (f − b v).
            v += 0.01 * (100 * (double)0.2f - v) / (mass + 0.01);
            x += 0.01 * v;
            Assert.Equal(x, observation[0], 1e-5);
            Assert.Equal(v, observation[2], 1e-4);
        }
        Assert.Equal([3f, 0f], [observation[1], observation[3]]);
    }

    [Fact]
    public void Walls_hold_the_ball()
    {
        MujocoTasks.Require();
        using var maze = new PointMaze(MazeLayouts.UMaze, MazeOptions.Maze2d with { Horizon = null });
        float[] observation = new float[4];
        maze.StartAt([1, 1], [0, 0], observation);
        for (int step = 0; step < 400; step++)
            maze.Step([-1, -1], observation); // into the corner of cell (1, 1), whose middle is at 0.8
        Assert.InRange(observation[0], 0.35, 0.45);
        Assert.InRange(observation[1], 0.35, 0.45);
        Assert.Equal(maze.Map.StateAt(1, 1), maze.CellAt(observation[0], observation[1]));
    }

    [Fact]
    public void Speeds_are_cut_before_a_step()
    {
        MujocoTasks.Require();
        using var maze = new PointMaze(MazeLayouts.Open);
        float[] observation = new float[4];
        maze.StartAt([2, 3], [0, 40], observation);
        maze.Step([0, 0], observation);
        Assert.InRange(observation[3], 4.9, 5);
    }

    [Theory]
    [InlineData(MazeReward.Sparse, false, 1)]
    [InlineData(MazeReward.Sparse, true, 1)]
    [InlineData(MazeReward.Dense, false, 0.7)]
    public void A_step_pays_for_the_goal(MazeReward reward, bool ends, double least)
    {
        MujocoTasks.Require();
        using var maze = new PointMaze(MazeLayouts.UMaze, new() { Reward = reward, EndsAtGoal = ends });
        float[] observation = new float[4];
        (double x, double y) = maze.Place(maze.Goal);
        maze.StartAt([x + 0.2, y + 0.2], [0, 0], observation);
        StepResult near = maze.Step([0, 0], observation);
        Assert.Equal(ends, near.Terminated);
        Assert.InRange(near.Reward, least, 1);
        maze.StartAt([3, 1], [0, 0], observation);
        StepResult far = maze.Step([0, 0], observation);
        Assert.False(far.Ended);
        Assert.Equal(reward == MazeReward.Dense ? Math.Exp(-2) : 0, far.Reward, 1e-3);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void The_controller_reaches_every_cell(string layout)
    {
        MujocoTasks.Require();
        using var maze = new PointMaze(Layout(layout), new() { FrameSkip = 5 });
        var controller = new WaypointController(maze);
        float[] observation = new float[4], action = new float[2];
        for (int target = 0; target < maze.Map.States; target++)
        {
            maze.Reset(new Seed((ulong)target), observation);
            controller.SetOut(observation, target);
            int steps = 0;
            for (; !controller.HasArrived(observation) && steps < 400; steps++)
            {
                controller.Act(observation, action);
                maze.Step(action, observation);
            }
            Assert.True(steps < 400, $"Cell {maze.Map.CellOf(target)} was not reached.");
        }
    }

    [Fact]
    public void An_ant_starts_at_its_mark_and_is_paid_at_the_goal()
    {
        MujocoTasks.Require();
        using var maze = new AntMaze(MazeLayouts.AntUMaze);
        Assert.Equal((29, 8), (maze.Spec.Observation.Size, maze.Spec.Action.Size));
        float[] observation = new float[29];
        maze.Reset(new Seed(1), observation);
        Assert.InRange(Math.Abs(observation[0]) + Math.Abs(observation[1]), 0, 0.2);
        Assert.Equal((0d, 8d), maze.Place(maze.Goal)); // two cells of 4 m below
        Assert.Equal(0, maze.Step(new float[8], observation).Reward);
        double[] positions = [.. maze.Simulation.Positions], velocities = [.. maze.Simulation.Velocities];
        (positions[0], positions[1]) = (0.2, 8.2);
        maze.StartAt(positions, velocities, observation);
        Assert.Equal(new StepResult(1, true, false), maze.Step(new float[8], observation));
    }

    [Fact]
    public void An_ant_does_not_walk_through_walls()
    {
        MujocoTasks.Require();
        using var maze = new AntMaze(MazeLayouts.AntUMaze);
        float[] observation = new float[29];
        maze.Reset(new Seed(1), observation);
        double[] positions = [.. maze.Simulation.Positions], velocities = new double[14];
        velocities[0] = -8; // thrown at the western wall, whose face is 2 m away
        maze.StartAt(positions, velocities, observation);
        for (int step = 0; step < 40; step++)
        {
            maze.Step(new float[8], observation);
            Assert.InRange(observation[0], -2, 2);
        }
    }

    [Fact]
    public void Maps_without_goal_or_start_are_named()
    {
        MujocoTasks.Require();
        Assert.Contains("has 0", Assert.Throws<ArgumentException>(() => new PointMaze(new GridMap("..."))).Message);
        Assert.Contains("has 2", Assert.Throws<ArgumentException>(() => new PointMaze(new GridMap("G.G"))).Message);
        Assert.Contains("mark a cell with R", Assert.Throws<ArgumentException>(() => new AntMaze(MazeLayouts.UMaze)).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_saved_maze_goes_on_with_the_same_bits(bool isAnt)
    {
        MujocoTasks.Require();
        using MazeEnvironment maze = isAnt ? new AntMaze(MazeLayouts.AntUMaze) : new PointMaze(MazeLayouts.Medium);
        int actions = maze.Spec.Action.Size;
        float[] observation = new float[maze.Spec.Observation.Size], again = new float[observation.Length];
        float[] action = [.. Enumerable.Range(0, actions).Select(i => 0.3f - 0.1f * i)];
        maze.Reset(new Seed(4), observation);
        for (int step = 0; step < 5; step++)
            maze.Step(action, observation);
        double[] state = new double[maze.StateSize];
        maze.Save(state);
        maze.Step(action, observation);
        maze.Restore(state);
        maze.Step(action, again);
        Assert.Equal(observation, again);
    }

    private static GridMap Layout(string name) => name switch
    {
        "UMaze" => MazeLayouts.UMaze, "AntUMaze" => MazeLayouts.AntUMaze, "Medium" => MazeLayouts.Medium,
        "Large" => MazeLayouts.Large, _ => MazeLayouts.Open,
    };
}
