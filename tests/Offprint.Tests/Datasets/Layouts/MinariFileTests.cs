using Offprint.Datasets.Layouts;
using Offprint.Datasets.Offline;
using Offprint.Files;
using Offprint.Files.Hdf5;
using Offprint.Tests.Files;

namespace Offprint.Tests.Datasets.Layouts;

public sealed class MinariFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Sample(string name) => Path.Combine(ProjectFolders.Data, "samples", "minari", name);

    [Fact]
    public void Episodes_are_read_with_their_last_observation()
    {
        OfflineDataset data = MinariFile.Read(Sample("pen-human-v0.hdf5"));
        Assert.Equal([(0, 4, EpisodeEnd.Terminal), (4, 3, EpisodeEnd.Timeout)], data.Episodes.Select(e => (e.Start, e.Length, e.End)));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], Enumerable.Range(0, 7).Select(i => data.Observations[i]));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], Enumerable.Range(0, 7).Select(i => data.Next![i]));
        Assert.Equal([6, 6 + 1 / 16f, 6 + 2 / 16f, 6 + 3 / 16f, 6 + 4 / 16f], data.Observations.Row(6).ToArray());
        Assert.Equal(6 / 4f, data.Rewards[6]);
        Assert.Equal(["infos/qpos"], data.ExtraColumns);
        Assert.Equal("pen-human-v0", data.Name);
        Assert.Equal((2.0, "0.4.3"), (MinariFile.ReadHeader(Sample("pen-human-v0.hdf5")).Attributes["total_episodes"],
            MinariFile.ReadHeader(Sample("pen-human-v0.hdf5")).Attributes["minari_version"]));
    }

    [Fact]
    public void Dictionary_observations_are_flattened_and_goals_kept()
    {
        string path = Sample("pointmaze-v0.hdf5");
        OfflineDataset data = MinariFile.Read(path);
        MinariHeader header = MinariFile.ReadHeader(path);
        Assert.Equal([("achieved_goal", 2), ("desired_goal", 2), ("observation", 4)], header.ObservationParts);
        Assert.Equal(Enumerable.Range(0, 8).Select(j => 4 + j / 16f), data.Observations.Row(4).ToArray());
        Assert.True(data.TryColumn("infos/goal", out Column<float>? goal));
        Assert.Equal([4 + 2 / 16f, 4 + 3 / 16f], goal.Row(4).ToArray());
        Assert.Equal(EpisodeEnd.Timeout, data.Episodes[1].End); // stopped by hand, without a flag
    }

    [Theory]
    [InlineData("pen-human-v0.hdf5")]
    [InlineData("pointmaze-v0.hdf5")]
    public void What_is_written_is_read(string name)
    {
        OfflineDataset data = MinariFile.Read(Sample(name));
        MinariFile.Write(_folder[name], data, MinariFile.ReadHeader(Sample(name)));
        OfflineDataset again = MinariFile.Read(_folder[name]);
        Assert.Equal(data.Episodes, again.Episodes);
        Assert.Equal(data.Observations.Values, again.Observations.Values);
        Assert.Equal(data.Next!.Values, again.Next!.Values);
        Assert.Equal(data.Actions.Values, again.Actions.Values);
        Assert.Equal(data.ExtraColumns, again.ExtraColumns);
        Assert.Equal(MinariFile.ReadHeader(Sample(name)).ObservationParts, MinariFile.ReadHeader(_folder[name]).ObservationParts);
        if (name.StartsWith("pen", StringComparison.Ordinal))
        {
            H5py.SkipIfAbsent();
            Assert.Equal("['episode_0', 'episode_1'] (4, 5) [False, False, False, True] 2 7 3 pen-human-v0", H5py.Script("""
                f = h5py.File(sys.argv[1], "r")
                e = f["episode_1"]
                print(sorted(f), e["observations"].shape, f["episode_0/terminations"][:].tolist(), f.attrs["total_episodes"], f.attrs["total_steps"],
                      e.attrs["total_steps"], f.attrs["dataset_id"])
                """, _folder[name]));
        }
    }

    [Fact]
    public void A_misshapen_episode_is_named()
    {
        string Message(Action<Hdf5Writer> bend, string? without = null)
        {
            var writer = new Hdf5Writer();
            void Add(string key, NumericArray array) { if (key != without) writer.Add("episode_0/" + key, array); }
            Add("observations", new NumericArray([3, 1], new float[3]));
            Add("actions", new NumericArray([2, 1], new float[2]));
            Add("rewards", new NumericArray([2], new float[2]));
            Add("terminations", new NumericArray([2], new[] { false, true }));
            Add("truncations", new NumericArray([2], new bool[2]));
            bend(writer);
            writer.Save(_folder["bad.hdf5"]);
            string message = Assert.Throws<InvalidDataException>(() => MinariFile.Read(_folder["bad.hdf5"])).Message;
            Assert.StartsWith($"'{_folder["bad.hdf5"]}'", message, StringComparison.Ordinal);
            return message;
        }
        Assert.Contains("no key 'episode_0/rewards'", Message(_ => { }, "rewards"), StringComparison.Ordinal);
        Assert.Contains("no key 'episode_0/observations', neither", Message(_ => { }, "observations"), StringComparison.Ordinal);
        Assert.Contains("needs 3 rows", Message(w => w.Add("episode_0/observations", new NumericArray([2, 1], new float[2])),
            "observations"), StringComparison.Ordinal);
        Assert.Contains("row 0: the episode ends there, yet 1 steps follow",
            Message(w => w.Add("episode_0/terminations", new NumericArray([2], new[] { true, true })), "terminations"),
            StringComparison.Ordinal);
        Assert.Contains("'total_steps' says 9, the file has 2", Message(w => w.SetAttribute("", "total_steps", 9L)),
            StringComparison.Ordinal);
        Assert.Contains("key 'rewards', row 1: NaN", Message(w =>
            w.Add("episode_0/rewards", new NumericArray([2], new[] { 0, float.NaN })), "rewards"), StringComparison.Ordinal);
        var other = new Hdf5Writer();
        other.Add("observations", new NumericArray([1], new float[1]));
        other.Save(_folder["d4rl.hdf5"]);
        Assert.Contains("D4rlFile", Assert.Throws<InvalidDataException>(() => MinariFile.Read(_folder["d4rl.hdf5"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_nested_spaces_come_in_gymnasium_s_order()
    {
        // Gymnasium 1.0 flattens Tuple by place and Dict by sorted key, level by level: robot (all of it) before robot-state, place 2
        // before 10.
        string[] expected = [.. Enumerable.Range(0, 12).Select(i => $"a/_index_{i}"), "robot/arm", "robot/leg", "robot-state", "robot2"];
        var writer = new Hdf5Writer();
        foreach (string part in expected.Reverse())
            writer.Add($"episode_0/observations/{part}", new NumericArray([2, 1], new float[] { Array.IndexOf(expected, part), 0 }));
        foreach (int place in new[] { 10, 9, 2, 1, 0 })
            writer.Add($"episode_0/actions/_index_{place}", new NumericArray([1, 1], new float[] { place }));
        writer.Add("episode_0/rewards", new NumericArray([1], new float[1]));
        writer.Add("episode_0/terminations", new NumericArray([1], new[] { true }));
        writer.Add("episode_0/truncations", new NumericArray([1], new bool[1]));
        writer.Save(_folder["a.hdf5"]);
        OfflineDataset data = MinariFile.Read(_folder["a.hdf5"]);
        Assert.Equal(expected, MinariFile.ReadHeader(_folder["a.hdf5"]).ObservationParts.Select(part => part.Name));
        Assert.Equal(Enumerable.Range(0, expected.Length).Select(i => (float)i), data.Observations.Row(0).ToArray());
        Assert.Equal([0f, 1, 2, 9, 10], data.Actions.Row(0).ToArray());
    }

    [Fact]
    public void Images_of_variable_length_become_their_pixels()
    {
        // 2 × 2 pixels of red, green and blue: 10 k, 1, 2, 3, 4, 5 and 250 … 254, 255 − k, written with Python's zlib.
        H5py.SkipIfAbsent();
        H5py.Script("""
            import base64
            images = [base64.b64decode(x) for x in sys.argv[2:]]
            f = h5py.File(sys.argv[1], "w")
            e = f.create_group("episode_0")
            o = e.create_dataset("observations/image", (3,), dtype=h5py.vlen_dtype(np.uint8))
            for i, x in enumerate(images): o[i] = np.frombuffer(x, np.uint8)
            e["observations/position"] = np.array([[7.], [8.], [9.]])
            e["actions"], e["rewards"], e["terminations"], e["truncations"] = np.zeros((2, 1)), np.zeros(2), np.array([False, True]), np.array([False, False])
            e["infos/raw"] = np.array([1j, 2j])
            f.close()
            """, [_folder["a.hdf5"], .. s_images]);
        OfflineDataset data = MinariFile.Read(_folder["a.hdf5"]);
        Assert.Equal([("image", 12), ("position", 1)], MinariFile.ReadHeader(_folder["a.hdf5"]).ObservationParts);
        Assert.Equal([10f, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 254, 8], data.Observations.Row(1).ToArray());
        Assert.Equal([20f, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 253, 9], data.Next!.Row(1).ToArray());
        Assert.Equal(["infos/raw holds compounds (complex numbers among them)"], data.LeftOut);

        H5py.Script("""
            f = h5py.File(sys.argv[1], "r+")
            f["episode_0/observations/image"][1] = np.arange(9, dtype="u1")
            f.close()
            """, _folder["a.hdf5"]);
        string message = Assert.Throws<InvalidDataException>(() => MinariFile.Read(_folder["a.hdf5"])).Message;
        Assert.Contains("key 'episode_0/observations/image', row 1 holds bytes that begin with 0x00010203: neither PNG nor JPEG", message,
            StringComparison.Ordinal);
    }

    private static readonly string[] s_images =
    [
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR42mNgYGRiZmFl+PX7z99//wEVPwX7wtDgxAAAAABJRU5ErkJggg==",
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR42mPgYmRiZmFl+PX7z99//wAVwAYE2MLyBAAAAABJRU5ErkJggg==",
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR42mMQYWRiZmFl+PX7z99/fwEWQQYNeNUNlQAAAABJRU5ErkJggg==",
    ];

    [Fact]
    public void Data_without_successors_cannot_be_written() =>
        Assert.Contains("stores no next observations", Assert.Throws<ArgumentException>(() =>
            MinariFile.Write(_folder["a.hdf5"], OfflineSamples.WithoutNext(OfflineSamples.Counting((2, EpisodeEnd.Terminal))))).Message,
                StringComparison.Ordinal);
}
