using Offprint.Datasets.Offline;
using Offprint.Datasets.Replay;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Datasets.Transitions;

public sealed class ExtraColumnTests
{
    private static readonly ColumnLayout s_layout = new([("cost", 1), ("goal", 2)]);

    [Fact]
    public void A_view_carries_named_columns_of_its_data_set()
    {
        using var scope = NewDisposeScope();
        OfflineDataset data = OfflineSamples.Counting((4, EpisodeEnd.Terminal));
        TransitionView view = data.View(new(TimeLimitRule.Drop) { Columns = ["infos/qpos"] });
        using var loader = new BatchLoader(view, new UniformSampler(view.Count), 6);
        using var random = new PopulationRandom([new Seed(1)]);
        Batch batch = loader.Next(random);
        Assert.Equal((-batch.Observations).data<float>(), batch.Column("infos/qpos").contiguous().data<float>());
        Assert.Contains("There is: infos/qpos [2]", Assert.Throws<KeyNotFoundException>(() => batch.Column("cost")).Message);
        Assert.Contains("no column 'cost'. It has: infos/qpos",
            Assert.Throws<ArgumentException>(() => data.View(new(TimeLimitRule.Drop) { Columns = ["cost"] })).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // kept back until the episode ends
    public void A_replay_buffer_stores_them_through_saves_and_gives_them_back_as_data(bool kept)
    {
        using var scope = NewDisposeScope();
        ReplayBuffer Make() => new(1, 10, 1, 1, kept ? new EpisodeReturns(0.9) : null, extra: s_layout);
        using ReplayBuffer first = Make(), buffer = Make();
        first.Add(0, Step(0));
        buffer.Load(first.Save());
        buffer.Add(0, Step(1));
        buffer.Add(0, Step(2), ended: true);
        using var loader = new BatchLoader(buffer.View(), buffer.Sampler(), 8);
        using var random = new PopulationRandom([new Seed(1)]);
        Batch batch = loader.Next(random);
        Assert.Equal((batch.Observations * 2).data<float>(), batch.Column("cost").contiguous().data<float>());
        Assert.Equal(cat([batch.Observations * 3, batch.Observations * 4], 2).data<float>(),
            batch.Column("goal").contiguous().data<float>());
        OfflineDataset data = buffer.ToDataset(0, new("x", new BoxSpace(1), new BoxSpace(1, -1, 1)));
        Assert.True(data.TryColumn("goal", out Column<float>? goal));
        Assert.Equal([0, 0, 3, 4, 6, 8], goal.Values.ToArray());
        Assert.Contains("cost [1], goal [2]", Assert.Throws<ArgumentException>(() => buffer.Add(0, new([0], [0], 0, [0], false))).Message);
    }

    [Fact]
    public void Sources_of_other_columns_do_not_mix()
    {
        using ReplayBuffer with = new(1, 4, 2, 1, extra: s_layout), without = new(1, 4, 2, 1);
        OfflineDataset data = OfflineSamples.Counting((4, EpisodeEnd.Terminal));
        Assert.Throws<ArgumentException>(() => new MixedSource(data.View(new(TimeLimitRule.Drop)), with.View()));
        Assert.Equal(4, new MixedSource(data.View(new(TimeLimitRule.Drop)), without.View()).Count);
        Assert.Equal(new ColumnLayout([("cost", 1)]), new ColumnLayout([("cost", 1)]));
        Assert.Throws<ArgumentException>(() => new ColumnLayout([("cost", 1), ("cost", 2)]));
    }

    [Fact]
    public void A_rollout_buffer_keeps_them_in_the_order_of_time()
    {
        using var scope = NewDisposeScope();
        using var rollouts = new RolloutBuffer(1, 1, 3, 1, 1, extra: s_layout);
        for (int i = 0; i < 5; i++)
            rollouts.Add(0, Step(i), truncated: false);
        Assert.Equal([4f, 6, 8], rollouts.Rows().Column("cost").contiguous().data<float>().ToArray());
        Assert.Equal(6, rollouts.Rows().Column("goal")[0, 0, 0].item<float>());
    }

    /// <summary>Observation i, cost 2 i, goal (3 i, 4 i).</summary>
    private static Transition Step(float i) => new(new float[] { i }, new float[] { 0 }, 1, new float[] { i + 1 }, false,
        new float[] { 2 * i, 3 * i, 4 * i });
}
