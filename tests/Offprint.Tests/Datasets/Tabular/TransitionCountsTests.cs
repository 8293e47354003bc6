using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Datasets.Tabular;

public class TransitionCountsTests
{
    [Fact]
    public void Counts_agree_with_a_dense_table()
    {
        RandomStream random = new Seed(1).Stream();
        var counts = new TransitionCounts(12, 2, 3);
        int[,,,] dense = new int[3, 12, 2, 12];
        for (int i = 0; i < 5000; i++)
        {
            (int h, int s, int a, int next) = (random.NextInt(3), random.NextInt(12), random.NextInt(2), random.NextInt(12));
            counts.Add(s, a, next, next, h);
            dense[h, s, a, next]++;
        }
        double[] values = [.. Enumerable.Range(0, 12).Select(s => (double)s)];
        for (int pair = 0; pair < 72; pair++)
        {
            (int h, int s, int a) = (pair / 24, pair / 2 % 12, pair % 2);
            int[] row = [.. Enumerable.Range(0, 12).Select(next => dense[h, s, a, next])];
            Assert.Equal(row, Enumerable.Range(0, 12).Select(next => counts.N(s, a, next, h)));
            Assert.Equal(row.Sum(), counts.N(s, a, h));
            // The reward was the number of the next state.
            Assert.Equal(counts.MeanReward(s, a, h), counts.Expect(s, a, values, h), 1e-12);
        }
        Assert.Equal(5000, counts.Total);
    }

    [Fact]
    public void Unseen_pairs_have_zero_rows()
    {
        var counts = new TransitionCounts(3, 2);
        counts.Add(1, 1, 2, 5);
        Assert.Equal(0, counts.Expect(0, 0, [1, 1, 1]));
        Assert.Equal(0, counts.MeanReward(0, 0));
        Assert.Equal(0, counts.NextStates(0, 0).Length);
        Assert.Equal(1, counts.MostVisited(1));
        Assert.Equal(0, counts.MostVisited(0));
    }

    [Fact]
    public void A_copy_counts_on_alone()
    {
        var counts = new TransitionCounts(2, 1);
        counts.Add(0, 0, 1);
        TransitionCounts copy = counts.Clone();
        copy.Add(0, 0, 0, 3);
        copy.Add(1, 0, 0);
        Assert.Equal((1, 0, 1), (counts.N(0, 0), counts.N(1, 0), counts.Total));
        Assert.Equal((2, 1, 3), (copy.N(0, 0), copy.N(1, 0), copy.Total));
        Assert.Equal(0, counts.RewardSum(0, 0));
    }

    [Fact]
    public void The_empirical_MDP_of_exact_frequencies_is_the_MDP()
    {
        TabularMdp mdp = TabularMdp.FromArrays(new[,,] { { { 0.25, 0.75 } }, { { 0.5, 0.5 } } }, new[,] { { 1.0 }, { -1 } }, discount: 0.8);
        var counts = new TransitionCounts(2, 1);
        foreach (var (s, next, times) in new[] { (0, 0, 1), (0, 1, 3), (1, 0, 2), (1, 1, 2) })
        {
            for (int i = 0; i < times; i++)
                counts.Add(s, 0, next, s == 0 ? 1 : -1);
        }
        Assert.Equal(ValueIteration.Solve(mdp).Values[0], ValueIteration.Solve(counts.ToMdp(mdp)).Values[0]);
    }

    [Fact]
    public void Unseen_pairs_are_refused_or_sink()
    {
        TabularMdp mdp = TabularMdps.RiverSwim(2).WithDiscount(0.9);
        var counts = new TransitionCounts(2, 2);
        counts.Add(0, 1, 1, 1);
        counts.Add(1, 1, 0, 1);
        Assert.Contains("State 0, action 0 was never visited", Assert.Throws<ArgumentException>(() => counts.ToMdp(mdp)).Message);
        PlanningSolution plan = ValueIteration.Solve(counts.ToMdp(mdp, UnseenPairs.Sink));
        Assert.Equal(10, plan.Values[0][0], 1e-9);
        Assert.Equal(0, plan.Values[0][2], 1e-9);
        Assert.Equal(0, plan.ActionValues[0, 0], 1e-9);
    }

    [Fact]
    public void States_out_of_range_are_refused()
    {
        var counts = new TransitionCounts(2, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => counts.Add(0, 0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => counts.Add(2, 0, 0));
    }
}
