using System.Text.Json;
using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Agents.Probes;
using Offprint.Datasets.Weighting;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Files.Tables;
using Offprint.Networks.Images;
using Offprint.Trials;

namespace Offprint.Tests.Trials;

public sealed class TrainingStudyTests
{
    private static readonly DataSource s_data = new IdentityLog(200);

    private static RunContext Context(params int[] seeds) => new(seeds, Artifacts.Default, null, TestContext.Current.CancellationToken);

    private static TrainingStudy Study(params Trial[] trials) => new("study", "A study", _ => trials, _ => [1, 2]);

    /// <summary>All options that lie within change the key; the label does not.</summary>
    [Fact]
    public void Keys_follow_from_settings_and_not_from_labels()
    {
        Method method = TrialCases.Method("BC");
        Trial trial = new(s_data, method, TrialCases.Run);
        Assert.Matches("^identity-200-behavior-cloning-[0-9a-f]{6}$", trial.Key);
        Assert.Equal(trial.Key, new Trial(s_data, method with { Label = "cloning" }, TrialCases.Run).Key);
        Assert.Equal(method, method with { Label = "cloning" });
        var deeper = (BehaviorCloningOptions)method.Agent;
        Trial[] others =
        [
            new(new IdentityLog(201), method, TrialCases.Run), new(s_data, method, TrialCases.Run with { Episodes = 4 }),
            new(s_data, method with { Sampling = new TopTrajectories(0.5) }, TrialCases.Run),
            new(s_data, method with { View = method.View with { Steps = 2 } }, TrialCases.Run),
            new(s_data, method with { Online = new() { UpdatesPerStep = 2 } }, TrialCases.Run),
            new(s_data, method with { Agent = deeper with { Policy = deeper.Policy with { MaxLogDeviation = 1 } } }, TrialCases.Run),
        ];
        Assert.Equal(others.Length + 1, others.Append(trial).Select(t => t.Key).Distinct().Count());
    }

    /// <summary>Updates that are due after more steps than there are never come, as in a run that only warms up.</summary>
    [Fact]
    public void Steps_between_updates_reach_the_training()
    {
        Method method = TrialCases.Method("BC");
        double[] never = Last(new() { StepsPerUpdate = 7 }), rests = Last(new() { WarmUpSteps = 6 }), always = Last(new());
        Assert.Equal(rests, never);
        Assert.NotEqual(rests, always);

        double[] Last(OnlineRecipe online)
        {
            TrainingStudy study = Study(new Trial(s_data, method with { Online = online }, TrialCases.Run with { Updates = 0,
                OnlineSteps = 6 }));
            RunContext context = Context(1);
            return study.Run(study.Cells(Profile.Smoke)[0], context).Methods[0].Scores[^1];
        }
    }

    [Fact]
    public void One_method_under_two_labels_is_refused_and_both_are_named()
    {
        Method first = TrialCases.Method("BC"), second = first with { Label = "cloning",
            Agent = new BehaviorCloningOptions { Hidden = [8], Adam = new(3e-3) } };
        TrainingStudy study = Study(new(s_data, first, TrialCases.Run), new(s_data, second, TrialCases.Run));
        string message = Assert.Throws<InvalidOperationException>(() => study.Cells(Profile.Smoke)).Message;
        Assert.Contains("'BC' and 'cloning' on identity-200", message);
        Trial mixed = new(s_data, [first, TrialCases.Method("faster", 1e-2)], TrialCases.Run);
        Assert.Contains("'BC' and 'faster'", Assert.Throws<ArgumentException>(() => Study(mixed).Cells(Profile.Smoke)).Message);
    }

    /// <summary>No time is measured here: that what is asked for grows with what is to be done.</summary>
    [Fact]
    public async Task The_cost_of_what_is_not_stored_is_told_beforehand()
    {
        Method method = TrialCases.Method("BC");
        Trial little = new(s_data, method, TrialCases.Run),
            much = new(s_data, method, TrialCases.Run with { Updates = 2_000_000, EvaluateEvery = 2_000_000 });
        TrainingStudy study = Study(little, much);
        string folder = Directory.CreateTempSubdirectory().FullName;
        var options = new RunOptions { Store = new ResultStore(folder), ShardCount = 2 };
        var left = study.EstimateSeconds("paper", Profile.Smoke, options with { ShardCount = 1 }, CancellationToken.None);
        Assert.Equal([little.Key, much.Key], left.Keys);
        Assert.True(left[much.Key] > 10 * left[little.Key]);
        await study.RunAsync("paper", Profile.Smoke, options, null, TestContext.Current.CancellationToken); // the first shard: little
        Assert.Equal([much.Key], study.EstimateSeconds("paper", Profile.Smoke, options with { ShardCount = 1 }, CancellationToken.None).Keys);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// Whether seeds are one population or one after the other, whether samplers share it or not: a member's result is its own.
    /// </summary>
    [Fact]
    public void Populations_may_be_cut_in_any_way()
    {
        Method weighted = TrialCases.Method("AW") with { Sampling = new TrajectorySampling(TrajectoryScore.Return) };
        Method top = weighted with { Label = "top", Sampling = new TopTrajectories(0.1) };
        TrialResult Run(bool perSeed, params Method[] methods)
        {
            Trial trial = new(new IdentityLog(200, perSeed), methods, TrialCases.Run);
            return Study(trial).Run(new("key", trial, [1, 2]), Context(1, 2));
        }
        TrialResult together = Run(false, weighted, top), oneByOne = Run(true, weighted, top), alone = Run(false, top);
        Assert.Equal([0, 10, 20], together.Methods[0].Updates);
        Assert.NotEqual(together.Methods[0].Scores[^1], together.Methods[1].Scores[^1]);
        for (int m = 0; m < 2; m++)
        {
            Assert.Equal(together.Methods[m].Draws!.EffectiveSampleSize, oneByOne.Methods[m].Draws!.EffectiveSampleSize);
            for (int e = 0; e < 3; e++)
            {
                for (int seed = 0; seed < 2; seed++)
                    Assert.Equal(together.Methods[m].Scores[e][seed], oneByOne.Methods[m].Scores[e][seed], 1e-3);
            }
        }
        Assert.Equal(together.Methods[1].Scores[^1][1], alone.Methods[0].Scores[^1][1], 1e-3);
        Assert.Equal([1, 1], together.Methods[0].Lengths![^1]); // the task has one step
        Assert.Null(together.Methods[0].Costs);
        Assert.Equal(2, together.Methods[0].Metrics["actor loss"][^1].Length);
        Assert.All(together.Methods[0].Metrics["actor loss"][0], value => Assert.True(double.IsNaN(value)));
        Assert.Equal(20, together.Methods[1].Draws!.EffectiveSampleSize[0], 1e-9); // a tenth of 200 episodes of one step
    }

    [Fact]
    public void Rows_of_a_study_name_method_and_seed()
    {
        CellResult<Trial, TrialResult> one = TrialCases.Results((100, "old", [10, 20]))[0], other = TrialCases.Results((100, "newer", [1, 2]))[0];
        var together = one with
        {
            Cell = one.Cell with { Settings = one.Settings with { Methods = [.. one.Settings.Methods, .. other.Settings.Methods] } },
            Result = one.Result with { Methods = [.. one.Result.Methods, .. other.Result.Methods] },
        };
        TrainingStudy study = Study();
        ColumnTable table = study.ToTable(new(study, [together], []));
        var last = Enumerable.Range(0, table.RowCount).Where(row => Equals(table["methods.updates"][row], 20L))
            .Select(row => (table["methods"][row], table["seed"][row], table["methods.scores"][row]));
        Assert.Equal([("old", 1L, 10.0), ("old", 2L, 20.0), ("newer", 1L, 1.0), ("newer", 2L, 2.0)], last);
    }

    [Fact]
    public void What_cannot_be_trained_or_probed_is_named()
    {
        Trial own = new(s_data, TrialCases.Method("PPO") with { Agent = new ProximalPolicyOptions() }, TrialCases.Run);
        Assert.Contains("'PPO' learns from its own rollouts", Assert.Throws<ArgumentException>(() =>
            Study(own).Run(new("key", own, [1]), Context(1))).Message);
        Assert.Contains("'PPO'", Assert.Throws<ArgumentException>(() => Method.Published("PPO", new ProximalPolicyOptions())).Message);
        Trial probed = new(s_data, TrialCases.Method("BC"), TrialCases.Run with { Probes = [new OverestimationOptions(2)] });
        Assert.Contains("no critics", Assert.Throws<ArgumentException>(() =>
            Study(probed).Run(new("key", probed, [1]), Context(1))).Message);
    }

    /// <summary>Every method's options can be stored and read back, under a short name of its own.</summary>
    [Fact]
    public void Options_of_agents_are_values()
    {
        AgentOptions[] all =
        [
            new Td3BcOptions(), new A2prOptions(), new ImplicitQLearningOptions(), new AwacOptions(), new BehaviorCloningOptions(),
                new ProximalPolicyOptions(), new FamO2oOptions(), new FamO2oAwacOptions(), new FamO2oCqlOptions(), new MoorlOptions(),
                new BehaviorEnsembleOptions(),
            new DiscreteQLearningOptions { Constraint = new(), Exploration = new(0.9, 0.1, 5) },
            new SoftActorCriticOptions
            {
                Terms = [new ConservativeOptions { TargetGap = 0.8 }], ActorTerms = [new CloningOptions(2)],
                Encoder = new PixelEncoderOptions { Filters = 16 },
            },
        ];
        Assert.Equal(
            typeof(AgentOptions).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(AgentOptions)) && !t.IsAbstract).Select(t => t.Name)
                .Order(),
            all.Select(options => options.GetType().Name).Order());
        foreach (AgentOptions options in all)
        {
            string text = JsonSerializer.Serialize(options, StoreJson.Options);
            AgentOptions read = JsonSerializer.Deserialize<AgentOptions>(text, StoreJson.Options)!;
            Assert.Equal(options.GetType(), read.GetType());
            Assert.Equal(text, JsonSerializer.Serialize(read, StoreJson.Options));
        }
        Assert.Contains("\"kind\":\"conservative\"", JsonSerializer.Serialize(all[^1], StoreJson.Options));
        Assert.Contains("\"encoder\":{\"kind\":\"pixels\",\"channels\":9,\"filters\":16",
            JsonSerializer.Serialize(all[^1], StoreJson.Options));
    }
}
