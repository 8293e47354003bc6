using Offprint.Agents.Collection;
using Offprint.Datasets.Offline;
using Offprint.Experiments;
using Offprint.Tests.Environments.MuJoCo;
using Offprint.Tests.Files;

namespace Offprint.Tests.Agents.Collection;

public sealed class DatasetCollectorTests : IDisposable
{
    private static readonly BehaviorTraining s_training = new("hopper")
    {
        Steps = 600, Hidden = [8], BatchSize = 8, RandomSteps = 100, EvaluateEvery = 200, EvaluationEpisodes = 2,
    };

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"offprint-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private Artifacts Cache(string name = "cache") => new(Path.Combine(_folder, name));

    [Fact]
    public void Every_level_is_collected_with_the_returns_of_random_and_expert()
    {
        MujocoTasks.Require();
        Artifacts cache = Cache();
        List<string> stages = [];
        var data = Enum.GetValues<DatasetLevel>().ToDictionary(level => level,
            level => DatasetCollector.Get(new(s_training, level) { Count = 300 }, cache, (stage, _) =>
                stages.Add(stage), TestContext.Current.CancellationToken));
        TrainedBehavior behavior = TrainedBehavior.Get(s_training, cache, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([0, 200, 400, 600], behavior.Summary.Evaluations.Select(e => e.Step));
        Assert.Equal(behavior.Summary.ExpertStep, behavior.Summary.Evaluations.MaxBy(e => e.Return)!.Step);
        Assert.True(behavior.Summary.MediumStep <= behavior.Summary.ExpertStep);
        foreach ((DatasetLevel level, OfflineDataset set) in data)
        {
            Assert.Equal((behavior.Summary.RandomReturn, behavior.Summary.ExpertReturn), (set.RandomReturn, set.ExpertReturn));
            Assert.NotEqual(EpisodeEnd.Unfinished, set.Episodes[^1].End);
            Assert.StartsWith("hopper-", set.Name, StringComparison.Ordinal);
            if (level is DatasetLevel.MediumReplay or DatasetLevel.FullReplay)
                Assert.InRange(set.Count, 1, 600);
            else
                Assert.InRange(set.Count, 300, 300 + 1000);
        }
        Assert.Contains("training hopper", stages);
        Assert.Contains("logging hopper-expert", stages);
        OfflineDataset replay = behavior.Replay(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(600, replay.Count);
        Assert.True(replay.Episodes[0].Length >= 1 && replay.Next!.Row(0).SequenceEqual(replay.Observations.Row(1)));
    }

    [Fact]
    public void A_stopped_collection_goes_on_to_the_same_bits()
    {
        MujocoTasks.Require();
        var recipe = new DatasetRecipe(s_training, DatasetLevel.FullReplay) { Count = 400 };
        OfflineDataset whole = DatasetCollector.Get(recipe, Cache("whole"), cancellation: TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            DatasetCollector.Get(recipe, Cache(), (_, share) => { if (share > 0.6) stop.Cancel(); }, stop.Token));
        Assert.False(DatasetCollector.Contains(recipe, Cache()));
        OfflineDataset resumed = DatasetCollector.Get(recipe, Cache(), cancellation: TestContext.Current.CancellationToken);
        Assert.True(DatasetCollector.Contains(recipe, Cache()));
        Assert.Equal(whole.Observations.Values.ToArray(), resumed.Observations.Values.ToArray());
        Assert.Equal(whole.Actions.Values.ToArray(), resumed.Actions.Values.ToArray());
        Assert.Equal((whole.RandomReturn, whole.ExpertReturn), (resumed.RandomReturn, resumed.ExpertReturn));
    }

    [Fact]
    public void A_collection_that_is_killed_before_any_step_with_a_file_goes_on_to_the_same_bits()
    {
        MujocoTasks.Require();
        var recipe = new DatasetRecipe(s_training with { Steps = 60, RandomSteps = 50, EvaluateEvery = 30, EvaluationEpisodes = 1 },
            DatasetLevel.FullReplay) { Count = 60 };
        OfflineDataset whole = Collect("whole");
        KilledProcess.BeforeEachStep(() => Collect("killed"), step =>
        {
            OfflineDataset resumed = Collect("killed");
            Assert.Equal(whole.Observations.Values.ToArray(), resumed.Observations.Values.ToArray());
            Assert.Equal(whole.Actions.Values.ToArray(), resumed.Actions.Values.ToArray());
            Assert.Equal((whole.RandomReturn, whole.ExpertReturn, step), (resumed.RandomReturn, resumed.ExpertReturn, step));
            Assert.Equal(Files("whole"), Files("killed"));
            Directory.Delete(Path.Combine(_folder, "killed"), recursive: true);
        });

        OfflineDataset Collect(string cache) =>
            DatasetCollector.Get(recipe, Cache(cache), cancellation: TestContext.Current.CancellationToken);

        // Whatever is left over is counted: checkpoints, files to resume from. Half-written ones are swept when their process is gone; this
        // one is not.
        string[] Files(string cache) => [.. Directory.GetFiles(Path.Combine(_folder, cache), "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".tmp", StringComparison.Ordinal))
                .Select(file => Path.GetRelativePath(Path.Combine(_folder, cache), file)).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void A_torn_list_of_evaluations_is_made_anew()
    {
        MujocoTasks.Require();
        var training = s_training with { Steps = 60, RandomSteps = 50, EvaluateEvery = 30, EvaluationEpisodes = 1 };
        var key = TrainedBehavior.KeyOf(training);
        string partial = Path.Combine(_folder, "cache", key.Folder + ".partial");
        Directory.CreateDirectory(partial);
        File.WriteAllText(Path.Combine(partial, "evaluations.json"), "[{\"step\":0,\"ret");
        Assert.Equal([0, 30, 60], TrainedBehavior.Get(training, Cache()).Summary.Evaluations.Select(e => e.Step));
    }

    [Theory]
    [InlineData(DatasetLevel.Random, 0, 30)]
    [InlineData(DatasetLevel.Medium, 500, 2000)]
    [InlineData(DatasetLevel.MediumReplay, 20, 500)]
    [InlineData(DatasetLevel.Expert, 2500, 3300)]
    public void Slices_of_the_logs_of_hopper_ship(DatasetLevel level, double least, double most) =>
        Ships(new("hopper", level) { Count = 10_000 }, least, most);

    [Theory]
    [InlineData("halfcheetah", DatasetLevel.Medium, 2500, 4000)]
    public void A_slice_of_another_task_ships(string task, DatasetLevel level, double least, double most) =>
        Ships(new(task, level) { Count = 10_000 }, least, most);

    [Theory]
    [InlineData("hopper", DatasetLevel.Random, 0, 30)]
    [InlineData("hopper", DatasetLevel.Medium, 500, 2000)]
    [InlineData("hopper", DatasetLevel.MediumReplay, 50, 300)]
    [InlineData("halfcheetah", DatasetLevel.MediumReplay, 0, 1000)]
    public void Small_data_sets_ship(string task, DatasetLevel level, double least, double most) =>
        Ships(DatasetRecipe.Small(task, level) with { Count = 10_000 }, least, most);

    private static void Ships(DatasetRecipe recipe, double least, double most)
    {
        Assert.True(DatasetCollector.Contains(recipe), "The recipe of a shipped data set has changed: collect it anew.");
        OfflineDataset data = DatasetCollector.Get(recipe, cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(data.Returns().Mean, least, most);
        Assert.InRange(data.Count, 9500, 11_000);
        Assert.True(data.ExpertReturn > 3000 && data.RandomReturn < 20);
    }

    [Fact]
    public void An_unknown_task_is_refused_with_the_known_ones()
    {
        var e = Assert.Throws<ArgumentException>(() => DatasetCollector.Get(new("humanoid", DatasetLevel.Random), Cache()));
        Assert.Contains("hopper, halfcheetah", e.Message);
    }
}
