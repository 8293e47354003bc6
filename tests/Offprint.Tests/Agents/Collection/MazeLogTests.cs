using Offprint.Agents.Collection;
using Offprint.Datasets.Offline;
using Offprint.Environments.MuJoCo.Mazes;
using Offprint.Numerics;
using Offprint.Tests.Environments.MuJoCo;

namespace Offprint.Tests.Agents.Collection;

/// <summary>Logs of the point mass that is led through a maze.</summary>
[Collection<MujocoCollection>]
public class MazeLogTests
{
    private static readonly MazeLog s_small = new() { Rows = 1500 };

    [Fact]
    public void Episodes_end_at_the_goal_at_their_target_or_at_the_limit()
    {
        MujocoTasks.Require();
        OfflineDataset log = s_small.Collect(MazeLayouts.UMaze, new Seed(1));
        using var maze = new PointMaze(MazeLayouts.UMaze, s_small.Task);
        Assert.InRange(log.Count, 1500, 1700);
        int atGoal = 0;
        foreach (Episode episode in log.Episodes)
        {
            for (int row = episode.Start; row < episode.Start + episode.Length; row++)
            {
                bool isLast = row == episode.Start + episode.Length - 1, reached = maze.DistanceToGoal(log.Next!.Row(row)) <= 0.5;
                Assert.Equal(reached ? 1 : 0, log.Rewards[row]);
                Assert.Equal(reached, log.Terminals[row]); // so nothing follows the goal
                Assert.Equal(isLast && !reached, log.Timeouts[row]);
                atGoal += reached ? 1 : 0;
            }
            Assert.InRange(episode.Length, 1, 200);
        }
        Assert.InRange(atGoal, 3, log.Episodes.Count - 3);
        Assert.True(log.TryColumn("infos/goal", out Column<float>? goal));
        Assert.Equal([1f, 1f], goal.Row(700).ToArray());
    }

    [Fact]
    public void The_seed_decides_a_log()
    {
        MujocoTasks.Require();
        OfflineDataset one = s_small.Collect(MazeLayouts.Medium, new Seed(1)), same = s_small.Collect(MazeLayouts.Medium, new Seed(1));
        OfflineDataset other = s_small.Collect(MazeLayouts.Medium, new Seed(2));
        Assert.Equal(one.Observations.Values, same.Observations.Values);
        Assert.Equal(one.Actions.Values, same.Actions.Values);
        Assert.NotEqual(one.Actions.Values[..100].ToArray(), other.Actions.Values[..100].ToArray());
    }

    [Fact]
    public void Chosen_cells_are_where_it_starts_and_what_it_sets_out_for()
    {
        MujocoTasks.Require();
        int start = MazeLayouts.Medium.StateAt(1, 1), target = MazeLayouts.Medium.StateAt(2, 2);
        MazeLog recipe = s_small with { Rows = 300, Starts = [start], Targets = [target], ActionNoise = 0 };
        OfflineDataset log = recipe.Collect(MazeLayouts.Medium, new Seed(3));
        foreach (Episode episode in log.Episodes)
        {
            ReadOnlySpan<float> first = log.Observations.Row(episode.Start), last = log.Next!.Row(episode.Start + episode.Length - 1);
            Assert.InRange(first[0], 0.9, 1.1);
            Assert.InRange(first[1], 0.9, 1.1);
            Assert.InRange(last[0], 1.9, 2.1);
            Assert.InRange(last[1], 1.9, 2.1);
        }
    }
}
