using Offprint.Agents.Collection;
using Offprint.Agents.Policies;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Environments.ClassicControl;
using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Collection;

/// <summary>Recorded trajectories against the environment played again.</summary>
public sealed class TrajectoryRecorderTests
{
    [Fact]
    public void Rows_are_those_of_the_environment_and_the_last_reward_counts()
    {
        var policy = new HeadPolicy("coin", o => zeros(1, o.shape[1], 2), new SoftmaxHead(1), new DiscreteSpace(2));
        OfflineDataset log = TrajectoryRecorder.Record(policy, () => new CartPole(30), 130, new Seed(5));
        Assert.Equal(130, log.Episodes.Count);
        Assert.All(log.Episodes, e => Assert.Equal(e.Length, e.Return)); // one a step, the terminating one included
        Assert.Contains(log.Episodes, e => e.Length < 30);
        Assert.True(log.Episodes.All(e => e.Length <= 30));
        foreach (Episode episode in log.Episodes)
        {
            for (int row = episode.Start; row < episode.Start + episode.Length - 1; row++)
                Assert.Equal(log.Next!.Row(row).ToArray(), log.Observations.Row(row + 1).ToArray());
        }
        Assert.InRange(log.Actions.Array.Average(), 0.4f, 0.6f);
        OfflineDataset again = TrajectoryRecorder.Record(policy, () => new CartPole(30), 130, new Seed(5));
        Assert.Equal(log.Observations.Array, again.Observations.Array);
    }

    [Fact]
    public void Actions_of_boxes_stand_as_drawn_beside_those_that_the_environment_saw()
    {
        var policy = new HeadPolicy("noise", o => zeros(1, o.shape[1], 1), new GaussianHead(3), new BoxSpace(1, -2, 2));
        OfflineDataset log = TrajectoryRecorder.Record(policy, () => new Pendulum(20), 10, new Seed(6));
        Assert.True(log.TryColumn(TrajectoryRecorder.SampledActions, out Column<float>? sampled));
        Assert.Equal(200, log.Count);
        Assert.True(sampled.Array.Max() > 2.5);
        for (int row = 0; row < log.Count; row++)
            Assert.Equal(Math.Clamp(sampled[row], -2, 2), log.Actions[row]);
        Assert.InRange(sampled.Array.Average(a => a * a), 9 - 4.5, 9 + 4.5); // 200 squares of σ = 3: five standard errors
        Assert.Contains("no time limit", Assert.Throws<ArgumentException>(() =>
            TrajectoryRecorder.Record(policy, () => new Pendulum(null), 1, new Seed(1))).Message);
    }
}
