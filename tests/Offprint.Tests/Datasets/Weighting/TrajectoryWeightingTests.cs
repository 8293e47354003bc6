using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Datasets.Weighting;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Tests.Datasets.Weighting;

public sealed class TrajectoryWeightingTests
{
    private static readonly TrajectoryWeightingOptions s_byReturn = new(TrajectoryScore.Return),
        s_byAdvantage = new(TrajectoryScore.Advantage);

    private static (double[] Returns, int[] Lengths, float[] Starts) Random(int count)
    {
        RandomStream random = new Seed(3).Stream();
        float[] starts = [.. Enumerable.Range(0, count).Select(_ => (float)random.NextNormal())];
        return ([.. starts.Select(s => 3 * s + random.NextNormal())], [.. starts.Select(_ => 1 + random.NextInt(9))], starts);
    }

    [Fact]
    public void Equal_scores_weigh_all_rows_alike()
    {
        TrajectoryWeights weights = TrajectoryWeighting.Compute(OfflineSamples.Trajectories([2, 2, 2], [1, 4, 5]), s_byReturn);
        Assert.All(weights.PerRow(), p => Assert.Equal(0.1, p, 1e-15));
        Assert.Equal(10, weights.EffectiveSampleSize, 1e-9);
    }

    [Fact]
    public void Hot_is_uniform_and_cold_takes_the_best()
    {
        (double[] returns, int[] lengths, _) = Random(20);
        int rows = lengths.Sum(), best = Array.IndexOf(returns, returns.Max());
        TrajectoryWeights hot = TrajectoryWeighting.Boltzmann(returns, lengths, double.PositiveInfinity);
        Assert.All(hot.PerRow(), p => Assert.Equal(1.0 / rows, p, 1e-15));
        Assert.All(TrajectoryWeighting.Boltzmann(returns, lengths, 1e9).PerRow(), p => Assert.Equal(1.0 / rows, p, 1e-9));
        TrajectoryWeights cold = TrajectoryWeighting.Boltzmann(returns, lengths, 1e-6);
        Assert.Equal(1, cold.Mass(best), 1e-12);
        Assert.Equal(1.0 / lengths[best], cold.RowProbability(best), 1e-12);
        Assert.Equal(lengths[best], cold.EffectiveSampleSize, 1e-9);
    }

    [Fact]
    public void Weights_do_not_depend_on_the_unit_of_the_return()
    {
        (double[] returns, int[] lengths, _) = Random(50);
        double[] expected = TrajectoryWeighting.Boltzmann(returns, lengths, 0.1).PerRow();
        double[] scaled = TrajectoryWeighting.Boltzmann([.. returns.Select(g => 300 * g - 4000)], lengths, 0.1).PerRow();
        Assert.Equal(expected, scaled, (x, y) => Math.Abs(x - y) <= 1e-11);
        Assert.Equal(1, expected.Sum(), 1e-12);
    }

    [Fact]
    public void The_largest_ratio_of_weights_is_the_exponential_of_the_inverse_temperature()
    {
        foreach ((double alpha, double ratio) in new[] { (0.1, 22026.465794806718), (0.2, 148.4131591025766) })
            Assert.Equal(ratio, 1 / TrajectoryWeighting.Boltzmann([0, 3000, 1500], [1, 1, 1], alpha).Weights.Min(), ratio * 1e-12);
    }

    [Fact]
    public void Advantages_do_not_see_what_is_linear_in_the_start()
    {
        (double[] returns, int[] lengths, float[] starts) = Random(60);
        double[] shifted = [.. returns.Zip(starts, (g, s) => g + 7 - 2.5 * s)];
        double[] expected = TrajectoryWeighting.Compute(OfflineSamples.Trajectories(returns, lengths, starts), s_byAdvantage).PerRow();
        double[] actual = TrajectoryWeighting.Compute(OfflineSamples.Trajectories(shifted, lengths, starts), s_byAdvantage).PerRow();
        Assert.Equal(expected, actual, (x, y) => Math.Abs(x - y) <= 1e-5 * y); // rewards are stored as float32
    }

    [Fact]
    public void Advantages_are_orthogonal_to_intercept_and_start()
    {
        RandomStream random = new Seed(4).Stream();
        const int count = 300, width = 5;
        float[] starts = new float[count * width];
        random.FillNormal(starts);
        for (int i = 0; i < count; i++)
            // Hopper-like, and collinear
            (starts[i * width + 3], starts[i * width + 4]) = (1.25f + 5e-3f * starts[i * width + 3], 2 * starts[i * width]);
        double[] returns = [.. Enumerable.Range(0, count).Select(_ => 3000 * random.NextDouble())];
        double[] values = new LinearInitialValue().Predict(new(starts, width), returns);
        double[] advantages = [.. returns.Zip(values, (g, v) => g - v)];
        double scale = advantages.Sum(Math.Abs);
        Assert.True(Math.Abs(advantages.Sum()) < 1e-8 * scale);
        for (int i = 0; i < width; i++)
        {
            double product = 0, size = 0;
            for (int row = 0; row < count; row++)
            {
                product += starts[row * width + i] * advantages[row];
                size += Math.Abs(starts[row * width + i] * advantages[row]);
            }
            Assert.True(Math.Abs(product) < 1e-8 * size);
        }
    }

    [Fact]
    public void With_one_start_advantage_and_return_weigh_alike()
    {
        (double[] returns, int[] lengths, _) = Random(40);
        OfflineDataset data = OfflineSamples.Trajectories(returns, lengths, [.. returns.Select(_ => 1.25f)]);
        double[] expected = TrajectoryWeighting.Compute(data, s_byReturn).PerRow();
        foreach (IInitialValue baseline in new IInitialValue[] { new LinearInitialValue(), new NearestInitialValue(40),
            new StartMeanInitialValue() })
            Assert.Equal(expected, TrajectoryWeighting.Compute(data, s_byAdvantage with { Baseline = baseline }).PerRow(), (x, y) =>
                Math.Abs(x - y) <= 1e-12);
    }

    [Fact]
    public void Two_starts_show_why_the_baseline_is_subtracted()
    {
        OfflineDataset data = OfflineSamples.Trajectories([0, 1, 10, 11], [5, 5, 5, 5], [0, 0, 1, 1]);
        TrajectoryWeights byReturn = TrajectoryWeighting.Compute(data, s_byReturn);
        Assert.Equal(1.1267e-4, byReturn.Mass(0) + byReturn.Mass(1), 5e-9);
        foreach (IInitialValue baseline in new IInitialValue[] { new LinearInitialValue(), new NearestInitialValue(2),
            new StartMeanInitialValue() })
        {
            TrajectoryWeights byAdvantage = TrajectoryWeighting.Compute(data, s_byAdvantage with { Baseline = baseline });
            Assert.Equal(0.5, byAdvantage.Mass(0) + byAdvantage.Mass(1), 1e-12);
        }
    }

    [Theory]
    [InlineData(0.1, 0.995526)]
    [InlineData(0.2, 0.599860)]
    [InlineData(0.5, 0.069453)]
    public void One_good_trajectory_among_many_poor_ones_gets_this_mass(double alpha, double mass)
    {
        double[] scores = [1, .. new double[4950]];
        int[] lengths = [1000, .. Enumerable.Repeat(20, 4950)];
        Assert.Equal(mass, TrajectoryWeighting.Boltzmann(scores, lengths, alpha).Mass(0), 5e-7);
    }

    [Theory]
    [InlineData(0.1, 0.964665, 0.503534)]
    [InlineData(0.2, 0.788110, 0.521189)]
    [InlineData(0.5, 0.558180, 0.544182)]
    [InlineData(1.0, 0.505028, 0.549497)]
    public void A_stochastic_bandit_is_drawn_to_risk(double alpha, double risky, double value)
    {
        // Half of the data the safe arm (0.6), a quarter each the risky arm's two outcomes.
        TrajectoryWeights weights = TrajectoryWeighting.Boltzmann([0.6, 0.6, 0, 1], [1, 1, 1, 1], alpha);
        double p = weights.Mass(2) + weights.Mass(3);
        Assert.Equal(risky, p, 5e-7);
        Assert.Equal(value, 0.6 * (1 - p) + 0.5 * p, 5e-7);
    }

    [Fact]
    public void One_sided_variances_add_up()
    {
        (double[] returns, _, _) = Random(31);
        var statistics = new ReturnStatistics(returns);
        double mean = returns.Average();
        Assert.Equal(returns.Average(g => (g - mean) * (g - mean)), statistics.PositiveSidedVariance + statistics.NegativeSidedVariance,
            1e-12);
        Assert.Equal(returns.Average(g => Math.Pow(Math.Max(g - mean, 0), 2)), statistics.PositiveSidedVariance, 1e-12);
        var symmetric = new ReturnStatistics([-3, -1, 0, 1, 3]);
        Assert.Equal(symmetric.Variance / 2, symmetric.PositiveSidedVariance, 1e-15);
        Assert.Equal(4.0 / 36, symmetric.ScaledPositiveSidedVariance / symmetric.PositiveSidedVariance * 4, 1e-15);
    }

    [Fact]
    public void The_top_fraction_counts_trajectories_and_keeps_at_least_one()
    {
        OfflineDataset data = OfflineSamples.Trajectories([.. Enumerable.Range(0, 9).Select(i => (double)i)], [.. Enumerable.Range(1, 9)]);
        TrajectoryWeights one = TrajectoryWeighting.TopFraction(data, 0.1);
        Assert.Equal(1, one.Mass(8), 1e-15);
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1, 1], TrajectoryWeighting.TopFraction(data, 1 / 3.0 + 1e-9).Weights);
        Assert.Equal(1.0 / (7 + 8 + 9), TrajectoryWeighting.TopFraction(data, 0.34).RowProbability(6), 1e-15);
        Assert.Throws<ArgumentOutOfRangeException>(() => TrajectoryWeighting.TopFraction(data, 0));
    }

    [Fact]
    public void The_sampler_draws_rows_by_their_trajectory_s_weight()
    {
        OfflineDataset data = OfflineSamples.Trajectories([0, 1, 0.5], [20, 10, 30]);
        TrajectoryWeights weights = TrajectoryWeighting.Compute(data, s_byReturn with { Temperature = 0.5 });
        WeightedSampler sampler = weights.Sampler(data.View(new(TimeLimitRule.Drop)));
        Assert.Equal(weights.EffectiveSampleSize, sampler.EffectiveSampleSize, 1e-9);
        Assert.Equal(weights.RowProbability(1), sampler.Probability(25), 1e-15);
        using var random = new PopulationRandom([new Seed(8), new Seed(9)]);
        int[] rows = new int[200_000], hits = new int[3];
        sampler.Fill(rows, random);
        foreach (int row in rows)
            hits[row < 20 ? 0 : row < 30 ? 1 : 2]++;
        for (int i = 0; i < 3; i++)
            Assert.Equal(weights.Mass(i), hits[i] / 200_000.0, 0.006); // 5σ
    }

    [Fact]
    public void Temperatures_and_scores_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TrajectoryWeighting.Boltzmann([1], [1], 0));
        Assert.Throws<ArgumentException>(() => TrajectoryWeighting.Boltzmann([1, 2], [1], 0.1));
        Assert.Throws<ArgumentException>(() => TrajectoryWeighting.Boltzmann([1, double.NaN], [1, 1], 0.1));
        Assert.Contains("rows of 'offline data'", Assert.Throws<ArgumentException>(() =>
            TrajectoryWeighting.Boltzmann([1], [7], 0.1).Sampler(OfflineSamples.Trajectories([1], [5])
                .View(new(TimeLimitRule.Drop)))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_lead_to_a_reward_up_to_the_row_that_pays_it()
    {
        OfflineDataset data = OfflineSamples.Counting((3, EpisodeEnd.Terminal), (4, EpisodeEnd.Terminal), (2, EpisodeEnd.Terminal));
        data = data.With(data.Columns() with { Rewards = new([0, 0, 0, 0, 1, 0, 0, 0, 2]) });
        ITransitionSampler sampler = new RewardedRows().Sampler(data.View(new(TimeLimitRule.Drop)));
        Assert.Equal([0, 0, 0, 0.25, 0.25, 0, 0, 0.25, 0.25],
            Enumerable.Range(0, 9).Select(sampler.Probability), (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Null(new RewardedRows().Weigh(data));
        OfflineDataset poor = data.With(data.Columns() with { Rewards = new(new float[9]) });
        Assert.Throws<ArgumentException>(() => new RewardedRows().Sampler(poor.View(new(TimeLimitRule.Drop))));
    }
}
