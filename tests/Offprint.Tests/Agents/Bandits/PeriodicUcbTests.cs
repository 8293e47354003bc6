using Offprint.Agents.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Numerics;

namespace Offprint.Tests.Agents.Bandits;

public class PeriodicUcbTests
{
    private static readonly RecoveryTable s_table = RecoveryCurves.Mixed(8, 10, 8, new Seed(5).Stream());

    [Fact]
    public void Bounds_rise_with_the_idle_time_and_hold_without_noise()
    {
        var agent = new PeriodicUcb(new(8, 2, 10, 5000) { NoiseDeviation = 0 });
        BanditRun.Play(agent, Bandit(0, 1), [5000]);
        for (int i = 0; i < 8; i++)
        {
            for (int d = 1; d <= 10; d++)
            {
                Assert.True(agent.Bounds.At(i, d) >= s_table.At(i, d) - 1e-12);
                Assert.True(agent.Bounds.At(i, d) >= agent.Bounds.At(i, d - 1 == 0 ? 1 : d - 1));
            }
        }
    }

    [Fact]
    public void When_every_cell_was_seen_without_noise_the_plan_is_the_offline_plan()
    {
        var agent = new PeriodicUcb(new(8, 2, 10, 10_000) { NoiseDeviation = 0 });
        for (int i = 0; i < 8; i++)
        {
            for (int d = 1; d <= 10; d++)
                agent.Update([i], [d], [s_table.At(i, d)]);
        }
        agent.Select(new int[8], new int[2]);
        var offline = new PeriodicPlanner(new() { MaximumClasses = 3 }).Plan(s_table, 2);
        Assert.Equal(offline.Schedule.Periods.ToArray(), agent.Plan!.Schedule.Periods.ToArray());
        Assert.Equal(offline.Value, agent.Plan.Value, 1e-12);
    }

    [Fact]
    public void Bounds_are_the_formula()
    {
        var agent = new PeriodicUcb(new(1, 1, 3, 100) { NoiseDeviation = 0.2 });
        agent.Update([0, 0, 0], [3, 3, 2], [0.1, 0.3, 0.9]);
        agent.Select([1], new int[1]);
        double width = 0.2 * Math.Sqrt(2 * Math.Log(100));
        double three = 0.2 + width / Math.Sqrt(2);
        Assert.Equal([three, three, three], agent.Bounds[0].ToArray()); // idle time 2 alone would give min(1, 0.9 + width)
        var alone = new PeriodicUcb(new(1, 1, 3, 100) { NoiseDeviation = 0.2, ShareMonotone = false });
        alone.Update([0, 0, 0], [3, 3, 2], [0.1, 0.3, 0.9]);
        alone.Select([1], new int[1]);
        Assert.Equal([1, 1, three], alone.Bounds[0].ToArray());
    }

    [Fact]
    public void It_comes_near_the_offline_plan_and_repeats_to_the_bit()
    {
        const int horizon = 20_000;
        double Reward(ulong seed) => BanditRun.Play(new PeriodicUcb(new(8, 2, 10, horizon)), Bandit(0.1, seed), [horizon])[0];
        double offline = new PeriodicPlanner(new() { MaximumClasses = 3 }).Plan(s_table, 2).Value;
        double reward = Reward(1);
        Assert.InRange(reward / horizon, 0.95 * offline, 1.02 * offline);
        Assert.Equal(reward, Reward(1));
        Assert.NotEqual(reward, Reward(2));
    }

    [Fact]
    public void Between_plans_a_period_allocates_nothing()
    {
        var agent = new PeriodicUcb(new(8, 2, 10, 100_000) { PhaseLength = 100_000 });
        var bandit = Bandit(0.1, 1);
        int[] arms = new int[2], idle = new int[2];
        double[] rewards = new double[2];
        void Step()
        {
            int count = agent.Select(bandit.Idle, arms);
            for (int i = 0; i < count; i++)
                idle[i] = bandit.Idle[arms[i]];
            bandit.Pull(arms.AsSpan(0, count), rewards);
            agent.Update(arms.AsSpan(0, count), idle.AsSpan(0, count), rewards.AsSpan(0, count));
        }
        for (int t = 0; t < 100; t++)
            Step();
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int t = 0; t < 1000; t++)
                Step();
        }));
    }

    [Fact]
    public void Statistics_count_pulls_at_the_idle_time_they_had()
    {
        var statistics = new RecoveryStatistics(2, 4);
        statistics.Add([1, 1, 1, 1], [2, 3, 9, 3], [0.6, 0.1, 1, 0.3]);
        Assert.Equal([0, 1, 2, 1], Enumerable.Range(1, 4).Select(d => statistics.Count(1, d)));
        var fit = statistics.Fit();
        Assert.Equal([0, 0, 0, 0], fit[0].ToArray());
        Assert.Equal([0, 1.0 / 3, 1.0 / 3, 1], fit[1].ToArray().Select(r => Math.Round(r, 14)), (x, y) => Math.Abs(x - y) < 1e-13);
        Assert.Contains("arm 1 at idle time 2", Assert.Throws<ArgumentException>(() => statistics.Add([1], [2], [double.NaN])).Message);
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        Assert.Contains("K = 9", Assert.Throws<ArgumentOutOfRangeException>(() => new PeriodicUcb(new(8, 9, 10, 100))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PeriodicUcb(new(8, 2, 0, 100)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PeriodicUcb(new(8, 2, 10, 0)));
        Assert.Throws<ArgumentException>(() => new PeriodicUcb(new(8, 2, 10, 100) { NoiseDeviation = -1 }));
        Assert.Throws<ArgumentException>(() => BanditRun.Play(new PeriodicUcb(new(8, 2, 10, 100)), Bandit(0, 1), [5, 4]));
    }

    private static RecoveringBandit Bandit(double noise, ulong seed) => new(s_table, new(2) { NoiseDeviation = noise }, new Seed(seed));
}
