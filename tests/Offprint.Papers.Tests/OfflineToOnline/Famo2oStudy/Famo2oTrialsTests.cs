using System.Text.Json;
using System.Text.Json.Nodes;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Agents.Probes;
using Offprint.Cards;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Papers.OfflineToOnline.Famo2oStudy;
using Offprint.Trials;
using static TorchSharp.torch;

namespace Offprint.Papers.Tests.OfflineToOnline.Famo2oStudy;

public sealed class Famo2oTrialsTests
{
    private static readonly Seed[] s_seeds = [new(1), new(2)];

    private static IReadOnlyList<Cell<Trial>> Standard =>
        [.. Papers.Famo2o.Crossing.Cells(Profile.Standard), .. Papers.Famo2o.Variants.Cells(Profile.Standard)];

    [Fact]
    public void All_methods_have_the_same_chances()
    {
        Assert.Equal(7, Standard.Count);
        Assert.Single(Standard.Select(cell => cell.Settings.Data).Distinct());
        Assert.Single(Standard.Select(cell => cell.Settings.Run).Select(run =>
            (run.Updates, run.OnlineSteps, run.BatchSize, run.EvaluateEvery, run.Episodes)).Distinct());
        Assert.Single(Standard.Select(cell => cell.Settings.Method.View).Distinct());
        Assert.Single(Standard.Select(cell => ((ImplicitQLearningOptions)cell.Settings.Method.Agent).Expectile).Distinct());
    }

    /// <summary>The family's range and the single values come from one calibration.</summary>
    [Fact]
    public void Single_values_span_the_family_s_range()
    {
        double[] single = [.. Standard.Select(cell => cell.Settings.Method.Agent).Where(agent => agent is not FamO2oOptions)
            .Cast<ImplicitQLearningOptions>().Select(agent => agent.Beta)];
        var family = (FamO2oOptions)Standard.First(cell => cell.Settings.Method.Label == FamilyMethods.Family).Settings.Method.Agent;
        Assert.Equal([family.LeastBeta, (family.LeastBeta + family.GreatestBeta) / 2, family.GreatestBeta], single);
        Assert.Equal(30, family.GreatestBeta / family.LeastBeta, 1e-9);
        Assert.Throws<ArgumentException>(() => Small(Famo2oTrials.MazeRange).Of("IQL with no β"));
    }

    [Fact]
    public void The_longer_training_is_the_same_method_on_the_same_log()
    {
        Trial longer = Assert.Single(Papers.Famo2o.Longer.Cells(Profile.Standard)).Settings, usual = Standard[0].Settings;
        Assert.Equal((usual.Method, usual.Data), (longer.Method, longer.Data));
        Assert.Equal(4 * usual.Run.Updates, longer.Run.Updates);
    }

    /// <summary>The authors' for AntMaze: β = 10, or from 8 to 14; rewards less 1.</summary>
    [Fact]
    public void The_point_maze_has_the_authors_balances()
    {
        Trial[] trials = [.. Papers.Famo2o.PointMaze.Cells(Profile.Standard).Select(cell => cell.Settings)];
        Assert.Equal([new BalanceRange(8, 14)], trials.Select(trial => trial.Method.Agent).OfType<FamO2oOptions>()
            .Select(family => new BalanceRange(family.LeastBeta, family.GreatestBeta)));
        Assert.Equal([10], trials.Select(trial => trial.Method.Agent).Where(agent => agent is not FamO2oOptions)
            .Cast<ImplicitQLearningOptions>().Select(agent => agent.Beta));
        Assert.All(trials, trial => Assert.Equal(new FixedReward(Shift: -1), trial.Method.View.Reward));
    }

    /// <summary>β of a family on AWAC stands for 1/λ, and its range holds the single method's 1.</summary>
    [Fact]
    public void On_awac_a_family_and_a_single_value_differ_in_the_balance_alone()
    {
        Trial[] trials = [.. Papers.Famo2o.PointMazeAwac.Cells(Profile.Standard).Select(cell => cell.Settings)];
        var family = Assert.Single(trials.Select(trial => trial.Method.Agent).OfType<FamO2oAwacOptions>());
        var single = (AwacOptions)Assert.Single(trials, trial => trial.Method.Agent is not FamO2oAwacOptions).Method.Agent;
        Assert.Equal((1, 1.0), (single.Lambda, Math.Sqrt(family.Balance.LeastBeta * family.Balance.GreatestBeta)));
        Assert.Equal(single.Policy with { Hidden = family.Policy.Hidden }, family.Policy);
        Assert.Equal(single.Policy.Hidden, family.Policy.Hidden);
        Assert.Equal(Papers.Famo2o.PointMaze.Cells(Profile.Standard)[0].Settings.Data,
            Assert.Single(trials.Select(trial => trial.Data).Distinct()));
    }

    /// <summary>
    /// The authors' family has normalized critics and a weight of 1, their base neither: here both have both, and β of the family spans
    /// the single method's 1.
    /// </summary>
    [Fact]
    public void On_cql_a_family_and_a_single_value_differ_in_the_balance_alone()
    {
        Trial[] trials = [.. Papers.Famo2o.PointMazeCql.Cells(Profile.Standard).Select(cell => cell.Settings)];
        var family = Assert.Single(trials.Select(trial => trial.Method.Agent).OfType<FamO2oCqlOptions>());
        var single = (SoftActorCriticOptions)Assert.Single(trials, trial => trial.Method.Agent is not FamO2oCqlOptions).Method.Agent;
        Assert.True(single.Critics.LayerNorm);
        Assert.Equal((0.5, 1.5, false), (family.Balance.LeastBeta, family.Balance.GreatestBeta, family.Balance.AsReleased));
        JsonObject own = Json(family), other = Json(single);
        Assert.True(own.Remove("balance"));
        foreach (JsonObject options in (JsonObject[])[own, other])
            options.Remove("kind");
        Assert.True(JsonNode.DeepEquals(own, other), $"{own}\n{other}");
        Assert.Equal(Papers.Famo2o.PointMaze.Cells(Profile.Standard)[0].Settings.Data,
            Assert.Single(trials.Select(trial => trial.Data).Distinct()));
        Assert.Single(trials.Select(trial => trial.Run).Append(Papers.Famo2o.PointMaze.Cells(Profile.Standard)[0].Settings.Run).Distinct());

        static JsonObject Json(SoftActorCriticOptions options) =>
            JsonSerializer.SerializeToNode(options, options.GetType(), StoreJson.Options)!.AsObject();
    }

    /// <summary>A quarter of u stands for a negative β as released, half for one below the range.</summary>
    [Fact]
    public void The_released_map_leaves_the_range()
    {
        CardTable table = ReleasedFigures.Map(Papers.Famo2o.LoadStored(Profile.Standard));
        Assert.Equal(7, table.Rows.Count);
        Assert.Contains("25 % give a negative β as released and 50 % one below", table.Note, StringComparison.Ordinal);
    }

    /// <summary>Part D: the range for locomotion, its ends and its middle, on all rows of the log.</summary>
    [Fact]
    public void Hopper_has_the_log_of_D4RLs_size_and_the_range_for_locomotion()
    {
        Trial[] trials = [.. Papers.Famo2o.Hopper.Cells(Profile.Standard).Select(cell => cell.Settings)];
        Assert.Equal([1, 3, 5], trials.Select(trial => trial.Method.Agent).Where(agent => agent is not FamO2oOptions)
            .Cast<ImplicitQLearningOptions>().Select(agent => agent.Beta));
        Assert.True(((RegeneratedLog)Assert.Single(trials.Select(trial => trial.Data).Distinct())).Recipe.IsD4rlSize);
        Assert.All(trials, trial => Assert.IsType<ReturnSpanReward>(trial.Method.View.Reward));
        Assert.Single(trials.Select(trial => trial.Run).Distinct());
        Assert.Empty(Papers.Famo2o.Hopper.Cells(Profile.Smoke));
    }

    /// <summary>A balance model whose weights are zero prefers the middle everywhere; the gap is visited.</summary>
    [Fact]
    public void The_probe_finds_the_middle_of_an_untrained_choice()
    {
        using var scope = NewDisposeScope();
        OfflineDataset data = Log();
        using var agent = (FamO2o)Small(new(1, 5)).Of(FamilyMethods.Family).Agent.Create(data.Spec, s_seeds);
        using (no_grad())
            agent.Balance.Network.Parameters.Values.zero_();
        using var setup = Setup(agent, data);
        var numbers = new BalanceProbeOptions(500).Create(setup).Measure(agent);
        Assert.Equal([0.5, 0.5], numbers[BalanceProbeOptions.Mean], (x, y) => Math.Abs(x - y) < 1e-5);
        Assert.Equal(2, numbers[BalanceProbeOptions.Preferred(CrossingMaze.Unguided)].Length);
        Assert.Equal(numbers.Keys.Count(key => key.StartsWith('β')) - 1, numbers.Keys.Count(key => key.StartsWith('g')));
    }

    [Fact]
    public void Probes_refuse_learners_without_what_they_look_at()
    {
        using var scope = NewDisposeScope();
        OfflineDataset data = Log();
        using var single = Small(new(1, 5)).Of(FamilyMethods.Least).Agent.Create(data.Spec, s_seeds);
        using var setup = Setup((Agents.Learners.IAgent)single, data);
        Assert.Throws<ArgumentException>(() => new BalanceProbeOptions(10).Create(setup));
        double[] spread = new AdvantageSpreadOptions(400).Create(setup).Measure(single)[AdvantageSpreadOptions.Spread];
        Assert.All(spread, own => Assert.True(own > 0));
        using var cloning = new BehaviorCloning(data.Spec, s_seeds);
        using var other = Setup(cloning, data);
        Assert.Throws<ArgumentException>(() => new AdvantageSpreadOptions(10).Create(other));
    }

    private static FamilyMethods Small(BalanceRange range) => new(8, range, FamilyMethods.Bootstrapping);

    private static OfflineDataset Log() => new CrossingMazeSource(20).Load(s_seeds[0],
        new([1], Artifacts.Default, null, TestContext.Current.CancellationToken));

    private static ProbeSetup Setup(Agents.Learners.IAgent agent, OfflineDataset data) => new(agent, s_seeds,
        () => new CrossingMazeWalk(), data.View(new(TimeLimitRule.Bootstrap) { Next = NextState.Stored }));
}
