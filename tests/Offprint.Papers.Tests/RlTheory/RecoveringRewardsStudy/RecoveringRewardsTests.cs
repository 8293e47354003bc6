using System.Text.Json;
using Offprint.Agents.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Papers.RlTheory.RecoveringRewardsStudy;

namespace Offprint.Papers.Tests.RlTheory.RecoveringRewardsStudy;

/// <summary>Oracles and rivals of the paper's experiments.</summary>
public sealed class RecoveringRewardsTests
{
    private static readonly RecoveryTable s_worked = new([[1, 2, 3, 3, 3, 3, 3, 3], [2], [0, 0, 0, 4]]);

    [Fact]
    public void The_exact_optimum_of_the_worked_example_is_25_ninths() =>
        Assert.Equal(25.0 / 9, OptimalPolicy.MeanReward(s_worked, 1), 1e-12);

    [Fact]
    public void The_exact_optimum_has_closed_forms()
    {
        Assert.Equal(2, OptimalPolicy.MeanReward(new([[1, 1], [1, 1], [1, 1]]), 2), 1e-12);
        Assert.Equal(0.75, OptimalPolicy.MeanReward(new([RecoveryCurves.Step(3, 4, 6)]), 1), 1e-12);
        Assert.Equal(4, OptimalPolicy.MeanReward(new([.. Enumerable.Repeat(new double[] { 1, 2, 3 }, 4)]), 2), 1e-12);
        Assert.Contains("1e12 states", Assert.Throws<ArgumentException>(
            () => OptimalPolicy.MeanReward(new([.. Enumerable.Repeat(new double[10], 12)]), 1)).Message);
    }

    /// <summary>Every cyclic sequence of pulls up to a length is played; none may earn more, and one earns as much.</summary>
    [Fact]
    public void No_cyclic_sequence_beats_the_exact_optimum()
    {
        for (ulong seed = 0; seed < 5; seed++)
        {
            var table = RecoveryCurves.Mixed(2, 3, 3, new Seed(seed).Stream());
            double best = 0;
            for (int length = 1; length <= 7; length++)
            {
                for (int code = 0; code < Math.Pow(3, length); code++)
                    best = Math.Max(best, Cycle(table, code, length));
            }
            Assert.Equal(best, OptimalPolicy.MeanReward(table, 1), 1e-9);
        }
    }

    [Fact]
    public void Index_policies_pull_the_largest_indices_and_let_worthless_arms_rest()
    {
        int[] arms = new int[2];
        var greedy = IndexAgent.Greedy(s_worked, 2);
        Assert.Equal([0, 1], arms.Take(greedy.Select([3, 1, 3], arms)));  // 3, 2, 0
        Assert.Equal([2, 1], arms.Take(greedy.Select([1, 1, 4], arms)));  // 1, 2, 4
        Assert.Equal(1, IndexAgent.Greedy(new([[0, 1], [0, 1]]), 2).Select([2, 1], arms));
        var rate = IndexAgent.Rate(s_worked, 2);
        Assert.Equal([2, 0], arms.Take(rate.Select([3, 9, 4], arms)));    // slopes 3, 2, 4
        Assert.Equal([1], arms.Take(rate.Select([2, 1, 3], arms)));       // arms 0 and 2 are flat before idle times 3 and 4
    }

    [Fact]
    public void Round_robin_and_static_rewards_are_sums_by_hand()
    {
        Assert.Equal(2, CyclicPolicies.Static(s_worked, 1));
        Assert.Equal(2, CyclicPolicies.RoundRobin(s_worked, 1));                                   // 2, (2 + 2)/2, (3 + 2 + 0)/3
        Assert.Equal(4, CyclicPolicies.RoundRobin(new([.. Enumerable.Repeat(new double[] { 1, 2 }, 4)]), 2)); // pairs in turn
    }

    [Fact]
    public void Randomized_pulls_keep_their_frequencies_where_capacity_allows()
    {
        var agent = new RandomizedAgent([0.3, 0, 0.6], 2, new Seed(1));
        int[] arms = new int[2];
        double[] counts = new double[3];
        const int periods = 20_000;
        for (int t = 0; t < periods; t++)
        {
            foreach (int arm in arms.Take(agent.Select([], arms)))
                counts[arm]++;
        }
        Assert.Equal(0, counts[1]);
        Assert.InRange(counts[0] / periods, 0.3 - 0.0162, 0.3 + 0.0162); // five standard errors: false alarm below 1e-6
        Assert.InRange(counts[2] / periods, 0.6 - 0.0174, 0.6 + 0.0174);
        var crowded = new RandomizedAgent([1, 1, 1], 2, new Seed(1));
        for (int t = 0; t < 50; t++)
        {
            Assert.Equal(2, crowded.Select([], arms));
            Assert.NotEqual(arms[0], arms[1]);
        }
    }

    [Fact]
    public void Stationary_ucb_tries_all_arms_and_settles_on_the_best_constant_ones()
    {
        var table = new RecoveryTable([[0.2], [0.9], [0.5], [0.8]]);
        var bandit = new RecoveringBandit(table, new(2), new Seed(1));
        var agent = new StationaryUcb(new(4, 2, 1, 5000));
        double[] totals = BanditRun.Play(agent, bandit, [4000, 5000]);
        Assert.InRange((totals[1] - totals[0]) / 1000, 1.68, 1.7);
    }

    [Fact]
    public void Learners_are_read_back_as_they_were_written_and_tables_tell_them_apart()
    {
        Learner[] learners = [.. Papers.RecoveringRewards.Regret.Cells(Profile.Standard).Select(c => c.Settings.Learner),
            Learner.KnownGreedy, new PeriodicUcbLearner { PhaseLength = 9 }, new PeriodicUcbLearner { Planner = new() }];
        Assert.Equal(learners, learners.Select(l =>
            JsonSerializer.Deserialize<Learner>(JsonSerializer.Serialize(l, StoreJson.Options), StoreJson.Options)));
        Assert.Equal(learners.Length, learners.Select(l => l.Label).Distinct().Count());
    }

    [Fact]
    public void Explore_then_commit_plans_well_once_it_has_explored()
    {
        var table = RecoveryCurves.Mixed(6, 8, 6, new Seed(3).Stream());
        double offline = Learners.Benchmark(table, 2).Value;
        foreach (var learner in new[] { Learner.ExploreThenCommit, Learner.EpsilonGreedy })
        {
            var bandit = new RecoveringBandit(table, new(2), new Seed(1));
            var agent = learner.Create(table, 2, 0.1, 30_000, new Seed(2));
            double[] totals = BanditRun.Play(agent, bandit, [900, 20_000, 30_000]);
            Assert.InRange(totals[0] / 900, 0, 0.97 * offline);
            Assert.InRange((totals[2] - totals[1]) / 10_000, 0.9 * offline, 1.02 * offline);
        }
    }

    [Fact]
    public void Broken_schedules_are_counted()
    {
        Assert.Equal(0, ScheduleCheck.Violations(PeriodicSchedule.Pack([2, 4, 4, 3], 2), 2));
        Assert.Equal(1, ScheduleCheck.Violations(PeriodicSchedule.Pack([2, 4, 4, 3], 2), 1));
    }

    private static double Cycle(RecoveryTable table, int code, int length)
    {
        var bandit = new RecoveringBandit(table, new(1) { NoiseDeviation = 0 }, default);
        double[] reward = new double[1];
        double sum = 0;
        for (int lap = 0; lap < 3; lap++)
        {
            sum = 0;
            int rest = code;
            for (int t = 0; t < length; t++, rest /= 3)
                sum += bandit.Pull(rest % 3 == 2 ? [] : [rest % 3], reward);
        }
        return sum / length; // after two laps idle times, capped at 3, repeat
    }
}
