using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Numerics;
using Offprint.Tensors;
using End = Offprint.Datasets.Offline.EpisodeEnd;

namespace Offprint.Tests.Datasets.Transitions;

public sealed class TransitionViewTests
{
    private static readonly OfflineDataset s_data = OfflineSamples.Counting((3, End.Terminal), (3, End.Timeout), (2, End.Unfinished));

    private static float[][] Column(TransitionView view, Func<Batch, TorchSharp.torch.Tensor?> column)
    {
        using var loader = new BatchLoader(view, new InOrder(view.Count), view.Count);
        using var random = new PopulationRandom([new Seed(1)]);
        TorchSharp.torch.Tensor tensor = column(loader.Next(random))!;
        float[] values = [.. tensor.data<float>()];
        return [.. values.Chunk((int)tensor.shape[2])];
    }

    private static float[] Scalars(TransitionView view, Func<Batch, TorchSharp.torch.Tensor?> column) =>
        [.. Column(view, column).Select(row => row[0])];

    [Fact]
    public void Cut_episodes_lose_their_last_step_where_it_is_dropped()
    {
        TransitionView view = s_data.View(new(TimeLimitRule.Drop));
        Assert.Equal([0, 1, 2, 3, 4, 6], Enumerable.Range(0, view.Count).Select(view.DataRow));
        Assert.Equal([1, 1, 0, 1, 1, 1], Scalars(view, batch => batch.Continue));
        // The successor is the next row; behind the terminal row 2 its own observation stands, which Continue masks.
        Assert.Equal([10, 20, 20, 40, 50, 70], Scalars(view, batch => batch.Next));
    }

    [Fact]
    public void Cut_episodes_bootstrap_from_their_stored_successor()
    {
        TransitionView view = s_data.View(new(TimeLimitRule.Bootstrap, NextState.Stored));
        Assert.Equal([1, 1, 0, 1, 1, 1, 1, 1], Scalars(view, batch => batch.Continue));
        Assert.Equal([5, 15, 25, 35, 45, 55, 65, 75], Scalars(view, batch => batch.Next));
        Assert.Equal([[0, 1], [10, 11]], Column(view, batch => batch.Observations)[..2]);
        Assert.Equal([0, 0.01f, 0.02f], Scalars(view, batch => batch.Actions)[..3]);
    }

    [Fact]
    public void Cut_episodes_may_count_as_terminal() =>
        Assert.Equal([1, 1, 0, 1, 1, 0, 1, 0], Scalars(s_data.View(new(TimeLimitRule.Terminal)), batch => batch.Continue));

    [Fact]
    public void Steps_are_joined_within_an_episode()
    {
        TransitionView view = s_data.View(new(TimeLimitRule.Bootstrap, NextState.Stored) { Steps = 2, Discount = 0.5 });
        Assert.Equal([0 + 0.5f, 1 + 1, 2, 3 + 2, 4 + 2.5f, 5, 6 + 3.5f, 7], Scalars(view, batch => batch.Rewards));
        Assert.Equal([0.5f, 0, 0, 0.5f, 0.5f, 1, 0.5f, 1], Scalars(view, batch => batch.Continue)); // γⁿ⁻¹, n the steps that were there
        Assert.Equal([15, 25, 25, 45, 55, 55, 75, 75], Scalars(view, batch => batch.Next));
        TransitionView dropped = s_data.View(new(TimeLimitRule.Drop) { Steps = 2, Discount = 0.5 });
        Assert.Equal([20, 20, 20, 50, 50, 70], Scalars(dropped, batch => batch.Next));
        Assert.Equal([0.5f, 2, 2, 5, 4, 6], Scalars(dropped, batch => batch.Rewards));
    }

    [Fact]
    public void Returns_to_go_sum_the_kept_rewards_of_an_episode()
    {
        TransitionOptions options = new(TimeLimitRule.Drop) { ReturnToGo = ReturnToGoRule.SumToEnd, Discount = 0.5 };
        Assert.Equal([0 + 0.5f + 0.5f, 1 + 1, 2, 3 + 2, 4, 6], Scalars(s_data.View(options), batch => batch.ReturnToGo));
        TransitionView shifted = s_data.View(options with { Reward = new(2, -1) });
        Assert.Equal([-1 + 0.5f + 0.75f, 1 + 1.5f, 3, 5 + 3.5f, 7, 11], Scalars(shifted, batch => batch.ReturnToGo));
        Assert.Equal([-1, 1, 3, 5, 7, 11], Scalars(shifted, batch => batch.Rewards));
    }

    [Fact]
    public void An_episode_that_only_fails_has_an_endless_failing_return()
    {
        OfflineDataset sparse = OfflineSamples.Trajectories([1, 0], [2, 3]);
        float[] returns = Scalars(sparse.View(new(TimeLimitRule.Drop, Reward: new(1, -1)) { ReturnToGo = ReturnToGoRule.FailureTail,
            Discount = 0.9 }),
            batch => batch.ReturnToGo);
        Assert.Equal([-0.9f, -1, -10, -10, -10], returns, (x, y) => Math.Abs(x - y) < 1e-5);
    }

    [Fact]
    public void Next_actions_are_the_data_s_own()
    {
        TransitionView view = s_data.View(new(TimeLimitRule.Terminal) { NextActions = true });
        Assert.Equal([0.01f, 0.02f, 0.02f, 0.04f, 0.05f, 0.05f, 0.07f, 0.07f], Scalars(view, batch => batch.NextActions));
    }

    [Fact]
    public void Observations_and_successors_are_scaled_alike()
    {
        Normalizer normalizer = Normalizer.Of(s_data, VarianceDivisor.Count, 0);
        TransitionView view = s_data.View(new(TimeLimitRule.Bootstrap, NextState.Stored) { Observations = normalizer });
        float[] first = Scalars(view, batch => batch.Observations), next = Scalars(view, batch => batch.Next);
        Assert.Equal(0, first.Average(), 1e-6);
        Assert.Equal(1, first.Average(x => x * x), 1e-5);
        Assert.All(first.Zip(next), pair => Assert.Equal(5 / normalizer.Deviation[0], pair.Second - pair.First, 1e-5));
        Assert.Equal(0, s_data.Observations[0]); // the data set itself is as it was
    }

    [Fact]
    public void Options_that_contradict_the_data_are_refused()
    {
        void Refused(TransitionOptions options, string message, OfflineDataset? data = null) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => (data ?? s_data).View(options)).Message,
                StringComparison.Ordinal);
        Refused(new(TimeLimitRule.Bootstrap), "NextState.Stored");
        Refused(new(TimeLimitRule.Drop, NextState.Stored), "stores no next observations", OfflineSamples.WithoutNext(s_data));
        Refused(new(TimeLimitRule.Bootstrap, NextState.Stored) { NextActions = true }, "no next action");
        Refused(new(TimeLimitRule.Drop) { ReturnToGo = ReturnToGoRule.FailureTail, Discount = 1 }, "discount of 1");
        Refused(new(TimeLimitRule.Drop), "no row left", OfflineSamples.Counting((1, End.Timeout), (1, End.Timeout)));
        Refused(new(TimeLimitRule.Drop) { Observations = Normalizer.Running(3, VarianceDivisor.Count) }, "3 coordinates");
    }

    /// <summary>Rows 0, 1, 2, … in turn.</summary>
    private sealed class InOrder(int count) : ITransitionSampler
    {
        public int Count => count;

        public void Fill(Span<int> rows, PopulationRandom random)
        {
            for (int i = 0; i < rows.Length; i++)
                rows[i] = i;
        }

        public double Probability(int row) => 1.0 / count;
    }
}
