using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Papers.OfflineToOnline.Famo2oStudy;

namespace Offprint.Papers.Tests.OfflineToOnline.Famo2oStudy;

public sealed class CrossingMazeWalkTests
{
    [Fact]
    public void It_keeps_the_rules_of_environments()
    {
        EnvironmentReport report = EnvironmentChecker.Check(() => new CrossingMazeWalk());
        Assert.True(report.Passed, report.ToString());
    }

    /// <summary>Straight down from the first row the wall holds it, unless the gap is below; a shortest way ends at the goal.</summary>
    [Fact]
    public void Walls_hold_and_the_goal_ends_it()
    {
        using var maze = new CrossingMazeWalk();
        float[] place = new float[2];
        for (ulong seed = 1; seed <= 20; seed++)
        {
            maze.Reset(new Seed(seed), place);
            Assert.Equal(1, CrossingMaze.Cell(maze.State).Row);
            double total = 0;
            StepResult result = default;
            while (!result.Ended)
            {
                result = maze.Step(Way(maze.State, place), place);
                Assert.True(maze.State >= 0);
                total += result.Reward;
            }
            Assert.True(result is { Terminated: true, Success: true, Reward: 0 });
            Assert.Equal(1 - maze.Steps, total);
            Assert.InRange(maze.Steps, 15, 34);
        }
    }

    /// <summary>A cell's way; within the goal's cell towards its center.</summary>
    private static float[] Way(int state, float[] place)
    {
        (int x, int y) = CrossingMaze.Direction(CrossingMaze.Shortest(state));
        return state != CrossingMaze.Goal ? [x, y] : [.. place.Select(coordinate => Math.Clamp(7 * (6f / 7 - coordinate), -1, 1))];
    }

    [Fact]
    public void A_wall_stops_one_coordinate_alone()
    {
        using var maze = new CrossingMazeWalk();
        float[] before = new float[2], after = new float[2];
        maze.Reset(new Seed(3), before);
        for (int i = 0; i < 4; i++)
            maze.Step([-1, 0], before); // to the left wall
        for (int i = 0; i < 4; i++)
            maze.Step([0, 1], before); // down, above a wall
        maze.Step([0.25f, 1], after);
        Assert.Equal(before[1], after[1]);
        Assert.Equal(before[0] + 2 * 0.125 / 7, after[0], 1e-5);
    }

    [Fact]
    public void The_log_is_guided_where_it_says()
    {
        var context = new RunContext([1], Artifacts.Default, null, TestContext.Current.CancellationToken);
        var source = new CrossingMazeSource(100);
        OfflineDataset data = source.Load(new Seed(1), context);
        Assert.Equal(100, data.Episodes.Count);
        Assert.Equal(data.Observations.Values.ToArray(), source.Load(new Seed(2), context).Observations.Values.ToArray());
        LogResult log = new LogStudy().Run(Cell.Of(new LogSettings(source), [1]), context);
        LogCell At((int Row, int Column) cell) => log.Cells.First(own => (own.Row, own.Column) == cell);
        Assert.True(At(CrossingMaze.Guided).Forward > 0.9);
        Assert.InRange(At(CrossingMaze.Unguided).Forward, 0.15, 0.35);
        Assert.Equal(data.Count, log.Rows);
        Assert.Equal(data.Episodes.Count(e => data.Terminals[e.Start + e.Length - 1]) / 100.0, log.Arrived, 1e-6);
    }
}
