using Offprint.Agents.Collection;
using Offprint.Datasets.Offline;
using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Tests.Environments.MuJoCo;

namespace Offprint.Tests.Agents.Collection;

/// <summary>The behaviors that ship, and that logs recomputed from them have the bits on record.</summary>
public sealed class ShippedBehaviorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("offprint-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A cache with a task's trainings and no log.</summary>
    private Artifacts TrainingsAlone(string task)
    {
        string shipped = Path.Combine(ProjectFolders.Data, "artifacts");
        foreach (string folder in Directory.GetDirectories(shipped, $"behavior-{task}-*"))
        {
            string copy = Directory.CreateDirectory(Path.Combine(_folder, Path.GetFileName(folder))).FullName;
            foreach (string file in Directory.GetFiles(folder))
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }
        return new(_folder);
    }

    /// <summary>
    /// libtorch's elementary functions round differently on processors of different makers. The bits on record are those of the log that
    /// ships; elsewhere a log begins alike to rounding, and its card says that its bits are others.
    /// </summary>
    [Theory]
    [InlineData("hopper", DatasetLevel.Random)]
    [InlineData("hopper", DatasetLevel.Medium)]
    [InlineData("hopper", DatasetLevel.Expert)]
    [InlineData("halfcheetah", DatasetLevel.Medium)]
    public void Logs_recomputed_from_a_behavior_have_the_checksum_on_record(string task, DatasetLevel level)
    {
        MujocoTasks.Require();
        DatasetRecipe recipe = new(task, level) { Count = LogChecksum.Rows };
        Artifacts artifacts = TrainingsAlone(task);
        Assert.True(artifacts.Contains(TrainedBehavior.KeyOf(recipe.Training)), $"The behavior of {task} does not ship.");
        Assert.False(DatasetCollector.Contains(recipe, artifacts));
        OfflineDataset data = DatasetCollector.Get(recipe, artifacts, cancellation: TestContext.Current.CancellationToken);
        OfflineDataset slice = DatasetCollector.Get(recipe, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(LogChecksum.Recorded(recipe), LogChecksum.Of(slice));
        if (LogChecksum.Of(data) == LogChecksum.Recorded(recipe))
            return;
        const int Alike = 5; // steps in which a difference of the last bit has not grown yet
        foreach ((Column<float> recomputed, Column<float> shipped) in new[]
            { (data.Observations, slice.Observations), (data.Actions, slice.Actions), (data.Rewards, slice.Rewards) })
        {
            int values = Alike * recomputed.Width;
            Assert.All(recomputed.Values[..values].ToArray().Zip(shipped.Values[..values].ToArray()),
                pair => Assert.Equal(pair.Second, pair.First, 1e-4f));
        }
    }

    /// <summary>Logs of which no slice ships: where one that does has its bits, so have they.</summary>
    [Theory]
    [InlineData(DatasetLevel.Random)]
    [InlineData(DatasetLevel.Expert)]
    public void Logs_without_a_slice_have_the_checksum_on_record_where_the_other_has(DatasetLevel level)
    {
        MujocoTasks.Require();
        Artifacts artifacts = TrainingsAlone("halfcheetah");
        (OfflineDataset Data, string? Recorded) Made(DatasetLevel own)
        {
            DatasetRecipe recipe = new("halfcheetah", own) { Count = LogChecksum.Rows };
            return (DatasetCollector.Get(recipe, artifacts, cancellation: TestContext.Current.CancellationToken),
                LogChecksum.Recorded(recipe));
        }
        (OfflineDataset data, string? recorded) = Made(level);
        Assert.NotNull(recorded);
        (OfflineDataset medium, string? known) = Made(DatasetLevel.Medium);
        Assert.SkipUnless(LogChecksum.Of(medium) == known, "This processor's elementary functions round otherwise.");
        Assert.Equal(recorded, LogChecksum.Of(data));
    }

    /// <summary>Of a replay the steps that the checksum covers are played again, not all 402,000 or 202,000.</summary>
    [Theory]
    [InlineData("hopper")]
    [InlineData("halfcheetah")]
    public void A_replay_begins_with_the_bits_on_record(string task)
    {
        MujocoTasks.Require();
        DatasetRecipe recipe = new(task, DatasetLevel.MediumReplay) { Count = D4rlLog.Of(task, DatasetLevel.MediumReplay).Rows };
        string file = Directory.GetFiles(Path.Combine(ProjectFolders.Data, "artifacts"), "steps.npz", SearchOption.AllDirectories)
            .Single(path => Path.GetFileName(Path.GetDirectoryName(path)!).StartsWith($"behavior-{task}-", StringComparison.Ordinal));
        RecordedSteps steps = RecordedSteps.Read(file);
        Assert.Equal(recipe.Training.Steps, steps.Rows);
        int episodes = 1, rows = steps.Lengths[0];
        while (rows < LogChecksum.Rows)
            rows += steps.Lengths[episodes++];
        OfflineDataset data = (steps with { Actions = steps.Actions[..(rows * steps.Width)], Lengths = steps.Lengths[..episodes] })
            .Replay(() => Locomotion.Create(task), recipe.Training.Root, null, TestContext.Current.CancellationToken);
        Assert.Equal(LogChecksum.Recorded(recipe), LogChecksum.Of(data));
    }

    [Theory]
    [InlineData("hopper", 3000)]
    [InlineData("halfcheetah", 9000)]
    public void A_behavior_has_a_learning_curve_and_its_expert_comes_near_D4RLs(string task, double expert)
    {
        BehaviorSummary summary = TrainedBehavior.Get(new(task), TrainingsAlone(task),
            cancellation: TestContext.Current.CancellationToken).Summary;
        Assert.Equal(101, summary.Evaluations.Count); // each 5000 of 500,000 steps, and one before them
        Assert.True(summary.ExpertReturn > expert);
        Assert.True(summary.MediumStep < summary.ExpertStep);
    }
}
