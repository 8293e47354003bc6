using Offprint.Datasets.Offline;
using Offprint.Datasets.Replay;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Tests.Datasets.Replay;

public sealed class ReplayBufferTests
{
    private static void Step(ReplayBuffer buffer, int member, float reward, bool terminal = false, bool ended = false,
        int environment = 0) =>
        buffer.Add(member, new([reward, 0], [0.5f], reward, [reward + 1, 0], terminal), ended, environment);

    [Fact]
    public void The_newest_rows_stay()
    {
        using var buffer = new ReplayBuffer(2, 3, 2, 1);
        for (int i = 0; i < 5; i++)
            Step(buffer, 0, i);
        Step(buffer, 1, 7);
        Assert.Equal((3, 1, 1), (buffer.CountOf(0), buffer.CountOf(1), buffer.Count));
        Assert.Equal([3, 4, 2], buffer.Columns.Rows("rewards", 0).ToArray());
        Assert.Equal([7, 0, 0], buffer.Columns.Rows("rewards", 1).ToArray());
        Assert.Equal([2, 3, 1], buffer.Columns["rewards"].shape);
    }

    [Fact]
    public void Steps_wait_for_their_episode_s_end_where_returns_to_go_are_wanted()
    {
        using var buffer = new ReplayBuffer(1, 10, 2, 1, new(0.5, new(2, -1)), environments: 2);
        Step(buffer, 0, 1);
        Step(buffer, 0, 10, environment: 1);
        Step(buffer, 0, 2);
        Assert.Equal(0, buffer.Count);
        using var random = new PopulationRandom([new Seed(1)]);
        Assert.Contains("end an episode", Assert.Throws<InvalidOperationException>(() =>
            buffer.Sampler().Fill(new int[2], random)).Message, StringComparison.Ordinal);
        Step(buffer, 0, 3, ended: true); // a time limit
        Assert.Equal(3, buffer.Count);
        Assert.Equal([1, 2, 3], buffer.Columns.Rows("rewards", 0)[..3].ToArray()); // raw
        Assert.Equal([1 + 0.5f * 3 + 0.25f * 5, 3 + 0.5f * 5, 5], buffer.Columns.Rows("return_to_go", 0)[..3].ToArray());
        Assert.Equal([1, 1, 1], buffer.Columns.Rows("continue", 0)[..3].ToArray());
        Step(buffer, 0, 20, terminal: true, environment: 1);
        Assert.Equal([10, 20], buffer.Columns.Rows("rewards", 0)[3..5].ToArray());
        Assert.Equal(0, buffer.Columns.Rows("continue", 0)[4]);
        using var loader = new BatchLoader(buffer.View(new(2, -1)), buffer.Sampler(), 4);
        Assert.NotNull(loader.Next(random).ReturnToGo);
    }

    [Fact]
    public void An_episode_that_only_fails_has_an_endless_failing_return()
    {
        using var buffer = new ReplayBuffer(1, 10, 2, 1, new(0.9, new(1, -1), FailureReward: -1));
        Step(buffer, 0, 0);
        Step(buffer, 0, 0, ended: true);
        Step(buffer, 0, 0);
        Step(buffer, 0, 1, terminal: true);
        Assert.Equal([-10, -10, -1, 0], buffer.Columns.Rows("return_to_go", 0)[..4].ToArray(), (x, y) => Math.Abs(x - y) < 1e-5);
    }

    [Fact]
    public void Rows_become_a_data_set_and_are_saved_and_loaded()
    {
        using var buffer = new ReplayBuffer(2, 4, 2, 1);
        Step(buffer, 1, 1);
        Step(buffer, 1, 2, terminal: true);
        Step(buffer, 1, 3, ended: true);
        Step(buffer, 1, 4);
        using var copy = new ReplayBuffer(2, 4, 2, 1);
        copy.Load(buffer.Save());
        OfflineDataset data = copy.ToDataset(1, new("task", new BoxSpace(2), new BoxSpace(1, -1, 1)));
        Assert.Equal([1, 2, 3, 4], data.Rewards.Values.ToArray());
        Assert.Equal([(2, EpisodeEnd.Terminal), (1, EpisodeEnd.Timeout), (1, EpisodeEnd.Unfinished)],
            data.Episodes.Select(e => (e.Length, e.End)));
        Assert.Equal(0, copy.CountOf(0));
        Step(copy, 1, 5);
        Assert.Contains("overwritten", Assert.Throws<InvalidOperationException>(() => copy.ToDataset(1, data.Spec)).Message);
        using var larger = new ReplayBuffer(2, 4, 3, 1);
        Assert.Contains("observations", Assert.Throws<InvalidDataException>(() => larger.Load(buffer.Save())).Message);
    }

    [Fact]
    public void Steps_of_other_sizes_and_rewards_that_are_not_finite_are_refused()
    {
        using var buffer = new ReplayBuffer(1, 10, 2, 1);
        Assert.Contains("the buffer holds 2, 1 and 2", Assert.Throws<ArgumentException>(() =>
            buffer.Add(0, new([1], [0], 0, [1], false))).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => Step(buffer, 0, float.NaN)).Message, StringComparison.Ordinal);
        Assert.Contains("There is: observations", Assert.Throws<KeyNotFoundException>(() => buffer.Columns["x"]).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TensorRing(1, 1, [("a", 1), ("a", 2)]));
    }
}
