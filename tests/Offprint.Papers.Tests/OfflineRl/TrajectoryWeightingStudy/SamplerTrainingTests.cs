using Offprint.Agents.Collection;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Datasets.Offline;
using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

namespace Offprint.Papers.Tests.OfflineRl.TrajectoryWeightingStudy;

public sealed class SamplerTrainingTests
{
    private static readonly MixedLog s_log = new("hopper", DatasetLevel.Expert, 0.1, 1500, 1500);
    private static readonly Lazy<OfflineDataset> s_untrained = new(() => Play(1)), s_other = new(() => Play(2));

    /// <summary>What an untrained policy does in Hopper.</summary>
    private static OfflineDataset Play(ulong seed)
    {
        using Locomotion environment = Locomotion.Create("hopper");
        using var agent = new SoftActorCritic(environment.Spec, [new Seed(seed)], new() { Policy = new() { Hidden = [8] }, Critics = new() { Hidden = [8] } });
        OfflineDataset data = PolicyLog.Collect(agent.Policy, () => Locomotion.Create("hopper"), 1500, ActMode.Explore, new Seed(seed));
        return new(data.Spec, data.Columns()) { Name = "untrained", RandomReturn = 0, ExpertReturn = 200 };
    }

    private static double[] Train(Backbone backbone, OfflineDataset data, params SamplerSpec[] samplers)
    {
        var settings = new SamplerSettings(s_log, backbone, samplers, new(20, 8, 16, 1e-3, 2));
        return SamplerTraining.Returns(settings, data, [.. samplers.Select(sampler => sampler.Weigh(data))], new Seed(3), new([], Artifacts.Default, null, CancellationToken.None));
    }

    /// <summary>Members share everything but their sampler: equal samplers give equal policies, and the same run the same bits.</summary>
    [Theory]
    [InlineData(Backbone.Cloning)]
    [InlineData(Backbone.Td3Bc)]
    [InlineData(Backbone.Iql)]
    [InlineData(Backbone.Cql)]
    public void Members_differ_by_their_sampler_alone(Backbone backbone)
    {
        SamplerSpec[] samplers = [new(SamplerSpec.Advantage), new(SamplerSpec.Uniform), new(SamplerSpec.Advantage), new(SamplerSpec.Advantage, double.PositiveInfinity)];
        double[] returns = Train(backbone, s_untrained.Value, samplers);
        Assert.Equal(returns[0], returns[2]);
        Assert.Equal(returns[1], returns[3]); // infinitely hot is uniform
        Assert.NotEqual(returns[0], returns[1]);
        Assert.Equal(returns, Train(backbone, s_untrained.Value, samplers));
    }

    [Fact]
    public void Masses_are_those_of_the_rows()
    {
        OfflineDataset mixed = DatasetMixer.Mix(s_other.Value, s_untrained.Value, 0.25, 2000, new Seed(1));
        Assert.All(SamplerStudy.MassByReturn(mixed, new SamplerSpec(SamplerSpec.Uniform).Weigh(mixed)), mass => Assert.Equal(0.1, mass, 1e-3));
        Assert.Equal(0.25, MixedLog.GoodMass(mixed, new SamplerSpec(SamplerSpec.Uniform).Weigh(mixed)), 0.02);
        double[] best = SamplerStudy.MassByReturn(mixed, new SamplerSpec(SamplerSpec.TopTenth).Weigh(mixed));
        Assert.Equal(1, best.Sum(), 1e-3);
        Assert.Equal(0, best[..4].Sum());
        Assert.Equal(1, MixedLog.GoodMass(s_other.Value, new SamplerSpec(SamplerSpec.Return).Weigh(s_other.Value)));

        LogSummary summary = LogSummary.Of(mixed);
        Assert.Equal((mixed.Count, mixed.Episodes.Count), (summary.Rows, summary.Episodes));
        Assert.Equal(mixed.Episodes.Count, summary.Histogram.Sum());
        Assert.Equal(mixed.Returns().Mean / 2, summary.Mean, 0.01); // a return of 200 scores 100
        Assert.Equal(Math.Sqrt(mixed.Returns().PositiveSidedVariance) / 2, summary.Spread, 0.01);
    }

    [Fact]
    public void Logs_have_names_and_unknown_samplers_and_tasks_are_refused()
    {
        Assert.Equal("hopper-random-expert-10", s_log.Name);
        Assert.Equal("hopper-random-medium-1", (s_log with { Level = DatasetLevel.Medium, Share = 0.01 }).Name);
        Assert.Equal("walker2d-medium-replay", new MixedLog("walker2d", DatasetLevel.MediumReplay, 1, 10, 10).Name);
        using (var noisy = (s_log with { ActionNoise = 0.2 }).Environment())
            Assert.IsType<Offprint.Environments.ActionNoise>(noisy);
        Assert.Contains("There is: uniform, top 10 %, RW, AW", Assert.Throws<ArgumentException>(() => new SamplerSpec("best").Weigh(s_untrained.Value)).Message);
        Assert.Contains("no task 'crawler'", Assert.Throws<ArgumentException>(() => (s_log with { Task = "crawler" }).Environment()).Message);
    }

    /// <summary>Shipped data only: seconds.</summary>
    [Fact]
    public void The_smoke_profile_trains_on_what_ships()
    {
        var cell = new BackboneStudy().Cells(Profile.Smoke)[0];
        foreach (DatasetLevel level in (DatasetLevel[])[DatasetLevel.Random, DatasetLevel.Expert])
            Assert.SkipUnless(DatasetCollector.Contains(new("hopper", level) { Count = cell.Settings.Data.SourceRows }), "The small data sets are not there. Remedy: git restore data/artifacts, or ./offprint collect hopper.");
        SamplerResult result = new BackboneStudy().Run(
            cell with { Settings = cell.Settings with { Size = cell.Settings.Size with { Updates = 50 } } }, new([1], Artifacts.Default, null, CancellationToken.None));
        Assert.Equal([SamplerSpec.Uniform, SamplerSpec.Advantage], result.Runs.Select(run => run.Sampler.Name));
        Assert.Equal(0.1, result.Of(SamplerSpec.Uniform).GoodMass[0], 0.05);
        Assert.True(result.Of(SamplerSpec.Advantage).GoodMass[0] > 0.9);
        Assert.Throws<MissingResultsException>(() => result.Of(SamplerSpec.TopTenth));
    }
}
