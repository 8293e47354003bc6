using Offprint.Environments;
using Offprint.Experiments;
using Offprint.Tests.Environments.MuJoCo;
using Offprint.Trials;

namespace Offprint.Tests.Trials;

[Collection<MujocoCollection>]
public sealed class MazeSourceTests
{
    /// <summary>The evaluation starts at the mark, the log anywhere; both end at the goal.</summary>
    [Fact]
    public void A_maze_is_a_source_of_data()
    {
        MujocoTasks.Require();
        var source = new MazeSource("medium", 2000);
        var data = source.Load(new(1), new([1], Artifacts.Default, null, TestContext.Current.CancellationToken));
        Assert.Equal("point-maze-medium-diverse", data.Name);
        Assert.InRange(data.Count, 2000, 2300);
        Assert.Equal(data.Rewards.Values.ToArray().Count(r => r == 1), data.Terminals.Values.ToArray().Count(t => t));
        using IEnvironment environment = source.Environment();
        float[] one = new float[4], two = new float[4];
        environment.Reset(new(1), one);
        environment.Reset(new(2), two);
        Assert.True(Math.Abs(one[0] - two[0]) < 0.2 && Math.Abs(one[1] - two[1]) < 0.2);
        float[] starts = [.. data.Episodes.Select(episode => data.Observations.Row(episode.Start)[0])];
        Assert.True(starts.Max() - starts.Min() > 3); // of a maze that is 6 wide
        Assert.Equal(300, environment.Spec.Horizon);
    }

    [Fact]
    public void An_unknown_maze_is_refused_with_those_there_are() =>
        Assert.Contains("umaze, medium, large", Assert.Throws<ArgumentException>(() => new MazeSource("huge", 10).Environment()).Message);
}
