using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Datasets.Transitions;

public sealed class EpisodeWindowsTests
{
    private static readonly OfflineDataset s_ragged = OfflineSamples.Counting((3, EpisodeEnd.Terminal), (1, EpisodeEnd.Terminal),
        (5, EpisodeEnd.Timeout), (2, EpisodeEnd.Unfinished));

    /// <summary>The batch of all windows, in order.</summary>
    private static Batch All(EpisodeWindows windows, out BatchLoader loader)
    {
        loader = new BatchLoader(windows, new InOrder(windows.Count), windows.Count);
        using var random = new PopulationRandom([new Seed(1)]);
        return loader.Next(random);
    }

    [Theory]
    [InlineData(TimeLimitRule.Terminal, 5)]
    [InlineData(TimeLimitRule.Terminal, 2)]
    [InlineData(TimeLimitRule.Terminal, 9)]
    [InlineData(TimeLimitRule.Drop, 3)]
    public void A_masked_batch_of_ragged_episodes_gives_the_returns_of_loops(TimeLimitRule rule, int length)
    {
        const double discount = 0.9;
        using var scope = NewDisposeScope();
        var windows = new EpisodeWindows(s_ragged.View(new(rule)), length, WindowStart.Episodes);
        Batch batch = All(windows, out BatchLoader loader);
        using (loader)
        {
            float[] returns = batch.Returns(discount).data<float>().ToArray(),
                toGo = batch.ReturnsToGo(discount).contiguous().data<float>().ToArray();
            int window = 0;
            foreach (Episode episode in s_ragged.Episodes)
            {
                int kept = episode.Length - (rule == TimeLimitRule.Drop && episode.End != EpisodeEnd.Terminal ? 1 : 0),
                    steps = Math.Min(kept, length);
                if (kept == 0)
                    continue;
                Assert.Equal(steps, windows.LengthOf(window));
                double sum = 0;
                for (int t = length - 1; t >= 0; t--)
                {
                    sum = t < steps ? s_ragged.Rewards[episode.Start + t] + discount * sum : 0;
                    Assert.Equal(sum, toGo[window * length + t], 1e-4);
                }
                Assert.Equal(sum, returns[window], 1e-4);
                window++;
            }
            Assert.Equal(window, windows.Count);
        }
    }

    [Fact]
    public void Windows_hold_the_rows_of_one_episode_and_zeros_behind_its_end()
    {
        using var scope = NewDisposeScope();
        var view = s_ragged.View(new(TimeLimitRule.Terminal) { Columns = ["infos/qpos"] });
        var windows = new EpisodeWindows(view, 4, WindowStart.EveryRow);
        Assert.Equal(view.Count, windows.Count);
        Batch batch = All(windows, out BatchLoader loader);
        using (loader)
        {
            Assert.Equal([1, 11, 4, 2], batch.Observations.shape);
            Assert.Equal([1, 11, 4, 2], batch.Column("infos/qpos").shape);
            for (int window = 0; window < 11; window++)
            {
                Episode episode = s_ragged.Episodes.Last(e => e.Start <= window);
                for (int t = 0; t < 4; t++)
                {
                    int row = window + t;
                    bool inside = row < episode.Start + episode.Length;
                    Assert.Equal(inside ? 1 : 0, batch.Mask![0, window, t, 0].item<float>());
                    Assert.Equal(inside ? 10 * row : 0, batch.Observations[0, window, t, 0].item<float>());
                    Assert.Equal(inside ? -10 * row : 0, batch.Column("infos/qpos")[0, window, t, 0].item<float>());
                    Assert.Equal(inside && row + 1 < episode.Start + episode.Length ? 1 : 0, batch.Continue[0, window, t, 0].item<float>());
                }
            }
        }
        Assert.Contains("single steps", Assert.Throws<ArgumentException>(() => Agents.IdentityTask.Noise(1, 3).Returns(0.9)).Message);
    }

    private sealed class InOrder(int count) : ITransitionSampler
    {
        public int Count => count;

        public void Fill(Span<int> rows, PopulationRandom random)
        {
            for (int i = 0; i < rows.Length; i++)
                rows[i] = i % count;
        }

        public double Probability(int row) => 1.0 / count;
    }
}
