using Offprint.Agents.Tabular.Collection;
using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;
using Offprint.Statistics;
using Offprint.Tests.Conformance;

namespace Offprint.Tests.Agents.Tabular.Collection;

/// <summary>What every collector must satisfy, and GOSPRL in particular.</summary>
public class SampleCollectorTests
{
    private static readonly Dictionary<string, SampleCollector> s_collectors = new SampleCollector[]
    {
        new Gosprl(), new KnownModelCollector(), new ZeroOneUcrl(), new MaxEntCollector(), new RandomCollector(),
    }.ToDictionary(c => c.Name);

    public static TheoryData<string> Collectors => [.. s_collectors.Keys];

    [Fact]
    public void No_collector_of_the_library_is_forgotten() => Implementations.AssertCovered(typeof(SampleCollector).Assembly,
        s_collectors.Values);

    [Theory]
    [MemberData(nameof(Collectors))]
    public void A_finished_run_has_what_was_wanted_and_counts_every_step(string name)
    {
        TabularMdp mdp = TabularMdps.RiverSwim(5);
        var wanted = FixedRequirement.Uniform(mdp, 6, new Seed(1));
        CollectionRun run = s_collectors[name].Run(mdp, wanted, new Seed(2));
        Assert.True(run.IsComplete);
        Assert.Equal(run.Steps, run.Counts.Total);
        Assert.InRange(run.Steps, wanted.Total, long.MaxValue);
        int sum = 0;
        for (int s = 0; s < 5; s++)
        {
            for (int a = 0; a < 2; a++)
            {
                Assert.InRange(run.Counts.N(s, a), wanted.Required(s, a, run.Counts), int.MaxValue);
                sum += run.Counts.N(s, a);
            }
        }
        Assert.Equal(run.Steps, sum);
        Assert.Equal((5, 10), (run.StateTimes.Length, run.PairTimes.Length));
        Assert.Equal(run.Steps, Math.Max(run.StateTimes[^1], run.PairTimes[^1]));
        Assert.Equal(run.StateTimes.Order(), run.StateTimes);
        Assert.Equal((1.0, 0.8), (run.Proportion(run.Steps), run.Proportion(run.StateTimes[^1] - 1)));
    }

    [Theory]
    [MemberData(nameof(Collectors))]
    public void The_same_seed_gives_the_same_run(string name)
    {
        TabularMdp mdp = TabularMdps.Grid(GridMap.Open(2, 3), 0.1);
        long Steps(ulong seed) => s_collectors[name].Run(mdp, new TreasureRequirement(5), new Seed(seed)).Steps;
        Assert.Equal(Steps(1), Steps(1));
        Assert.True(Enumerable.Range(1, 5).Select(i => Steps((ulong)i)).Distinct().Count() > 1);
    }

    [Theory]
    [MemberData(nameof(Collectors))]
    public void Where_every_step_collects_nothing_is_wasted(string name)
    {
        SampleCollector collector = s_collectors[name];
        Assert.Equal(70, collector.Run(TabularMdps.Ring(7), new TreasureRequirement(10), new Seed(1)).Steps);
        TabularMdp lone = new TabularMdpBuilder(1, 1).Add(0, 0, 0, 1).Build();
        Assert.Equal(12, collector.Run(lone, new TreasureRequirement(12), new Seed(1)).Steps);
    }

    [Theory]
    [MemberData(nameof(Collectors))]
    public void What_nobody_wants_takes_no_step_and_no_plan(string name)
    {
        CollectionRun run = s_collectors[name].Run(TabularMdps.RiverSwim(4), new TreasureRequirement(0), new Seed(1));
        Assert.Equal((0L, 0, true), (run.Steps, run.PlannerCalls, run.IsComplete));
        Assert.Equal([0, 0, 0, 0], run.StateTimes);
    }

    [Theory]
    [MemberData(nameof(Collectors))]
    public void An_MDP_that_is_not_communicating_is_refused_with_two_states_named(string name)
    {
        TabularMdp trap = new TabularMdpBuilder(3, 1) { Name = "Trap", StateNames = ["shore", "river", "fall"] }
            .Add(0, 0, 1, 1).Add(1, 0, 0, 0.5).Add(1, 0, 2, 0.5).Absorb(2).Build();
        string message = Assert.Throws<ArgumentException>(() =>
            s_collectors[name].Run(trap, new TreasureRequirement(1), new Seed(1))).Message;
        Assert.Contains($"({name}) in all states of Trap needs a communicating MDP", message);
        Assert.Contains("state 0 (shore) cannot be reached from state 2 (fall)", message);
    }

    [Fact]
    public void A_run_is_cut_off_observed_and_canceled()
    {
        TabularMdp mdp = TabularMdps.RiverSwim(30);
        List<long> seen = [];
        var options = new CollectionOptions { MaximumSteps = 500, Checkpoints = [1, 100, 500, 900], Observe = counts =>
            seen.Add(counts.Total) };
        CollectionRun run = new RandomCollector().Run(mdp, new TreasureRequirement(10), new Seed(1), options);
        Assert.Equal((500L, false), (run.Steps, run.IsComplete));
        Assert.InRange(run.StateTimes.Length, 1, 29);
        Assert.Equal([1, 100, 500], seen);
        Assert.Contains("incomplete", run.Describe().Subtitle);
        Assert.Throws<OperationCanceledException>(() => new Gosprl()
            .Run(mdp, new TreasureRequirement(1), new Seed(1), cancellation: new(true)));
        Assert.Contains("Checkpoint 1 is 4", Assert.Throws<ArgumentException>(
            () => new Gosprl().Run(mdp, new TreasureRequirement(1), new Seed(1), new() { Checkpoints = [5, 4] })).Message);
    }

    /// <summary>
    /// Each sample of a leaf costs a geometric number of tries and the step itself: B D on average, exactly. False alarms: 0.1 %.
    /// </summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.1)]
    public void With_the_known_model_a_star_takes_B_D_steps(double probability)
    {
        TabularMdp star = TabularMdps.Star(4, probability);
        var moments = new RunningMoments();
        for (ulong seed = 1; seed <= 60; seed++)
            moments.Add(new KnownModelCollector().Run(star, Leaves(star, 20), new Seed(seed)).Steps);
        Assert.InRange(moments.Mean, 80 * (1 + 1 / probability) - 3.3 * moments.StandardError,
            80 * (1 + 1 / probability) + 3.3 * moments.StandardError);
    }

    /// <summary>The same seed, played by the algorithm as the paper states it: no caches, everything looked up anew in each step.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gosprl_is_the_algorithm_written_down_naively(bool doubling)
    {
        TabularMdp mdp = TabularMdps.Grid(new GridMap("..#.", "....", "#..."), 0.15);
        var wanted = FixedRequirement.Uniform(mdp, 4, new Seed(5));
        for (ulong seed = 1; seed <= 5; seed++)
        {
            var simulator = new TabularSimulator(mdp, new Seed(seed).Derive("environment"));
            var counts = new TransitionCounts(mdp.States, mdp.Actions);
            int plans = Naive(simulator, counts, wanted, doubling);
            CollectionRun run = new Gosprl(new() { Doubling = doubling }).Run(mdp, wanted, new Seed(seed));
            Assert.Equal((counts.Total, plans), (run.Steps, run.PlannerCalls));
            Assert.True(counts.Visits().SequenceEqual(run.Counts.Visits()));
        }
    }

    /// <summary>
    /// The same seed, played by UCRL2 as it is written down: a new plan once a pair's visits of the episode equal those before it.
    /// </summary>
    [Theory]
    [InlineData("0/1-UCRL")]
    [InlineData("MaxEnt")]
    public void Ucrl_is_the_algorithm_written_down_naively(string name)
    {
        TabularMdp mdp = TabularMdps.Grid(new GridMap("..#.", "....", "#..."), 0.15);
        var wanted = FixedRequirement.Uniform(mdp, 8, new Seed(5));
        for (ulong seed = 1; seed <= 3; seed++)
        {
            var simulator = new TabularSimulator(mdp, new Seed(seed).Derive("environment"));
            var counts = new TransitionCounts(mdp.States, mdp.Actions);
            int plans = NaiveUcrl(simulator, counts, wanted, entropy: name == "MaxEnt");
            CollectionRun run = s_collectors[name].Run(mdp, wanted, new Seed(seed));
            Assert.Equal((counts.Total, plans), (run.Steps, run.PlannerCalls));
            Assert.True(counts.Visits().SequenceEqual(run.Counts.Visits()));
        }
    }

    [Fact]
    public void Attempts_fail_less_often_than_visits_can_double()
    {
        CollectionRun run = new Gosprl(new() { Set = new BernsteinSet(Scale: 1) })
            .Run(TabularMdps.RiverSwim(8), new TreasureRequirement(10), new Seed(1));
        Assert.InRange(run.FailedAttempts, 1, (int)(16 * Math.Log2(run.Steps)));
        Assert.InRange(run.PlannerCalls, run.FailedAttempts, run.FailedAttempts + 160);
    }

    /// <summary>
    /// Optimism finds the far bank; random actions are swept back. Means over 20 seeds that lie a factor of twenty apart.
    /// </summary>
    [Fact]
    public void Upstream_collectors_with_a_plan_beat_random_actions()
    {
        TabularMdp mdp = TabularMdps.RiverSwim(6);
        double Mean(string name) => Enumerable.Range(1, 20).Average(i =>
            s_collectors[name].Run(mdp, new TreasureRequirement(10), new Seed((ulong)i)).Steps);
        double known = Mean("known model"), random = Mean("random");
        Assert.InRange(known, 230, 270); // 251 by an independent program
        foreach (string name in (string[])["GOSPRL", "0/1-UCRL", "MaxEnt"])
            Assert.InRange(Mean(name), known, random / 5);
    }

    /// <summary>Going left is certain: weighted, it is worth no visit of its own. Fixed seed.</summary>
    [Fact]
    public void Weighted_entropy_goes_where_transitions_are_noisy()
    {
        double Noisy(bool weighted)
        {
            TransitionCounts counts = new MaxEntCollector(weighted)
                .Run(TabularMdps.RiverSwim(5), new TreasureRequirement(100_000), new Seed(1), new() { MaximumSteps = 5000 }).Counts;
            return Enumerable.Range(0, 5).Sum(s => counts.N(s, 1)) / 5000.0;
        }
        Assert.InRange(Noisy(weighted: true), Noisy(weighted: false) + 0.05, 1);
    }

    [Fact]
    public void Goals_are_all_undersampled_states_or_those_that_miss_most()
    {
        var counts = new TransitionCounts(4, 2);
        var progress = new SamplingProgress(counts, new FixedRequirement(new[,] { { 3, 0 }, { 0, 0 }, { 1, 3 }, { 2, 1 } }));
        List<int> goal = [];
        progress.Goal(goal, largestOnly: false);
        Assert.Equal([0, 2, 3], goal);
        progress.Goal(goal, largestOnly: true);
        Assert.Equal([0, 2], goal);
        Assert.Equal((0, 1, 0), (progress.MostMissing(0), progress.MostMissing(2), progress.MostMissing(3)));
        Assert.Equal((3, 5, false), (progress.UndersampledStates, progress.UndersampledPairs, progress.IsUndersampled(1)));
        for (int i = 0; i < 3; i++)
        {
            counts.Add(0, 0, 1);
            progress.Update(0, 0);
        }
        Assert.Equal((2, 4), (progress.UndersampledStates, progress.UndersampledPairs));
        Assert.Equal([0, 3], progress.StateTimes); // state 1 from the start
    }

    [Fact]
    public void A_set_without_width_needs_a_cap()
    {
        TabularMdp mdp = TabularMdps.RiverSwim(5);
        GosprlOptions options = new() { Set = new BernsteinSet(Scale: 0), Planning = new() { MaximumSweeps = 1000 } };
        Assert.Contains("set a Cap", Assert.Throws<InvalidOperationException>(() =>
            new Gosprl(options).Run(mdp, new TreasureRequirement(1), new Seed(1))).Message);
        Assert.InRange(new Gosprl(options with { Planning = new() { Cap = 100 } })
            .Run(mdp, new TreasureRequirement(1), new Seed(1), new() { MaximumSteps = 1000 }).Steps, 10, 1000);
    }

    /// <summary>Ten times the steps, the same memory: a warmed-up run allocates when it plans, and in no other step.</summary>
    [Theory]
    [InlineData("GOSPRL")]
    [InlineData("random")]
    public void Steps_allocate_nothing(string name)
    {
        TabularMdp ring = TabularMdps.Ring(5);
        long Bytes(int samples) => Allocations.Least(
            () => Assert.Equal(5 * samples, s_collectors[name].Run(ring, new TreasureRequirement(samples), new Seed(1)).Steps));
        Bytes(100);
        Assert.InRange(Bytes(10_000) - Bytes(1_000), -1024, 1024);
    }

    private static FixedRequirement Leaves(TabularMdp star, int samples)
    {
        int[,] wanted = new int[star.States, star.Actions];
        for (int leaf = 1; leaf < star.States; leaf++)
            wanted[leaf, 0] = samples;
        return new(wanted);
    }

    private static int NaiveUcrl(TabularSimulator simulator, TransitionCounts counts, ISamplingRequirement wanted, bool entropy)
    {
        (int plans, int states, int actions) = (0, counts.StateCount, counts.ActionCount);
        int[]? plan = null, before = null;
        int s = simulator.State;
        while (Enumerable.Range(0, states * actions).Any(Missing))
        {
            if (plan is null)
            {
                double[] rewards = [.. Enumerable.Range(0, states * actions).Select(pair => entropy
                    ? -Math.Log((counts.Visits()[pair] + 1.0) / (counts.Total + states * actions))
                    : Missing(pair) ? 1.0 : 0)];
                (double low, double high) = entropy ? (rewards.Min(), rewards.Max()) : (0, 1);
                var table = StateActionTable.FromFunction(simulator.Mdp, (x, a) =>
                    high > low ? (rewards[x * actions + a] - low) / (high - low) : 0);
                plan = ExtendedValueIteration.AverageReward(counts, table, new BernsteinSet()).Actions;
                before = [.. counts.Visits()];
                plans++;
            }
            int row = s * actions + plan[s], next = simulator.Draw(s, plan[s]).Next;
            counts.Add(s, plan[s], next);
            int within = counts.Visits()[row] - before![row];
            if (within >= Math.Max(1, before[row]) && counts.Visits()[row] >= 2)
                plan = null;
            s = next;
        }
        return plans;

        bool Missing(int pair) => wanted.Required(pair / actions, pair % actions, counts) > counts.Visits()[pair];
    }

    private static int Naive(TabularSimulator simulator, TransitionCounts counts, ISamplingRequirement wanted, bool doubling)
    {
        (int plans, int states, int actions) = (0, counts.StateCount, counts.ActionCount);
        int Missing(int s, int a) => Math.Max(0, wanted.Required(s, a, counts) - counts.N(s, a));
        bool Short(int s) => Enumerable.Range(0, actions).Any(a => Missing(s, a) > 0);
        void Play(int a)
        {
            int s = simulator.State;
            counts.Add(s, a, simulator.Step(a).Next);
        }
        while (Enumerable.Range(0, states).Where(Short).ToList() is { Count: > 0 } goal)
        {
            if (Short(simulator.State))
            {
                Play(Enumerable.Range(0, actions).MaxBy(a => Missing(simulator.State, a)));
                continue;
            }
            int[] before = [.. counts.Visits()];
            int[] plan = ExtendedValueIteration.ShortestPath(counts, goal, new BernsteinSet(), new() { MergeGoal = false }).Actions;
            plans++;
            while (!Short(simulator.State))
            {
                int s = simulator.State, row = s * actions + plan[s];
                Play(plan[s]);
                if (doubling && counts.Visits()[row] >= 2 * Math.Max(1, before[row]))
                    break;
            }
        }
        return plans;
    }
}
