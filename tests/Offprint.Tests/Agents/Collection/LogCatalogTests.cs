using Offprint.Agents.Collection;
using Offprint.Datasets.Layouts;
using Offprint.Datasets.Offline;
using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Tensors.Kernels;
using Offprint.Tests.Environments.MuJoCo;

namespace Offprint.Tests.Agents.Collection;

/// <summary>Where logs come from, and that a user's own files of D4RL are taken in their place.</summary>
public sealed class LogCatalogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("offprint-").FullName;
    private readonly string? _former = Environment.GetEnvironmentVariable(D4rlFolder.Variable);

    public LogCatalogTests() => Environment.SetEnvironmentVariable(D4rlFolder.Variable, Path.Combine(_folder, "d4rl"));

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(D4rlFolder.Variable, _former);
        Directory.Delete(_folder, recursive: true);
    }

    private static OfflineDataset Uniform(int rows)
    {
        using var environment = new Hopper();
        var random = new RandomStream(new Seed(2));
        float[] observations = new float[rows * 11], actions = new float[rows * 3];
        foreach (ref float value in observations.AsSpan())
            value = (float)random.NextUniform(-1, 1);
        foreach (ref float value in actions.AsSpan())
            value = (float)random.NextUniform(-1, 1);
        bool[] timeouts = new bool[rows];
        timeouts[^1] = true;
        return new(environment.Spec, new(new(observations, 11), new(actions, 3), new(new float[rows]), new(new bool[rows]), new(timeouts)));
    }

    [Fact]
    public void Files_of_version_2_are_found_under_D4rls_names_and_older_ones_named()
    {
        string own = Path.Combine(D4rlFolder.Path, "hopper_medium_replay-v2.hdf5");
        D4rlFile.Write(own, Uniform(20));
        D4rlFile.Write(Path.Combine(D4rlFolder.Path, "walker2d_medium-v0.hdf5"), Uniform(20));
        Assert.Equal((own, null), D4rlFolder.Find("hopper-medium-replay"));
        (string? file, string? note) = D4rlFolder.Find("walker2d-medium");
        Assert.Null(file);
        Assert.Contains("walker2d_medium-v0.hdf5", note);
        Assert.Contains("put walker2d_medium-v2.hdf5 beside it", note);
        Assert.Equal((null, null), D4rlFolder.Find("hopper-expert"));
    }

    [Fact]
    public void Only_a_recipe_of_D4rls_size_takes_the_users_file()
    {
        var full = new DatasetRecipe("hopper", DatasetLevel.MediumReplay) { Count = 402_000 };
        Assert.True(full.IsD4rlSize);
        Assert.False((full with { Count = 200_000 }).IsD4rlSize);
        Assert.False((full with { Training = full.Training with { Seed = 2 } }).IsD4rlSize);
        Assert.False(DatasetCollector.Contains(full, new Artifacts(_folder)));
        D4rlFile.Write(Path.Combine(D4rlFolder.Path, "hopper_medium_replay-v2.hdf5"), Uniform(20));
        Assert.True(DatasetCollector.Contains(full, new Artifacts(_folder)));
        Assert.False(DatasetCollector.Contains(full with { Count = 200_000 }, new Artifacts(_folder)));
    }

    [Fact]
    public void The_catalog_tells_what_is_there_and_what_it_takes()
    {
        MujocoTasks.Require();
        D4rlFile.Write(Path.Combine(D4rlFolder.Path, "hopper_expert-v2.hdf5"), Uniform(20));
        IReadOnlyList<LogOffer> offers = LogCatalog.Offers(["hopper"], new Artifacts(_folder));
        Assert.Equal(["hopper-random", "hopper-medium", "hopper-medium-replay", "hopper-expert", "hopper-medium-expert"],
            offers.Select(offer => offer.Recipe.Name));
        Assert.Equal("D4RL's own file", offers.Single(offer => offer.Recipe.Level == DatasetLevel.Expert).State);
        Assert.Equal("needs a training of hours", offers[0].State);
        // 11 + 11 + 3 + 1 + 1 + 12 numbers of 4 bytes, and 2 flags.
        Assert.Equal(158, offers[0].Megabytes, 1e-9);
        Assert.Contains("hopper-random", LogCatalog.Describe(offers).Tables[0].Rows.Select(row => row[0].Text));
    }

    /// <summary>What another MuJoCo or other mathematics would give: the slice that ships, with one reward's last bit turned.</summary>
    [Fact]
    public void A_log_of_other_bits_than_those_on_record_says_so_and_is_used()
    {
        DatasetRecipe recipe = new("hopper", DatasetLevel.Expert) { Count = LogChecksum.Rows };
        OfflineDataset data = DatasetCollector.Get(recipe, cancellation: TestContext.Current.CancellationToken);
        Assert.Null(LogChecksum.Note(recipe, data));
        float[] rewards = data.Rewards.Values.ToArray();
        rewards[7] = MathF.BitIncrement(rewards[7]);
        OfflineDataset other = data.With(data.Columns() with { Rewards = new(rewards) });
        Assert.Contains("not those on record", LogChecksum.Note(recipe, other));
        // Of other trainings nothing is on record, so that nothing can be said of them.
        Assert.Null(LogChecksum.Note(recipe with { Training = recipe.Training with { Seed = 2 } }, other));
        var artifacts = new Artifacts(_folder);
        string folder = artifacts.GetOrCreate(ArtifactKey.Of(recipe.Name, recipe, NetworkKernels.Version),
            made => D4rlFile.Write(Path.Combine(made, "data.hdf5"), other), TestContext.Current.CancellationToken);
        Assert.Contains("results on it agree within their intervals", DatasetCollector.Get(recipe, artifacts,
            cancellation: TestContext.Current.CancellationToken).Origin);
        // A file that was cut short is named.
        string file = Path.Combine(folder, "data.hdf5");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^1000]);
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => DatasetCollector.Get(recipe, artifacts,
            cancellation: TestContext.Current.CancellationToken)).Message);
    }

    [Fact]
    public void A_checksum_covers_every_bit_of_the_first_rows_and_nothing_else()
    {
        OfflineDataset data = Uniform(LogChecksum.Rows + 5);
        string checksum = LogChecksum.Of(data);
        Assert.Equal(checksum, LogChecksum.Of(Uniform(LogChecksum.Rows + 5)));
        Assert.Equal(checksum, LogChecksum.Of(Changed(LogChecksum.Rows)));
        Assert.NotEqual(checksum, LogChecksum.Of(Changed(LogChecksum.Rows - 1)));
        Assert.Throws<ArgumentException>(() => LogChecksum.Of(Uniform(20)));

        OfflineDataset Changed(int row)
        {
            float[] rewards = new float[data.Count];
            rewards[row] = BitConverter.UInt32BitsToSingle(1);
            return data.With(data.Columns() with { Rewards = new(rewards) });
        }
    }
}
