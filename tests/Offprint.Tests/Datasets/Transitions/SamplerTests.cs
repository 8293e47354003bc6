using Offprint.Datasets.Offline;
using Offprint.Datasets.Replay;
using Offprint.Datasets.Transitions;
using Offprint.Numerics;
using Offprint.Tensors;
using Offprint.Tests.Tensors;

namespace Offprint.Tests.Datasets.Transitions;

[Collection(nameof(TensorCounting))]
public sealed class SamplerTests
{
    private static readonly Seed[] s_seeds = [new(1), new(2), new(3)];

    public static TheoryData<string, Func<ITransitionSampler>> Samplers() => new()
    {
        { "uniform", () => new UniformSampler(40) },
        { "weighted", () => new WeightedSampler([.. Enumerable.Range(0, 40).Select(i => i % 4 * 0.5)]) },
        { "append", () => Mixed(new(MixMode.Append)) },
        { "half", () => Mixed(new(MixMode.FixedRatio)) },
        { "eighth", () => Mixed(new(MixMode.FixedRatio, 0.125)) },
        { "online", () => Mixed(new(MixMode.OnlineOnly)) },
        { "blocks", () => Mixed(new(MixMode.OneSourcePerBlock, 0.25)) },
    };

    private static MixedSampler Mixed(MixOptions options) => new(new UniformSampler(30), new UniformSampler(10), options);

    [Theory]
    [MemberData(nameof(Samplers), DisableDiscoveryEnumeration = true)]
    public void Rows_follow_the_probabilities_and_seeds_their_own_streams(string name, Func<ITransitionSampler> make)
    {
        const int batch = 64, rounds = 3000;
        ITransitionSampler sampler = make(), lone = make();
        using var all = new PopulationRandom(s_seeds);
        using var second = new PopulationRandom([s_seeds[1]]);
        int[] rows = new int[3 * batch], own = new int[batch], counts = new int[40];
        for (int round = 0; round < rounds; round++)
        {
            sampler.Fill(rows, all);
            lone.Fill(own, second);
            Assert.Equal(own, rows[batch..(2 * batch)]);
            foreach (int row in rows)
                counts[row]++;
        }
        Assert.Equal(1, Enumerable.Range(0, 40).Sum(sampler.Probability), 1e-12);
        double draws = 3.0 * batch * rounds;
        for (int row = 0; row < 40; row++)
        {
            // 6σ; a block of one source makes its 64 rows as variable as one.
            double p = sampler.Probability(row), deviation = Math.Sqrt(p / draws) +
                (name == "blocks" ? p * 2 / Math.Sqrt(3.0 * rounds) : 0);
            Assert.True(Math.Abs(counts[row] / draws - p) <= 6 * deviation, $"{name}, row {row}: {counts[row] / draws} instead of {p}.");
        }
    }

    [Fact]
    public void Members_draw_by_laws_of_their_own_as_they_would_alone()
    {
        double[] rising = [.. Enumerable.Range(0, 40).Select(i => (double)i)];
        ITransitionSampler[] laws = [new UniformSampler(40), new WeightedSampler(rising), new WeightedSampler(rising)];
        var sampler = new MemberSampler(laws);
        using var all = new PopulationRandom([s_seeds[0], s_seeds[1], s_seeds[1]]);
        using var first = new PopulationRandom([s_seeds[0]]);
        using var second = new PopulationRandom([s_seeds[1]]);
        int[] rows = new int[3 * 16], own = new int[16];
        for (int round = 0; round < 20; round++)
        {
            sampler.Fill(rows, all);
            new UniformSampler(40).Fill(own, first);
            Assert.Equal(own, rows[..16]);
            laws[1].Fill(own, second);
            Assert.Equal(own, rows[16..32]);
            Assert.Equal(own, rows[32..]); // equal seeds and laws draw equally
        }
        Assert.Equal(1, Enumerable.Range(0, 40).Sum(sampler.Probability), 1e-12);
        Assert.Equal((1.0 / 40 + 2 * 39 / rising.Sum()) / 3, sampler.Probability(39), 1e-15);
        Assert.Contains("samplers of 3 members and random numbers of 1",
            Assert.Throws<ArgumentException>(() => sampler.Fill(own, first)).Message);
        Assert.Contains("from 40, 30 rows", Assert.Throws<ArgumentException>(() =>
            new MemberSampler([new UniformSampler(40), new UniformSampler(30)])).Message);
        Assert.Throws<ArgumentException>(() => new MemberSampler([]));
    }

    [Fact]
    public void A_fixed_share_of_each_batch_is_offline_and_comes_first()
    {
        MixedSampler sampler = Mixed(new(MixMode.FixedRatio, 0.25));
        using var random = new PopulationRandom(s_seeds);
        int[] rows = new int[3 * 16];
        sampler.Fill(rows, random);
        for (int i = 0; i < rows.Length; i++)
            Assert.Equal(i % 16 >= 4, sampler.IsOnline(rows[i]));
    }

    /// <summary>Three standard deviations of 10,000 fair coins are 0.015: false alarms in one of 370 for a fixed seed.</summary>
    [Fact]
    public void Blocks_are_offline_as_often_as_asked()
    {
        MixedSampler sampler = Mixed(new(MixMode.OneSourcePerBlock, 0.5, BlockLength: 2));
        using var random = new PopulationRandom([new Seed(3)]);
        int[] rows = new int[4];
        int offline = 0;
        for (int batch = 0; batch < 20_000; batch++)
        {
            sampler.Fill(rows, random);
            offline += batch % 2 == 0 && !sampler.IsOnline(rows[0]) ? 1 : 0;
        }
        Assert.Equal(0.5, offline / 10_000.0, 0.015);
    }

    [Fact]
    public void A_block_is_of_one_source()
    {
        MixedSampler sampler = Mixed(new(MixMode.OneSourcePerBlock, 0.5, BlockLength: 5));
        using var random = new PopulationRandom(s_seeds);
        int[] rows = new int[3 * 16];
        int changes = 0;
        bool[] last = new bool[3];
        for (int batch = 0; batch < 200; batch++)
        {
            sampler.Fill(rows, random);
            for (int p = 0; p < 3; p++)
            {
                bool online = sampler.IsOnline(rows[p * 16]);
                Assert.All(rows[(p * 16)..((p + 1) * 16)], row => Assert.Equal(online, sampler.IsOnline(row)));
                if (batch > 0 && online != last[p])
                {
                    Assert.Equal(0, batch % 5);
                    changes++;
                }
                last[p] = online;
            }
        }
        Assert.InRange(changes, 30, 90); // 117 fair coins
    }

    [Fact]
    public void The_loader_copies_rows_of_each_seed_without_allocating()
    {
        OfflineDataset data = OfflineSamples.Hopper(5000, new Seed(1));
        TransitionView view = data.View(new(TimeLimitRule.Drop, NextState.Stored));
        using var random = new PopulationRandom(s_seeds);
        using var loader = new BatchLoader(view, new UniformSampler(view.Count), 256, 3);
        loader.Next(random);
        long tensors = TensorCounting.Settled();
        Batch batch = loader.Next(random);
        // the wrappers of nine tensors' memory, not their content
        Assert.InRange(Allocations.Least(() => batch = loader.Next(random)), 0, 2047);
        Assert.Equal(tensors, TensorCounting.Settled());
        Assert.Equal([3, 256, 11], batch.Observations.shape);
        Assert.Equal([3, 256, 1], batch.Rewards.shape);
        for (int i = 0; i < loader.Rows.Length; i++)
        {
            int row = view.DataRow(loader.Rows[i]);
            Assert.Equal(data.Observations.Row(row).ToArray(), batch.Observations[i / 256, i % 256].data<float>().ToArray());
            Assert.Equal(data.Next!.Row(row).ToArray(), batch.Next[i / 256, i % 256].data<float>().ToArray());
            Assert.Equal(data.Rewards[row], batch.Rewards[i / 256, i % 256].item<float>());
            Assert.Equal(data.Terminals[row] ? 0 : 1, batch.Continue[i / 256, i % 256].item<float>());
        }
        Assert.Throws<ArgumentException>(() => { using var one = new PopulationRandom([new Seed(1)]); loader.Next(one); });
    }

    [Fact]
    public void Offline_and_online_rows_meet_in_one_batch()
    {
        OfflineDataset data = OfflineSamples.Hopper(500, new Seed(1));
        TransitionView view = data.View(new(TimeLimitRule.Drop, NextState.Stored));
        using var buffer = new ReplayBuffer(3, 100, 11, 3);
        ITransitionSampler sampler = new MixedSampler(new UniformSampler(view.Count), buffer.Sampler(), new(MixMode.FixedRatio));
        using var loader = new BatchLoader(new MixedSource(view, buffer.View(new(2, 1))), sampler, 200, 3);
        using var random = new PopulationRandom(s_seeds);
        Assert.Equal(0, loader.Next(random).Online!.sum().item<float>()); // no online row yet
        float[] marker = new float[11];
        for (int step = 0; step < 120; step++)
        {
            for (int p = 0; p < 3; p++)
            {
                Array.Fill(marker, 1000 * p + step);
                buffer.Add(p, new(marker, [0, 0, 0], step, marker, terminal: step % 2 == 0));
            }
        }
        Batch batch = loader.Next(random);
        for (int p = 0; p < 3; p++)
        {
            for (int b = 0; b < 200; b++)
            {
                bool online = b >= 100;
                Assert.Equal(online ? 1 : 0, batch.Online![p, b, 0].item<float>());
                if (!online)
                    continue;
                float value = batch.Observations[p, b, 0].item<float>(), step = value - 1000 * p;
                Assert.InRange(step, 20, 119); // the seed's own rows, of which the first twenty were overwritten
                Assert.Equal(2 * step + 1, batch.Rewards[p, b, 0].item<float>());
                Assert.Equal(step % 2 == 0 ? 0 : 1, batch.Continue[p, b, 0].item<float>());
                Assert.Equal(value, batch.Next[p, b, 10].item<float>());
            }
        }
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        using var random = new PopulationRandom(s_seeds);
        Assert.Throws<ArgumentOutOfRangeException>(() => new UniformSampler(0));
        Assert.Throws<ArgumentException>(() => new UniformSampler(5).Fill(new int[4], random));
        Assert.Throws<ArgumentOutOfRangeException>(() => Mixed(new(MixMode.FixedRatio, 1.5)));
        using var buffer = new ReplayBuffer(3, 10, 2, 1);
        Assert.Contains("add steps first", Assert.Throws<InvalidOperationException>(() =>
            buffer.Sampler().Fill(new int[3], random)).Message, StringComparison.Ordinal);
        TransitionView view = OfflineSamples.Hopper(500, new Seed(1)).View(new(TimeLimitRule.Drop));
        Assert.Contains("different rows", Assert.Throws<ArgumentException>(() => new MixedSource(view, buffer.View())).Message,
            StringComparison.Ordinal);
    }
}
