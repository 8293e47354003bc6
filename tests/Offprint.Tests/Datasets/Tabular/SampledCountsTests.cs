using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;
using Offprint.Tests.Environments.Tabular;

namespace Offprint.Tests.Datasets.Tabular;

/// <summary>Counts drawn without rows have the law of counted rows. Fixed seeds; right samplers fail with probability below 1e-5.</summary>
public class SampledCountsTests
{
    private static readonly TabularMdp s_mdp = TabularMdps.Garnet(4, 2, 3, new Seed(2)).WithDiscount(0.9);

    [Fact]
    public void Counts_follow_law_transitions_and_rewards()
    {
        var law = StateActionTable.FromFunction(s_mdp, (s, a) => s == 3 ? 0 : (1.0 + s + 2 * a) / 18);
        law[0, 0] += 1 - law.Sum();
        const int count = 200_000;
        TransitionCounts drawn = TransitionCounts.Sample(s_mdp, law, count, new Seed(3).Stream());
        TransitionCounts rows = TabularDataset.Sample(s_mdp, law, count, new Seed(4)).Counts();
        foreach (TransitionCounts counts in (TransitionCounts[])[drawn, rows])
        {
            Assert.Equal(count, counts.Total);
            TabularCases.AssertFrequencies(law.Values, counts.Visits());
            for (int s = 0; s < 3; s++)
            {
                for (int a = 0; a < 2; a++)
                {
                    TransitionRow row = s_mdp.Next(s, a);
                    TabularCases.AssertFrequencies(row.Probabilities, [.. row.States.ToArray().Select(next => counts.N(s, a, next, 0))]);
                    Assert.Equal(s_mdp.Reward(s, a), counts.MeanReward(s, a), 1e-9);
                }
            }
            Assert.Equal(0, counts.N(3, 0));
        }
    }

    [Fact]
    public void Many_small_data_sets_have_the_mean_and_variance_of_multinomials()
    {
        StateActionTable law = StateActionTable.FromFunction(s_mdp, (_, _) => 1.0 / 8);
        RandomStream random = new Seed(5).Stream();
        const int runs = 20_000, count = 10;
        double sum = 0, squares = 0;
        for (int i = 0; i < runs; i++)
        {
            int n = TransitionCounts.Sample(s_mdp, law, count, random).N(2, 1);
            sum += n;
            squares += n * n;
        }
        double mean = sum / runs, variance = squares / runs - mean * mean;
        Assert.Equal(10.0 / 8, mean, 5 * Math.Sqrt(10 * 7 / 64.0 / runs));
        Assert.Equal(10 * 7 / 64.0, variance, 0.07);
    }

    [Fact]
    public void Adding_many_is_adding_each()
    {
        var (many, single) = (new TransitionCounts(3, 2), new TransitionCounts(3, 2));
        many.AddMany(1, 0, 2, 5, 2.5);
        many.AddMany(1, 0, 0, 1, 1);
        for (int i = 0; i < 5; i++)
            single.Add(1, 0, 2, 0.5);
        single.Add(1, 0, 0, 1);
        Assert.Equal(single.Total, many.Total);
        Assert.Equal(single.NextCounts(1, 0), many.NextCounts(1, 0));
        Assert.Equal(single.MeanReward(1, 0), many.MeanReward(1, 0), 1e-15);
        Assert.Throws<ArgumentOutOfRangeException>(() => many.AddMany(1, 0, 2, 0, 0));
    }

    [Fact]
    public void Ties_of_the_most_visited_can_be_drawn()
    {
        var counts = new TransitionCounts(2, 3);
        counts.AddMany(0, 1, 0, 4, 0);
        counts.AddMany(0, 2, 1, 4, 0);
        RandomStream ties = new Seed(6).Stream();
        int[] chosen = new int[3], unseen = new int[3];
        for (int i = 0; i < 6000; i++)
        {
            chosen[counts.MostVisited(0, ties: ties)]++;
            unseen[counts.MostVisited(1, ties: ties)]++;
        }
        TabularCases.AssertFrequencies([0, 0.5, 0.5], chosen);
        TabularCases.AssertFrequencies([1 / 3.0, 1 / 3.0, 1 / 3.0], unseen);
        Assert.Equal(1, counts.MostVisited(0));
    }

    [Theory]
    [InlineData(RewardNoiseKind.None, 0.0)]
    [InlineData(RewardNoiseKind.Bernoulli, 0.3 * 0.7)]
    [InlineData(RewardNoiseKind.Gaussian, 0.25)]
    [InlineData(RewardNoiseKind.Signs, 0.25)]
    public void Sums_of_rewards_have_their_moments(RewardNoiseKind kind, double variance)
    {
        var noise = new RewardNoise(kind, 0.5);
        RandomStream random = new Seed(7).Stream();
        const int runs = 20_000, count = 12;
        double[] sums = [.. Enumerable.Range(0, runs).Select(_ => noise.DrawSum(0.3, count, random))];
        double mean = sums.Average(), spread = sums.Average(x => (x - mean) * (x - mean));
        Assert.Equal(0.3 * count, mean, 5 * Math.Sqrt(variance * count / runs) + 1e-9);
        Assert.Equal(variance * count, spread, 5 * variance * count * Math.Sqrt(2.0 / runs) + 1e-9);
    }

    [Fact]
    public void Multinomials_keep_their_total_and_skip_the_impossible()
    {
        RandomStream random = new Seed(8).Stream();
        int[] counts = new int[5];
        // Proportions, not probabilities; the last outcome is impossible.
        double[] weights = [3, 0, 1, 6, 0];
        random.FillMultinomial(1_000_000, weights, counts);
        Assert.Equal(1_000_000, counts.Sum());
        TabularCases.AssertFrequencies([0.3, 0, 0.1, 0.6, 0], counts);
        random.FillMultinomial(0, weights, counts);
        Assert.All(counts, n => Assert.Equal(0, n));
        Assert.Contains("outcome 1", Assert.Throws<ArgumentException>(() => random.FillMultinomial(1, [0.5, -0.1], new int[2])).Message);
        Assert.Contains("No outcome", Assert.Throws<ArgumentException>(() => random.FillMultinomial(1, [0, 0], new int[2])).Message);
        Assert.Throws<ArgumentException>(() => random.FillMultinomial(1, weights, new int[2]));
    }

    [Fact]
    public void Bad_laws_are_named()
    {
        RandomStream random = new Seed(9).Stream();
        var law = StateActionTable.FromFunction(s_mdp, (_, _) => 0.1);
        Assert.Contains("sums to", Assert.Throws<ArgumentException>(() => TransitionCounts.Sample(s_mdp, law, 10, random)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => TransitionCounts.Sample(s_mdp, law, 0, random));
        Assert.Throws<ArgumentException>(() => TransitionCounts.Sample(s_mdp, new StateActionTable(2, 2), 10, random));
        TabularMdp staged = TabularMdps.CombinationLock(3, 2, new Seed(1));
        var uniform = new StateActionTable(staged.States, staged.Actions);
        uniform.Values.Fill(1.0 / uniform.Values.Length);
        Assert.Contains("one stage", Assert.Throws<ArgumentException>(() => TransitionCounts.Sample(staged, uniform, 10, random)).Message);
    }
}
