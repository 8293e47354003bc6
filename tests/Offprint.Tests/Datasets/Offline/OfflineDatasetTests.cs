using Offprint.Cards;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Datasets.Weighting;
using Offprint.Numerics;
using End = Offprint.Datasets.Offline.EpisodeEnd;

namespace Offprint.Tests.Datasets.Offline;

public sealed class OfflineDatasetTests
{
    private static readonly OfflineDataset s_data = OfflineSamples.Counting((3, End.Terminal), (3, End.Timeout), (2, End.Unfinished));

    [Fact]
    public void Episodes_end_by_terminal_states_cuts_or_the_end_of_the_data()
    {
        Assert.Equal([(0, 3, 3.0, End.Terminal), (3, 3, 12.0, End.Timeout), (6, 2, 13.0, End.Unfinished)],
            s_data.Episodes.Select(e => (e.Start, e.Length, e.Return, e.End)));
        Assert.Equal(12, s_data.Returns().Median);
    }

    [Fact]
    public void Episodes_are_selected_and_reordered_whole()
    {
        OfflineDataset kept = s_data.Take([2, 0, 2]);
        Assert.Equal([6, 7, 0, 1, 2, 6, 7], kept.Rewards.Values.ToArray());
        // In the middle, the unfinished episode is a cut one: what follows is another.
        Assert.Equal([End.Timeout, End.Terminal, End.Unfinished], kept.Episodes.Select(e => e.End));
        Assert.True(kept.TryColumn("infos/qpos", out Column<float>? positions));
        Assert.Equal(-60, positions[0]);
        Assert.Equal(65, kept.Next![0]);
        Assert.Equal([3, 4, 5], s_data.Select(e => e.End == End.Timeout).Rewards.Values.ToArray());
        Assert.Contains("returns lie between 3 and 13", Assert.Throws<ArgumentException>(() => s_data.Select(_ => false)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Data_sets_are_joined_with_marks_of_their_source()
    {
        OfflineDataset joined = DatasetMixer.Concatenate([s_data, s_data], "twice");
        Assert.Equal(16, joined.Count);
        Assert.Equal([3, 3, 2, 3, 3, 2], joined.Episodes.Select(e => e.Length));
        Assert.True(joined.TryColumn(DatasetMixer.SourceColumn, out Column<float>? source));
        Assert.Equal([0, 1], source.Values.ToArray().Distinct());
        Assert.Equal("twice", joined.Name);
    }

    [Fact]
    public void Mixtures_have_their_size_and_share()
    {
        OfflineDataset good = OfflineSamples.Trajectories([.. Enumerable.Repeat(10.0, 30)], [.. Enumerable.Repeat(50, 30)]);
        OfflineDataset poor = OfflineSamples.Trajectories([.. Enumerable.Repeat(1.0, 90)],
            [.. Enumerable.Range(0, 90).Select(i => 5 + i % 10)]);
        foreach (double share in new[] { 0.01, 0.1, 0.5 })
        {
            OfflineDataset mixed = DatasetMixer.Mix(good, poor, share, 1000, new Seed(4));
            Assert.InRange(mixed.Count, 1000, 1013);
            int goodRows = mixed.Episodes.Where(e => e.Return == 10).Sum(e => e.Length);
            Assert.InRange(goodRows, (int)(share * 1000) + 1, (int)(share * 1000) + 50); // more than ⌊σN⌋, by less than a trajectory
            Assert.True(mixed.TryColumn(DatasetMixer.SourceColumn, out Column<float>? source));
            Assert.Equal(goodRows, source.Values.ToArray().Count(s => s == 0));
            Assert.Equal(mixed.Observations.Values, DatasetMixer.Mix(good, poor, share, 1000, new Seed(4)).Observations.Values);
        }
        Assert.DoesNotContain(DatasetMixer.Mix(good, poor, 0, 100, new Seed(1)).Episodes, e => e.Return == 10);
        Assert.DoesNotContain(DatasetMixer.Mix(good, poor, 1, 100, new Seed(1)).Episodes, e => e.Return == 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => DatasetMixer.Mix(good, poor, 1.1, 100, new Seed(1)));
    }

    [Fact]
    public void A_subsample_is_of_different_whole_trajectories()
    {
        OfflineDataset data = OfflineSamples.Trajectories([.. Enumerable.Range(0, 40).Select(i => (double)i)],
            [.. Enumerable.Repeat(7, 40)]);
        OfflineDataset part = DatasetMixer.Subsample(data, 100, new Seed(9));
        Assert.Equal(105, part.Count);
        Assert.Equal(15, part.Episodes.Select(e => e.Return).Distinct().Count());
        Assert.Equal(part.Episodes.Select(e => e.Return).Order(), part.Episodes.Select(e => e.Return));
        Assert.Equal(data.Rewards.Values, DatasetMixer.Subsample(data, 280, new Seed(9)).Rewards.Values);
        Assert.Throws<ArgumentOutOfRangeException>(() => DatasetMixer.Subsample(data, 281, new Seed(9)));
    }

    [Fact]
    public void Rewards_are_scaled_by_what_they_span()
    {
        OfflineDataset data = OfflineSamples.Trajectories([-2, 6, 4], [1, 1, 1]);
        Assert.Equal(125, RewardTransform.ReturnSpan(data).Scale);
        RewardTransform unit = RewardTransform.MinMax(data);
        Assert.Equal([0, 1, 0.75f], new[] { -2f, 6, 4 }.Select(unit.Apply));
        Assert.Throws<ArgumentException>(() => RewardTransform.MinMax(OfflineSamples.Trajectories([1], [1])));
        Assert.Throws<ArgumentException>(() => RewardTransform.ReturnSpan(OfflineSamples.Trajectories([1], [3])));
    }

    [Fact]
    public void Running_statistics_are_those_of_all_rows()
    {
        RandomStream random = new Seed(7).Stream();
        float[] rows = [.. Enumerable.Range(0, 3000).Select(i => (float)(1000 + (i % 3 + 1) * random.NextNormal()))];
        foreach (VarianceDivisor divisor in Enum.GetValues<VarianceDivisor>())
        {
            Normalizer running = Normalizer.Running(3, divisor);
            running.Update(rows.AsSpan(0, 3));
            running.Update(rows.AsSpan(3, 900));
            running.Update(rows.AsSpan(903));
            for (int j = 0; j < 3; j++)
            {
                double[] column = [.. rows.Where((_, i) => i % 3 == j).Select(x => (double)x)];
                double mean = column.Average(), squares = column.Sum(x => (x - mean) * (x - mean));
                Assert.Equal(mean, running.Mean[j], 1e-9);
                Assert.Equal(Math.Sqrt(squares / (divisor == VarianceDivisor.Count ? 1000 : 999)), running.Deviation[j], 1e-9);
            }
            float[] scaled = [.. rows];
            running.Apply(scaled);
            using TorchSharp.torch.Tensor tensor = running.Apply(TorchSharp.torch.tensor(rows, [1000, 3]));
            Assert.Equal(scaled, tensor.data<float>().ToArray(), (x, y) => Math.Abs(x - y) < 1e-5);
            running.Invert(scaled);
            Assert.Equal(rows, scaled, (x, y) => Math.Abs(x - y) < 1e-3);
            running.Freeze();
            Assert.Contains("frozen", Assert.Throws<InvalidOperationException>(() => running.Update(rows)).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Cards_tell_of_episodes_and_returns()
    {
        Card card = s_data.Describe();
        Assert.Contains(card.Facts, fact => fact.Name == "cut by a time limit");
        Assert.Single(card.Figures);
        Assert.Contains(TrajectoryWeighting.Compute(s_data, new(TrajectoryScore.Return)).Describe().Facts, fact =>
            fact.Name == "effective sample size");
    }
}
