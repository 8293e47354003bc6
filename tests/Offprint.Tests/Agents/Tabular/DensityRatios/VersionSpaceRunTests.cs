using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Agents.Tabular.DensityRatios;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Agents.Tabular.DensityRatios;

public class VersionSpaceRunTests
{
    /// <summary>E[f_1(x_1, π_f)] − J(π_f) = Σ_h E_{d^{π_f}}[f_h − T f_{h+1}], for any f: why average errors suffice for optimism.</summary>
    [Fact]
    public void What_a_function_promises_too_much_is_its_summed_average_error()
    {
        TabularMdp mdp = TabularMdps.Garnet(5, 3, 2, new Seed(1)).WithHorizon(4);
        RandomStream random = new Seed(2).Stream();
        for (int i = 0; i < 20; i++)
        {
            StateActionTable f = Random(mdp, random);
            TabularPolicy greedy = f.Greedy();
            StateActionTable d = Occupancy.Of(mdp, greedy);
            double promised = 0, summed = 0;
            double[] first = f.StateMaxima();
            for (int s = 0; s < 5; s++)
                promised += mdp.Initial[s] * first[s];
            for (int h = 0; h < 4; h++)
            {
                double[] next = h < 3 ? f.StateMaxima(h + 1) : new double[5];
                for (int z = 0; z < 15; z++)
                    summed += d.Stage(h)[z] * (f.Stage(h)[z] - mdp.Reward(z / 3, z % 3) - mdp.Expect(z / 3, z % 3, next));
            }
            Assert.Equal(summed, promised - PolicyEvaluation.Return(mdp, greedy), 1e-12);
        }
    }

    /// <summary>Sums of residuals, step by step, against the definition.</summary>
    [Fact]
    public void Statistics_are_the_sums_that_they_stand_for()
    {
        TabularMdp mdp = TabularMdps.RiverSwim(3).WithHorizon(2);
        RandomStream random = new Seed(3).Stream();
        StateActionTable[] f = [Random(mdp, random), Random(mdp, random), Random(mdp, random)];
        var statistics = new ResidualStatistics(new FunctionClass(f), mdp.Initial);
        (int S, int A, double R, int Next)[][] episodes = [[(0, 1, 0.5, 1), (1, 0, 0, 0)], [(0, 1, 0, 0), (0, 0, 0.2, 0)],
            [(0, 1, 1, 1), (1, 0, 0.1, 0)]];
        foreach (var episode in episodes)
        {
            for (int h = 0; h < 2; h++)
                statistics.Observe(h, episode[h].S, episode[h].A, episode[h].R, episode[h].Next);
            statistics.EndEpisode();
        }
        double[] weights = [0.3, 0.7, 2, 0.1, 0, 1];
        for (int h = 0; h < 2; h++)
        {
            for (int i = 0; i < 3; i++)
            {
                double error = episodes.Average(e => weights[e[h].S * 2 + e[h].A] * (f[i][e[h].S, e[h].A, h] - e[h].R -
                    (h == 0 ? f[i].StateMaxima(1)[e[h].Next] : 0)));
                double squares = episodes.Average(e => Math.Pow(weights[e[h].S * 2 + e[h].A], 2));
                (double measured, double second) = statistics.Moments(i, h, weights);
                Assert.Equal(error, measured, 1e-12);
                Assert.Equal(squares, second, 1e-12);
                bool[] alive = [true, true, true];
                statistics.Prune(h, weights, 0.5, error - 0.5 * squares - 1e-6, alive, new double[3]);
                Assert.False(alive[i]);
                double Loss(int g) => episodes.Sum(e => Math.Pow(f[g][e[h].S, e[h].A, h] - e[h].R - (h == 0
                    ? f[i].StateMaxima(1)[e[h].Next] : 0), 2));
                Assert.Equal(Loss(i) - Math.Min(Loss(0), Math.Min(Loss(1), Loss(2))), statistics.Excess(i, h), 1e-12);
            }
        }
    }

    /// <summary>A bandit: candidates of which the most promising is refuted by what it pays.</summary>
    [Fact]
    public void On_a_bandit_GLOW_is_optimistic_elimination()
    {
        TabularMdp bandit = new TabularMdpBuilder(1, 3) { Horizon = 1, Noise = RewardNoise.Bernoulli }.Add(0, 0, 0, 1).Add(0, 1, 0,
            1).Add(0, 2, 0, 1)
            .Reward(0, 0, 0.2).Reward(0, 1, 0.5).Reward(0, 2, 0.7).Build();
        StateActionTable Of(params double[] q)
        {
            var table = new StateActionTable(1, 3);
            q.CopyTo(table.Values);
            return table;
        }
        var run = new VersionSpaceRun(bandit, new FunctionClass([Of(0.95, 0.5, 0.7), Of(0.2, 0.9, 0.7), Of(0.2, 0.5, 0.7)]));
        var rule = new Glow { PenaltyScale = 0.02, ThresholdScale = 0.02 };
        OnlineRun played = run.Play(rule, new PlayedRatios(run.Occupancies), 5000, new Seed(1));
        Assert.Equal(2, run.Truth);
        Assert.Equal(2, played.Last);
        Assert.Equal(3, played.Changes.Select(c => c.Function).Distinct().Count());
        Assert.Equal(0, played.TruthRejected);
        // Without weights nothing is ever refuted, with W = {1} only what was played is.
        Assert.Single(run.Play(rule, new ConstantWeights(0), 5000, new Seed(1)).Changes);
        Assert.True(run.Play(rule, new ConstantWeights(1), 5000, new Seed(1)).Changes.Count > 1);
        // The first optimistic arm is the best one: nothing is lost.
        var lucky = new VersionSpaceRun(bandit, new FunctionClass([Of(0.2, 0.5, 0.9), Of(0.2, 0.5, 0.7)]));
        Assert.Equal(0, lucky.Play(rule, new PlayedRatios(lucky.Occupancies), 2000, new Seed(1)).Regret[^1]);
    }

    [Fact]
    public void Ratios_are_those_of_the_played_mixture()
    {
        TabularMdp mdp = TabularMdps.RiverSwim(3).WithHorizon(2);
        StateActionTable left = Occupancy.Of(mdp, TabularPolicy.Deterministic([0, 0, 0], 2)), right = Occupancy.Of(mdp,
            TabularPolicy.Deterministic([1, 1, 1], 2));
        double[] played = [.. left.Stage(1).ToArray().Zip(right.Stage(1).ToArray(), (a, b) => 0.25 * a + 0.75 * b)], weights =
            new double[6];
        var ratios = new PlayedRatios([left, right]);
        ratios.Fill(0, 1, played, weights);
        Assert.Equal(4, weights[0], 1e-12); // state 0, left: only the first policy
        Assert.Equal(0, weights[5]);
        Assert.Equal(Math.Log(130), ratios.LogSize(1000), 1e-12);
        new PairRatios([left, right]).Fill(1, 1, played, weights);
        Assert.Equal(double.PositiveInfinity, weights[0]); // positive over zero, before clipping
        Assert.Equal(0, weights[4]); // zero over zero
    }

    [Fact]
    public void A_class_without_the_truth_is_said_to_lack_it()
    {
        TabularMdp mdp = TabularMdps.RiverSwim(3).WithHorizon(2);
        var zero = new StateActionTable(3, 2, 2);
        zero[0, 1] = 0.5; // to swim, where two steps are too few
        var run = new VersionSpaceRun(mdp, new FunctionClass([zero]));
        Assert.Equal(-1, run.Truth);
        OnlineRun played = run.Play(new Glow(), new PlayedRatios(run.Occupancies), 100, new Seed(1));
        Assert.Equal(-1, played.TruthRejected);
        Assert.True(played.Regret[^1] > 0); // it plays what it has
        Assert.Contains("without functions", Assert.Throws<ArgumentException>(() => new FunctionClass([])).Message);
        Assert.Contains("threshold", Assert.Throws<ArgumentException>(() =>
            run.Play(new Glow { ThresholdScale = 0 }, new ConstantWeights(1), 10, new Seed(1))).Message);
        Assert.Contains("horizon", Assert.Throws<ArgumentException>(() => new VersionSpaceRun(TabularMdps.RiverSwim(3),
            new FunctionClass([zero])))
            .Message);
    }

    /// <summary>A batch plays one function K times before the next test, and costs as many episodes.</summary>
    [Fact]
    public void Batches_count_every_episode()
    {
        TabularMdp bandit = new TabularMdpBuilder(1, 2) { Horizon = 1 }.Add(0, 0, 0, 1).Add(0, 1, 0, 1).Reward(0, 0, 0.2).Reward(0, 1, 0.7)
            .Build();
        var wrong = new StateActionTable(1, 2);
        var truth = new StateActionTable(1, 2);
        (wrong[0, 0], wrong[0, 1], truth[0, 0], truth[0, 1]) = (0.9, 0.7, 0.2, 0.7);
        var run = new VersionSpaceRun(bandit, new FunctionClass([wrong, truth]));
        var rule = new Glow { PenaltyScale = 0.02, ThresholdScale = 0.02, Batch = 50 };
        OnlineRun played = run.Play(rule, new HarmonicRatios(run.Occupancies), 100, new Seed(1));
        Assert.Equal(1, played.Last);
        Assert.Equal(50 * 0.5 * (played.Changes[1].Round - 1), played.Regret[^1], 1e-9);
        Assert.Equal(100 * 50, run.Statistics.Episodes);
        Assert.Contains("batch", Assert.Throws<ArgumentException>(() =>
            run.Play(rule with { Batch = 0 }, new HarmonicRatios(run.Occupancies), 10, new Seed(1))).Message);
        Assert.Equal("GLOW, constants × 0.02, batches of 50", rule.Label);
        Assert.Equal("GLOW, constants × 0.02, no penalty, no clipping, γ × 3",
            (rule with { Batch = 1, PenaltyScale = 0, Clipping = false, ClipScale = 3 }).Label);
    }

    /// <summary>Pruning goes by groups of four rows and eight functions; sizes that are no multiples agree with the single test.</summary>
    [Fact]
    public void Pruning_agrees_with_the_test_of_each_function()
    {
        TabularMdp mdp = TabularMdps.RiverSwim(5).WithHorizon(3);
        RandomStream random = new Seed(8).Stream();
        var statistics = new ResidualStatistics(new FunctionClass([.. Enumerable.Range(0, 37).Select(_ => Random(mdp, random))]),
            mdp.Initial);
        var simulator = new TabularSimulator(mdp, new Seed(9));
        for (int episode = 0; episode < 60; episode++)
        {
            int state = simulator.Reset();
            for (int h = 0; h < 3; h++)
            {
                int action = random.NextInt(2);
                (double reward, int next) = simulator.Step(action);
                statistics.Observe(h, state, action, reward, next);
                state = next;
            }
            statistics.EndEpisode();
        }
        double[] weights = [.. Enumerable.Range(0, 10).Select(i => i % 4 == 3 ? 0 : random.NextDouble())];
        for (int h = 0; h < 3; h++)
        {
            bool[] alive = [.. Enumerable.Repeat(true, 37)];
            statistics.Prune(h, weights, 0.2, 0.05, alive, new double[37]);
            Assert.Equal(Enumerable.Range(0, 37).Select(f => statistics.Moments(f, h, weights) is var (e, q) && e - 0.2 * q <= 0.05),
                alive);
            Assert.Contains(true, alive);
            Assert.Contains(false, alive);
        }
    }

    [Fact]
    public void A_step_that_was_seen_before_allocates_nothing()
    {
        TabularMdp mdp = TabularMdps.RiverSwim(3).WithHorizon(2);
        RandomStream random = new Seed(3).Stream();
        var statistics = new ResidualStatistics(new FunctionClass([.. Enumerable.Range(0, 100).Select(_ => Random(mdp, random))]),
            mdp.Initial);
        double[] weights = [1, 1, 1, 1, 1, 1], buffer = new double[100];
        bool[] alive = new bool[100];
        Assert.Equal(0, Allocations.Least(() =>
        {
            statistics.Observe(0, 0, 1, 0.5, 1);
            statistics.Observe(1, 1, 0, 0.5, 0);
            statistics.EndEpisode();
            statistics.Prune(0, weights, 0.1, 0.1, alive, buffer);
        }));
    }

    private static StateActionTable Random(TabularMdp mdp, RandomStream random)
    {
        var table = new StateActionTable(mdp.States, mdp.Actions, mdp.Horizon!.Value);
        for (int i = 0; i < table.Values.Length; i++)
            table.Values[i] = random.NextDouble();
        return table;
    }
}
