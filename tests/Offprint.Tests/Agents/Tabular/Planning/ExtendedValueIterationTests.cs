using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;
using Offprint.Tests.Environments.Tabular;

namespace Offprint.Tests.Agents.Tabular.Planning;

public class ExtendedValueIterationTests
{
    /// <summary>Equally many draws of every pair.</summary>
    private static TransitionCounts Sampled(TabularMdp mdp, int each, ulong seed)
    {
        var counts = new TransitionCounts(mdp.States, mdp.Actions);
        var simulator = new TabularSimulator(mdp, new Seed(seed));
        for (int i = 0; i < each * mdp.States * mdp.Actions; i++)
        {
            (int s, int a) = (i / mdp.Actions % mdp.States, i % mdp.Actions);
            counts.Add(s, a, simulator.Draw(s, a).Next);
        }
        return counts;
    }

    [Fact]
    public void Sets_of_width_zero_give_the_empirical_MDP()
    {
        TabularMdp mdp = TabularMdps.RiverSwim(5);
        TransitionCounts counts = Sampled(mdp, 50, 1);
        TabularMdp empirical = counts.ToMdp(mdp).WithRewards(StateActionTable.FromFunction(mdp, (s, a) => mdp.Reward(s, a)));
        var options = new ExtendedPlanningOptions { Tolerance = 1e-10 };
        double[] distances = ShortestPath.Solve(empirical, [4]).Distances;
        double gain = AverageReward.Solve(empirical).Gain;
        foreach (ConfidenceSet set in (ConfidenceSet[])[new BernsteinSet(Scale: 0), new L1Set(Scale: 0)])
        {
            TabularCases.AssertClose(distances, ExtendedValueIteration.ShortestPath(counts, [4], set, options).Distances, 1e-7);
            var rewards = StateActionTable.FromFunction(mdp, (s, a) => mdp.Reward(s, a));
            Assert.Equal(gain, ExtendedValueIteration.AverageReward(counts, rewards, set, options).Gain, 1e-9);
        }
    }

    [Fact]
    public void Without_data_every_state_is_one_step_from_the_goal()
    {
        var counts = new TransitionCounts(6, 2);
        foreach (ConfidenceSet set in (ConfidenceSet[])[new BernsteinSet(), new L1Set()])
            Assert.Equal([1, 1, 1, 0, 1, 1], ExtendedValueIteration.ShortestPath(counts, [3], set).Distances);
        var rewards = new StateActionTable(6, 2) { [4, 1] = 0.7 };
        Assert.Equal(0.7, ExtendedValueIteration.AverageReward(counts, rewards, new BernsteinSet()).Gain, 2e-3);
    }

    /// <summary>The sets fail with probability δ = 0.1 at most, in truth far less; the seed is fixed.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Optimism_is_on_the_right_side_of_the_truth(bool bernstein)
    {
        TabularMdp mdp = TabularMdps.RiverSwim(5);
        ConfidenceSet set = bernstein ? new BernsteinSet(Scale: 1) : new L1Set();
        var rewards = StateActionTable.FromFunction(mdp, (s, a) => mdp.Reward(s, a));
        double[] truth = ShortestPath.Solve(mdp, [4]).Distances;
        foreach (int each in (int[])[1, 10, 100, 1000])
        {
            TransitionCounts counts = Sampled(mdp, each, 3);
            double[] optimistic = ExtendedValueIteration.ShortestPath(counts, [4], set).Distances;
            Assert.All(Enumerable.Range(0, 5), s => Assert.InRange(optimistic[s], 0, truth[s]));
            Assert.InRange(ExtendedValueIteration.AverageReward(counts, rewards, set).High, AverageReward.Solve(mdp).Gain, 1 + 1e-12);
        }
    }

    [Fact]
    public void More_data_of_the_same_frequencies_raise_the_distances_to_the_truth()
    {
        // 20 draws of each pair in the exact proportions of RiverSwim, repeated.
        TabularMdp mdp = TabularMdps.RiverSwim(4);
        double[] previous = new double[4], truth = ShortestPath.Solve(mdp, [3]).Distances;
        var counts = new TransitionCounts(4, 2);
        for (int round = 0, added = 0; round < 5; round++)
        {
            for (int target = 1 << 2 * round; added < target; added++)
                AddExact(mdp, counts);
            double[] found = ExtendedValueIteration.ShortestPath(counts, [3], new BernsteinSet(), new() { Tolerance = 1e-9 }).Distances;
            Assert.All(Enumerable.Range(0, 4), s => Assert.InRange(found[s], previous[s] - 1e-9, truth[s] + 1e-9));
            previous = found;
        }
        Assert.InRange(previous[0], 0.8 * truth[0], truth[0]);
    }

    [Theory]
    [InlineData(40, 0.3)]
    [InlineData(7, 0.05)]
    public void A_Bernstein_row_has_the_widths_of_the_inequality(int visits, double scale)
    {
        double[] empirical = [0, 0.1, 0.35, 0.55], row = [.. empirical], width = new double[4];
        double free = new BernsteinSet(0.05, scale).Prepare(visits, 1000, (4, 3), row, width);
        double log = Math.Log(4 * 4 * 3 * (double)visits * visits / 0.05);
        for (int j = 0; j < 4; j++)
        {
            double p = empirical[j], half = scale * (Math.Sqrt(2 * p * (1 - p) * log / visits) + 7 * log / (3 * visits));
            Assert.Equal(Math.Max(0, p - half), row[j], 1e-15);
            Assert.Equal(Math.Min(1, p + half) - Math.Max(0, p - half), width[j], 1e-15);
        }
        Assert.Equal(1 - row.Sum(), free, 1e-15);
        Assert.Contains(row, p => p > 0); // or neither term would show
    }

    [Fact]
    public void A_Bernstein_row_is_the_best_vertex_of_its_box()
    {
        // The optimum over a box within the simplex is greedy for some order of the entries: try all.
        RandomStream random = new Seed(1).Stream();
        int[][] orders = [[0, 1, 2, 3], .. Permutations([0, 1, 2, 3])];
        for (int trial = 0; trial < 20; trial++)
        {
            double[] row = new double[4], width = new double[4], values = new double[4];
            random.FillDirichlet([1, 1, 1, 1], row);
            for (int j = 0; j < 4; j++)
                values[j] = random.NextDouble();
            double free = new BernsteinSet(0.1, 0.3).Prepare(20, 20, (4, 1), row, width);
            double least = orders.Min(order =>
            {
                double sum = 0, left = free;
                foreach (int j in order)
                {
                    double given = Math.Min(left, width[j]);
                    sum += (row[j] + given) * values[j];
                    left -= given;
                }
                return sum;
            });
            int[] rising = [.. Enumerable.Range(0, 4).OrderBy(j => values[j])];
            Assert.Equal(least, new BernsteinSet(0.1, 0.3).Extreme(row, width, free, rising, values), 1e-14);
        }
    }

    [Fact]
    public void An_L1_row_is_the_best_point_of_its_ball()
    {
        double[] empirical = [0.2, 0.5, 0.3], row = [.. empirical], values = [3, 1, 2];
        var set = new L1Set(0.1, 0.02);
        double free = set.Prepare(10, 30, (3, 1), row, new double[3]);
        Assert.Equal(0.01 * Math.Sqrt(14 * 3 * Math.Log(2 * 30 / 0.1) / 10), free, 1e-15);
        double best = double.NegativeInfinity;
        for (int i = 0; i <= 1000; i++)
        {
            for (int j = 0; i + j <= 1000; j++)
            {
                double[] p = [i / 1000.0, j / 1000.0, 1 - (i + j) / 1000.0];
                if (p.Zip(empirical, (x, y) => Math.Abs(x - y)).Sum() <= 2 * free + 1e-12)
                    best = Math.Max(best, p.Zip(values, (x, v) => x * v).Sum());
            }
        }
        Assert.InRange(set.Extreme(row, new double[3], free, [0, 2, 1], values) - best, 0, 0.004);
    }

    [Fact]
    public void A_merged_goal_has_one_interval()
    {
        // From 0 both goals were seen once in two draws: merged the goal is certain up to 0, apart each may be more likely.
        var counts = new TransitionCounts(3, 1);
        counts.Add(0, 0, 1);
        counts.Add(0, 0, 2);
        var zero = new BernsteinSet(Scale: 0);
        foreach (bool merge in (bool[])[true, false])
            Assert.Equal([1, 0, 0], ExtendedValueIteration.ShortestPath(counts, [1, 2], zero, new() { MergeGoal = merge }).Distances);
    }

    [Fact]
    public void A_goal_outside_all_sets_is_capped_or_an_error()
    {
        var counts = new TransitionCounts(2, 1);
        counts.Add(0, 0, 0);
        counts.Add(1, 0, 1);
        var zero = new BernsteinSet(Scale: 0);
        Assert.Contains("no plausible row leads to the goal", Assert.Throws<InvalidOperationException>(
            () => ExtendedValueIteration.ShortestPath(counts, [1], zero, new() { MaximumSweeps = 100 })).Message);
        Assert.Equal([50, 0], ExtendedValueIteration.ShortestPath(counts, [1], zero, new() { Cap = 50 }).Distances);
        Assert.Contains("do not connect all states", Assert.Throws<InvalidOperationException>(() => ExtendedValueIteration.AverageReward(
            counts, StateActionTable.FromArray(new[,] { { 0.0 }, { 1 } }), zero, new() { MaximumSweeps = 100 })).Message);
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        Assert.Contains("(0, 1)", Assert.Throws<ArgumentException>(() => new BernsteinSet(Delta: 1)).Message);
        Assert.Contains("scale of -1", Assert.Throws<ArgumentException>(() => new L1Set(Scale: -1)).Message);
        Assert.Contains("need", Assert.Throws<ArgumentException>(
            () => ExtendedValueIteration.ShortestPath(new TransitionCounts(2, 1, 3), [0], new BernsteinSet())).Message);
        Assert.Contains("Rewards of [1, 3, 1] for counts of 2 states", Assert.Throws<ArgumentException>(
            () => ExtendedValueIteration.AverageReward(new TransitionCounts(2, 1), new StateActionTable(3, 1),
                new BernsteinSet())).Message);
    }

    private static void AddExact(TabularMdp mdp, TransitionCounts counts)
    {
        for (int pair = 0; pair < mdp.States * mdp.Actions; pair++)
        {
            TransitionRow row = mdp.Next(pair / mdp.Actions, pair % mdp.Actions);
            for (int i = 0; i < row.Count; i++)
            {
                for (int n = 0; n < (int)Math.Round(20 * row.Probabilities[i]); n++)
                    counts.Add(pair / mdp.Actions, pair % mdp.Actions, row.States[i]);
            }
        }
    }

    private static IEnumerable<int[]> Permutations(int[] items) => items.Length == 1
        ? [items]
        : items.SelectMany(first => Permutations([.. items.Where(item => item != first)]).Select(rest => (int[])[first, .. rest]));
}
