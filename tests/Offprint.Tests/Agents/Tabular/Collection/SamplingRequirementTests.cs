using Offprint.Agents.Tabular.Collection;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Agents.Tabular.Collection;

public class SamplingRequirementTests
{
    private static readonly ModelEstimationRequirement s_rule = new() { Accuracy = 0.2, Rounds = 1 };

    private static TransitionCounts Pair(params int[] next)
    {
        var counts = new TransitionCounts(4, 2);
        for (int s = 0; s < next.Length; s++)
        {
            for (int n = 0; n < next[s]; n++)
                counts.Add(1, 0, s);
        }
        return counts;
    }

    private static double Log(int visits) => 0.1 * Math.Log(4 * 4 * 2 * Math.Pow(visits + 1, 2) / 0.1);

    [Fact]
    public void A_pair_seen_less_than_twice_wants_two_samples() =>
        Assert.Equal((2, 2), (s_rule.Required(0, 0, Pair(0, 1)), s_rule.Required(1, 0, Pair(0, 1))));

    [Fact]
    public void A_certain_pair_is_limited_by_the_linear_term_alone() =>
        Assert.Equal((int)Math.Ceiling(7 * 4 * Log(30) / (3 * 0.2)), s_rule.Required(1, 0, Pair(0, 0, 30)));

    [Fact]
    public void The_requirement_is_the_least_n_that_meets_the_bound()
    {
        double root = 0, log = Log(20), linear = 7 * 4 * log / 3;
        foreach (double p in (double[])[0.25, 0.6, 0.15])
            root += Math.Sqrt(2 * p * (1 - p) * log);
        double Bound(int n) => root / Math.Sqrt(n) + linear / n;
        int needed = s_rule.Required(1, 0, Pair(5, 12, 3));
        Assert.InRange(Bound(needed), 0, 0.2);
        Assert.InRange(Bound(needed - 1), 0.2, double.PositiveInfinity);
    }

    [Fact]
    public void It_falls_with_the_accuracy_and_knows_no_order_of_next_states()
    {
        int[] needed = [.. new[] { 0.05, 0.1, 0.5, 1, 2 }.Select(accuracy =>
            (s_rule with { Accuracy = accuracy }).Required(1, 0, Pair(5, 12, 3)))];
        Assert.Equal(needed.OrderDescending(), needed);
        Assert.True(needed.Distinct().Count() == needed.Length);
        Assert.Equal(s_rule.Required(1, 0, Pair(5, 12, 3)), s_rule.Required(1, 0, Pair(12, 0, 3, 5)));
        Assert.True(s_rule.Required(1, 0, Pair(10, 10)) > s_rule.Required(1, 0, Pair(19, 1)));
    }

    [Fact]
    public void A_new_round_begins_when_everything_is_met()
    {
        TabularMdp ring = TabularMdps.Ring(3);
        var counts = new TransitionCounts(3, 1);
        var progress = new SamplingProgress(counts, new ModelEstimationRequirement());
        for (int t = 0; t < 300; t++)
        {
            counts.Add(t % 3, 0, (t + 1) % 3);
            progress.Update(t % 3, 0);
            Assert.False(progress.IsMet);
        }
        Assert.InRange(progress.Round, 2, 30);
        var rule = new ModelEstimationRequirement();
        Assert.Contains(Enumerable.Range(0, 3), s => rule.Required(s, 0, counts, progress.Round) > counts.N(s, 0));
        CollectionRun run = new Gosprl().Run(ring, new ModelEstimationRequirement { Rounds = 3 }, new Seed(1));
        Assert.True(run.IsComplete);
        Assert.All(Enumerable.Range(0, 3), s => Assert.InRange(run.Counts.N(s, 0), rule.Required(s, 0, run.Counts, 2), int.MaxValue));
    }

    [Fact]
    public void Random_requirements_cover_their_range()
    {
        TabularMdp mdp = TabularMdps.Grid(GridMap.Open(20, 20));
        var counts = new TransitionCounts(400, 4);
        var wanted = FixedRequirement.Uniform(mdp, 3, new Seed(1));
        int[] histogram = new int[4];
        for (int pair = 0; pair < 1600; pair++)
            histogram[wanted.Required(pair / 4, pair % 4, counts)]++;
        Assert.All(histogram, n => Assert.InRange(n, 330, 470)); // 400 ± 4 standard deviations
        Assert.Equal(histogram[1] + 2 * histogram[2] + 3 * histogram[3], wanted.Total);
    }

    [Fact]
    public void Bad_rules_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TreasureRequirement(-1));
        Assert.Contains("State 1, action 0 asks for -2", Assert.Throws<ArgumentException>(() =>
            new FixedRequirement(new[,] { { 1 }, { -2 } })).Message);
        Assert.Contains("is [2, 1] for 3 states", Assert.Throws<ArgumentException>(
            () => new Gosprl().Run(TabularMdps.Ring(3), new FixedRequirement(new int[2, 1]), new Seed(1))).Message);
        Assert.Contains("must be positive", Assert.Throws<InvalidOperationException>(() =>
            (s_rule with { Accuracy = 0 }).Required(0, 0, Pair())).Message);
    }
}
