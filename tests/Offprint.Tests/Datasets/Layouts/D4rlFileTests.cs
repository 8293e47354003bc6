using Offprint.Datasets.Layouts;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Files.Hdf5;
using Offprint.Numerics;
using Offprint.Tests.Files;

namespace Offprint.Tests.Datasets.Layouts;

public sealed class D4rlFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Sample(string name) => Path.Combine(ProjectFolders.Data, "samples", "d4rl", name);

    /// <summary>The rule by which the samples are made (data/samples/offline.py).</summary>
    private static void FollowsTheRule(OfflineDataset data)
    {
        for (int i = 0; i < data.Count; i++)
        {
            Assert.Equal(Enumerable.Range(0, data.Observations.Width).Select(j => i + j / 16f), data.Observations.Row(i).ToArray());
            Assert.Equal(Enumerable.Range(0, data.Actions.Width).Select(j => ((7 * i + 3 * j) % 17 - 8) / 8f),
                data.Actions.Row(i).ToArray());
            Assert.Equal(i / 4f, data.Rewards[i]);
            if (data.Next is { } next)
                Assert.Equal(i + 1 / 32f, next[i]);
        }
    }

    private static IEnumerable<(int, int, EpisodeEnd)> Ends(OfflineDataset data) => data.Episodes.Select(e => (e.Start, e.Length, e.End));

    [Fact]
    public void Version_2_is_read_with_all_its_fields()
    {
        OfflineDataset data = D4rlFile.Read(Sample("hopper-v2.hdf5"));
        FollowsTheRule(data);
        Assert.NotNull(data.Next);
        Assert.Equal([(0, 5, EpisodeEnd.Terminal), (5, 5, EpisodeEnd.Timeout), (10, 2, EpisodeEnd.Unfinished)], Ends(data));
        Assert.Equal([(0 + 1 + 2 + 3 + 4) / 4.0, (5 + 6 + 7 + 8 + 9) / 4.0, 21 / 4.0], data.Episodes.Select(e => e.Return));
        Assert.Equal(["infos/action_log_probs", "infos/qpos", "infos/qvel"], data.ExtraColumns);
        Assert.True(data.TryColumn("infos/qvel", out Column<float>? velocity));
        Assert.Equal((6, -22f), (velocity.Width, velocity[11]));
        Assert.True(data.TryColumn("infos/action_log_probs", out Column<float>? density));
        Assert.Equal((1, -11 / 8f), (density.Width, density[11]));
        Assert.Equal("SAC", data.Metadata.Texts["algorithm"]);
        Assert.Equal("relu", data.Metadata.Texts["policy/nonlinearity"]);
        Assert.Equal([7], data.Metadata.Arrays["iteration"].As<long>());
        Assert.Equal([2, 3], data.Metadata.Arrays["policy/fc0/weight"].Shape);
    }

    [Fact]
    public void Versions_without_timeouts_are_cut_at_the_horizon()
    {
        OfflineDataset data = D4rlFile.Read(Sample("hopper-v0.hdf5"), new() { DefaultHorizon = 3 });
        FollowsTheRule(data);
        Assert.Null(data.Next);
        // Three steps, then a terminal state after two, then three and three: the count starts again at every end.
        Assert.Equal([(0, 3, EpisodeEnd.Timeout), (3, 2, EpisodeEnd.Terminal), (5, 3, EpisodeEnd.Timeout), (8, 3, EpisodeEnd.Timeout),
            (11, 1, EpisodeEnd.Unfinished)], Ends(data));
        var spec = new EnvironmentSpec("Hopper", new BoxSpace(11), new BoxSpace(3, -1, 1), 5);
        Assert.Equal([5, 5, 2], D4rlFile.Read(Sample("hopper-v0.hdf5"), new() { Spec = spec }).Episodes.Select(e => e.Length));
        Assert.Equal([5, 7], D4rlFile.Read(Sample("hopper-v0.hdf5")).Episodes.Select(e => e.Length)); // 1000 steps by default
    }

    [Fact]
    public void Mixed_files_of_six_gzipped_keys_are_read()
    {
        OfflineDataset data = D4rlFile.Read(Sample("hopper-random-expert-0.1-v2.hdf5"));
        FollowsTheRule(data);
        Assert.Equal([(0, 5, EpisodeEnd.Terminal), (5, 5, EpisodeEnd.Timeout), (10, 2, EpisodeEnd.Unfinished)], Ends(data));
        Assert.Empty(data.ExtraColumns);
    }

    [Fact]
    public void Mazes_have_goals_and_episodes_that_end_where_the_position_jumps()
    {
        OfflineDataset stored = D4rlFile.Read(Sample("antmaze-v0.hdf5"));
        Assert.Equal([4, 8], stored.Episodes.Select(e => e.Length));
        OfflineDataset data = D4rlFile.Read(Sample("antmaze-v0.hdf5"), new() { Cuts = EpisodeCuts.PositionJumps });
        Assert.Equal([6, 6], data.Episodes.Select(e => e.Length));
        Assert.Equal(EpisodeEnd.Timeout, data.Episodes[0].End);
        Assert.True(data.TryColumn("infos/goal", out Column<float>? goal));
        Assert.Equal([3, 5], goal.Row(7).ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_is_read(bool compress)
    {
        OfflineDataset read = D4rlFile.Read(Sample("hopper-v2.hdf5"));
        var data = new OfflineDataset(new("Hopper", new BoxSpace(11), new BoxSpace(3, -2, 1.5f), 1000), read.Columns())
        {
            Name = "mine", Origin = "a test", RandomReturn = -20.25, ExpertReturn = 3234.3, Metadata = read.Metadata,
        };
        string path = _folder["out/a.hdf5"];
        D4rlFile.Write(path, data, compress);
        OfflineDataset again = D4rlFile.Read(path);
        FollowsTheRule(again);
        Assert.Equal(data.Episodes, again.Episodes);
        Assert.Equal(data.Spec.Action, again.Spec.Action);
        Assert.Equal(("Hopper", 1000), (again.Spec.Name, again.Spec.Horizon));
        Assert.Equal(("mine", "a test", -20.25, 3234.3), (again.Name, again.Origin, again.RandomReturn, again.ExpertReturn));
        Assert.Equal(data.Next!.Values, again.Next!.Values);
        Assert.Equal(data.ExtraColumns, again.ExtraColumns);
        Assert.Equal(read.Metadata.Texts.OrderBy(e => e.Key), again.Metadata.Texts.OrderBy(e => e.Key));
        Assert.Equal(read.Metadata.Arrays.Keys.Order(), again.Metadata.Arrays.Keys.Order());
        D4rlFile.Write(_folder["b.hdf5"], data, compress);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(_folder["b.hdf5"]));
        Assert.Equal(["a.hdf5"], Directory.GetFiles(_folder["out"]).Select(Path.GetFileName));
    }

    [Fact]
    public void H5py_reads_what_is_written()
    {
        H5py.SkipIfAbsent();
        OfflineDataset data = OfflineSamples.Hopper(50_000, new Seed(2)); // several chunks a column
        D4rlFile.Write(_folder["a.hdf5"], data, compress: true);
        string seen = H5py.Script("""
            f = h5py.File(sys.argv[1], "r")
            print([(k, f[k].dtype.str, f[k].shape) for k in ("observations", "actions", "rewards", "terminals", "timeouts", "next_observations")])
            print(repr(float(f["observations"][:].astype("f8").sum())), repr(float(f["next_observations"][-1, -1])), int(f["terminals"][:].sum()))
            """, _folder["a.hdf5"]);
        double sum = 0;
        foreach (float value in data.Observations.Values)
            sum += value;
        string[] lines = seen.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal("[('observations', '<f4', (50000, 11)), ('actions', '<f4', (50000, 3)), ('rewards', '<f4', (50000,)), " +
            "('terminals', '|b1', (50000,)), " +
            "('timeouts', '|b1', (50000,)), ('next_observations', '<f4', (50000, 11))]", lines[0]);
        string[] numbers = lines[1].Split(' ');
        Assert.Equal(sum, double.Parse(numbers[0], CultureInfo.InvariantCulture), 1e-6);
        Assert.Equal(data.Next!.Values[^1], float.Parse(numbers[1], CultureInfo.InvariantCulture));
        Assert.Equal(data.Terminals.Values.Count(true), int.Parse(numbers[2], CultureInfo.InvariantCulture));
    }

    public static TheoryData<string, object?, string> BadColumns() => new()
    {
        { "rewards", null, "has no key 'rewards'; D4RL's layout needs observations, actions, rewards, terminals" },
        { "rewards", new NumericArray([4], new[] { 0, 1, float.NaN, 3 }),
            "key 'rewards', row 2: NaN is not a finite number; drop its episode" },
        { "rewards", new NumericArray([3], new[] { 0f, 1, 2 }), "key 'rewards' has 3 rows, 'observations' has 4" },
        { "rewards", new NumericArray([2, 2], new[] { 0f, 1, 2, 3 }), "key 'rewards' has 2 rows" },
        { "rewards", "text", "key 'rewards' has shape [], not [N]" },
        { "terminals", new NumericArray([5], new bool[5]), "key 'terminals' has 5 rows, 'observations' has 4" },
        { "timeouts", new NumericArray([1], new bool[1]), "key 'timeouts' has 1 rows" },
        { "actions", new NumericArray([4, 1], new[] { 0, 1, 1.5f, 0 }),
            "key 'actions', row 2, value 0: 1.5 lies outside the action space [-1, 1]; load it with a spec" },
        { "actions", new NumericArray([4, 1], new[] { 0, 0, 0, float.NegativeInfinity }),
            "key 'actions', row 3: -Infinity is not a finite number" },
        { "observations", new NumericArray([4, 2], new[] { 0f, 0, 0, 0, 0, float.NaN, 0, 0 }), "key 'observations', row 2, value 1: NaN" },
        { "observations", new NumericArray([4, 1, 2], new float[8]), "key 'observations' has shape [4, 1, 2], not [N] or [N, width]" },
        { "observations", new NumericArray([0, 2], Array.Empty<float>()), "key 'terminals' has 4 rows" },
        { "next_observations", new NumericArray([4, 3], new float[12]),
            "key 'next_observations' has 3 values a row, the environment has 2" },
    };

    [Theory]
    [MemberData(nameof(BadColumns), DisableDiscoveryEnumeration = true)]
    public void Bad_columns_are_named_with_file_key_and_row(string key, object? value, string message)
    {
        var writer = new Hdf5Writer();
        var columns = new Dictionary<string, object?>
        {
            ["observations"] = new NumericArray([4, 2], new float[8]), ["actions"] = new NumericArray([4, 1], new float[4]),
            ["rewards"] = new NumericArray([4], new double[4]), ["terminals"] = new NumericArray([4], new byte[] { 0, 0, 0, 1 }),
            [key] = value,
        };
        foreach ((string name, object? column) in columns)
        {
            if (column is NumericArray array)
                writer.Add(name, array);
            else if (column is string text)
                writer.AddText(name, text);
        }
        string path = _folder["bad.hdf5"];
        writer.Save(path);
        string actual = Assert.Throws<InvalidDataException>(() => D4rlFile.Read(path)).Message;
        Assert.StartsWith($"'{path}'", actual, StringComparison.Ordinal);
        Assert.Contains(message, actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Further_columns_of_types_that_are_not_read_are_left_out_with_a_note_on_the_card()
    {
        H5py.SkipIfAbsent();
        H5py.Script("""
            f = h5py.File(sys.argv[1], "w")
            f["observations"], f["actions"], f["rewards"], f["terminals"] = np.zeros((4, 2)), np.zeros((4, 1), ">f4"), np.arange(4, dtype=">f8"), np.array([0, 0, 0, 1], "u1")
            f["infos/half"], f["infos/count"] = np.array([1.5, 2, 3, 4], "f2"), np.array([65535, 1, 2, 3], "u2")
            f["infos/complex"] = np.ones(4, "c8")
            f["infos/compound"] = np.zeros(4, [("x", "f4")])
            f["infos/opaque"] = np.zeros(4, "V3")
            f["infos/reference"] = np.array([f["rewards"].ref] * 4, h5py.ref_dtype)
            f["metadata/names"] = ["a", "b"]
            f["metadata/nothing"] = h5py.Empty("f8")
            f["metadata/empty"] = np.zeros((0,), "f8")
            f["metadata/algorithm"] = "SAC"
            f.close()
            """, _folder["a.hdf5"]);
        OfflineDataset data = D4rlFile.Read(_folder["a.hdf5"]);
        Assert.Equal([0f, 1, 2, 3], data.Rewards.Values.ToArray());
        Assert.Equal(["infos/count", "infos/half"], data.ExtraColumns);
        Assert.True(data.TryColumn("infos/count", out Column<float>? count) && data.TryColumn("infos/half", out Column<float>? half)
            && half[0] == 1.5f);
        Assert.Equal(65535, count[0]);
        Assert.Equal("SAC", data.Metadata.Texts["algorithm"]);
        Assert.Equal(["empty"], data.Metadata.Arrays.Keys);
        Assert.Equal(
        [
            "infos/complex holds compounds (complex numbers among them)", "infos/compound holds compounds (complex numbers among them)",
            "infos/opaque holds opaque bytes", "infos/reference holds references", "metadata/names holds a list of texts",
            "metadata/nothing holds nothing",
        ], data.LeftOut.Order(StringComparer.Ordinal));
        Assert.Contains(data.Describe().Facts, fact => fact.Name == "left out"
            && $"{fact.Value}".Contains("infos/opaque", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_environment_s_file_is_refused()
    {
        var spec = new EnvironmentSpec("Walker2d", new BoxSpace(17), new BoxSpace(6, -1, 1));
        Assert.Contains("key 'observations' has 11 values a row, the environment has 17",
            Assert.Throws<InvalidDataException>(() => D4rlFile.Read(Sample("hopper-v2.hdf5"), new() { Spec = spec })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_the_former_one()
    {
        OfflineDataset data = OfflineSamples.Counting((3, EpisodeEnd.Terminal));
        Directory.CreateDirectory(_folder["a.hdf5"]); // a folder stands where the file should go
        Assert.Throws<IOException>(() => D4rlFile.Write(_folder["a.hdf5"], data));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }
}
