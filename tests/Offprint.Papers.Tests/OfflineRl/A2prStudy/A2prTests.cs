using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Cards;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Papers.OfflineRl.A2prStudy;
using Offprint.Tensors;
using Offprint.Trials;

namespace Offprint.Papers.Tests.OfflineRl.A2prStudy;

public sealed class A2prTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 0.6)]
    [InlineData(1, 0.270993)]
    [InlineData(4, 0.004737)]
    public void The_fixed_point_balances_critic_and_log(double weight, double expected)
    {
        double x = BanditProblem.FixedPoint(2.5, weight);
        Assert.Equal(expected, x, 1e-6);
        // The gradient of −λ Q + w |x − x̄|²/2 vanishes there.
        double lambda = 2.5 / (3 - 2 * (x - 0.6) * (x - 0.6));
        Assert.Equal(0, 2 * lambda * (x - 0.6) + weight * (x + 0.32), 1e-9);
    }

    [Theory]
    [InlineData("quadratic", 1.05)]
    [InlineData("modes", 0.245)]
    public void Logs_are_drawn_by_their_shares(string problem, double meanReward)
    {
        (float[] actions, float[] rewards) = BanditProblem.Log(problem, 20_000, new Seed(1));
        Assert.Equal(40_000, actions.Length);
        using ContinuousBandit bandit = BanditProblem.Make(problem);
        Assert.Equal(actions.Chunk(2).Average(a => bandit.Mean(a)), rewards.Average(), 0.005); // five standard errors of the noise
        Assert.Equal(meanReward, rewards.Average(), 0.05);
        if (problem == BanditProblem.Quadratic)
            Assert.Equal(BanditProblem.MeanAction, actions.Average(), 0.015);
        Assert.Contains("'maze'", Assert.Throws<ArgumentException>(() => BanditProblem.Make("maze")).Message);
    }

    [Fact]
    public void Each_seed_draws_from_its_own_log()
    {
        var sampler = new BanditProblem.OwnLog(50, 3);
        using var random = new PopulationRandom([new(1), new(2), new(3)]);
        int[] rows = new int[3 * 400];
        sampler.Fill(rows, random);
        for (int p = 0; p < 3; p++)
        {
            int[] own = rows[(400 * p)..(400 * (p + 1))];
            Assert.All(own, row => Assert.InRange(row, 50 * p, 50 * p + 49));
            Assert.InRange(own.Distinct().Count(), 45, 50); // 50 · (1 − e⁻⁸)
        }
        Assert.Equal(150, sampler.Count);
    }

    [Fact]
    public void Behavior_restricted_to_good_actions_improves_and_a_greedy_one_stays()
    {
        var study = new ImprovementStudy();
        var cell = study.Cells(Profile.Smoke)[0];
        ImprovementResult result = study.Run(cell, new(cell.Seeds, new Artifacts(_folder["cache"]), null,
            TestContext.Current.CancellationToken));
        Assert.Equal(100, result.Behavior.Count);
        Assert.All(result.Behavior.Zip(result.Restricted), pair => Assert.True(pair.Second >= pair.First - 1e-12));
        Assert.True(result.Restricted.Zip(result.Behavior).Count(pair => pair.First > pair.Second + 0.1) > 90);
    }

    [Fact]
    public void Every_method_is_made_with_its_own_parts()
    {
        A2prWidths widths = new([8, 8, 8], [8], [8], [4]);
        var tuning = new A2prTuning(3, 1.5, 0.5, 0.9);
        var methods = new A2prMethods(widths, new(TimeLimitRule.Drop), 1e-2, 0.1);
        Method[] all = [methods.Cloning(), methods.Td3Bc(), methods.Matched(tuning), methods.Td3(tuning), methods.A2pr(tuning),
            .. A2prMethods.Ablations.Keys.Select(label => methods.Without(label, tuning))];
        Assert.Equal(all.Length, all.Select(method => method.Key).Distinct().Count());
        using ContinuousBandit bandit = BanditProblem.Make(BanditProblem.Quadratic);
        foreach (Method method in all)
        {
            using ILearner agent = method.Agent.Create(bandit.Spec, [new(1)]);
            if (agent is not Td3Bc td3)
                continue;
            Assert.Equal(method.Label switch { "TD3+BC" => 2.5, "TD3" => double.PositiveInfinity, _ => 3 }, td3.Options.Alpha);
            Assert.Equal(method.Label == "TD3+BC" ? 1 : 0.5, td3.Options.ConstraintWeight);
            Assert.Equal(method.Label == "TD3+BC" ? [4] : widths.Actor, td3.Options.ActorHidden);
            Assert.Equal((1e-2, 0.1), (td3.Options.ActorAdam.LearningRate, td3.Options.Tau));
        }
    }

    [Fact]
    public void The_standard_profile_trains_three_methods_with_the_papers_networks()
    {
        var trials = new A2prTrials(Profile.Standard);
        var cells = Papers.A2pr.Training.Cells(Profile.Standard);
        Assert.Equal(["A2PR", "TD3+BC", "TD3+BC matched"], cells.Select(c => c.Settings.Method.Label));
        Assert.All(cells, c => Assert.Equal((120_000, 256), (c.Settings.Run.Updates, c.Settings.Run.BatchSize)));
        Assert.All(cells, c => Assert.Equal([1, 2, 3], c.Seeds));
        var options = (A2prOptions)cells[0].Settings.Method.Agent;
        Assert.Equal([256, 256, 256, 256], options.Critics.Hidden);
        Assert.Equal((2.5, 1.5, 0.5, 0.99), (options.Alpha, options.ModelWeight, options.ConstraintWeight, options.Discount));
        Assert.True(((RegeneratedLog)trials.Ablation.Data).Recipe.IsD4rlSize);
    }

    [Theory]
    [InlineData("A2PR", "hopper-medium-replay", 101.5)]
    [InlineData("TD3+BC", "halfcheetah-medium-replay", 44.6)]
    public void Reported_numbers(string method, string dataset, double score) =>
        Assert.Equal(score, Papers.A2pr.Reported("d4rl-gym")[method, dataset]);

    [Fact]
    public void The_reported_average_is_that_of_the_nine_data_sets() =>
        Assert.Equal(93.0, Papers.A2pr.Reported("d4rl-gym").Rows.Single(r => r.Name == "A2PR").Values.Average(), 0.05);

    /// <summary>As many as the paper's table has; MuJoCo is not asked for before a log is.</summary>
    [Fact]
    public void The_paper_profile_trains_on_the_twelve_gym_sets_at_their_sizes()
    {
        var trials = new A2prTrials(Profile.Paper);
        Assert.Equal(12, trials.Data.Select(d => d.Name).Distinct().Count());
        Assert.All(trials.Data, d => Assert.True(((RegeneratedLog)d.Data).Recipe.IsD4rlSize, d.Name));
        var a2pr = Papers.A2pr.Training.Cells(Profile.Paper).Where(c => c.Settings.Method.Label == trials.A2pr.Label).ToList();
        Assert.Equal(12, a2pr.Count);
        Assert.All(a2pr, c => Assert.Equal(1_000_000, c.Settings.Run.Updates));
    }
}
