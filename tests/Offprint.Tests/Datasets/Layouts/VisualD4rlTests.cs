using System.IO.Compression;
using Offprint.Datasets.Frames;
using Offprint.Datasets.Layouts;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Files.Hdf5;
using Offprint.Tests.Datasets.Frames;

namespace Offprint.Tests.Datasets.Layouts;

public sealed class VisualD4rlTests : IDisposable
{
    private const string Whole = "20220101T000000-0a1b-3.npz";

    private static readonly FrameDataset s_log = FrameSamples.Random(
        (4, EpisodeEnd.Timeout), (3, EpisodeEnd.Terminal), (2, EpisodeEnd.Unfinished), (5, EpisodeEnd.Timeout));

    private readonly string _folder = Directory.CreateTempSubdirectory("offprint-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, InlineData(false), InlineData(true)]
    public void What_is_written_reads_back(bool shards)
    {
        string folder = Path.Combine(_folder, "cheetah");
        if (shards)
            VisualD4rlShards.Write(Path.Combine(folder, "0.hdf5"), s_log);
        else
            VisualD4rl.Write(folder, s_log);
        FrameDataset back = VisualD4rl.Read(folder);
        Assert.Equal("cheetah", back.Name);
        Assert.Equal(new BoxSpace(2, -1, 1), back.Action);
        Assert.Equal(s_log.Episodes.Select(e => (e.Shape, e.Steps, e.Return, e.End)),
            back.Episodes.Select(e => (e.Shape, e.Steps, e.Return, e.End)));
        foreach ((FrameEpisode own, FrameEpisode read) in s_log.Episodes.Zip(back.Episodes))
        {
            Assert.Equal(own.Frames, read.Frames);
            Assert.Equal(own.Actions.Values, read.Actions.Values);
            Assert.Equal(own.Rewards, read.Rewards);
        }
    }

    /// <summary>The same data give the same bytes, in files of V-D4RL's keys, shapes and types whose names end in T.</summary>
    [Fact]
    public void Files_have_the_layouts_keys_and_repeat()
    {
        VisualD4rl.Write(Path.Combine(_folder, "a"), s_log);
        VisualD4rl.Write(Path.Combine(_folder, "b"), s_log);
        string[] files = [.. Directory.GetFiles(Path.Combine(_folder, "a")).Order(StringComparer.Ordinal)];
        Assert.Equal(["000000-4.npz", "000001-3.npz", "000002-2.npz", "000003-5.npz"], files.Select(Path.GetFileName));
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(file.Replace("/a/", "/b/",
            StringComparison.Ordinal))));
        IReadOnlyDictionary<string, NumericArray> arrays = NpzFile.Read(files[1]);
        Assert.Equal(
            ["action Single [3, 2]", "discount Single [3]", "image Byte [3, 4, 3, 2]", "is_first Boolean [3]", "is_last Boolean [3]",
                "is_terminal Boolean [3]", "reward Single [3]"],
            arrays.OrderBy(array => array.Key, StringComparer.Ordinal).Select(array => $"{array.Key} {array.Value}"));
        Assert.Equal([1, 1, 0], arrays["discount"].As<float>());
        byte[] image = arrays["image"].As<byte>();
        for (int t = 0; t < 3; t++) // red and green side by side there, one after the other here
        {
            for (int pixel = 0; pixel < 12; pixel++)
            {
                for (int c = 0; c < 2; c++)
                    Assert.Equal(s_log.Episodes[1].Frame(t)[c * 12 + pixel], image[(t * 12 + pixel) * 2 + c]);
            }
        }
        Assert.Contains("already holds .npz files",
            Assert.Throws<IOException>(() => VisualD4rl.Write(Path.Combine(_folder, "a"), s_log)).Message);
    }

    /// <summary>The action stands beside the frame that it led to.</summary>
    [Fact]
    public void A_step_leads_from_the_frame_before_its_row_to_that_of_its_row()
    {
        NpzFile.Write(Path.Combine(_folder, Whole), Raw());
        FrameEpisode episode = Assert.Single(VisualD4rl.Read(_folder).Episodes);
        Assert.Equal(new FrameShape(3, 1, 2), episode.Shape);
        Assert.Equal([6, 9, 7, 10, 8, 11], episode.Frame(1).ToArray()); // 6 … 11 pixel by pixel
        Assert.Equal([0.25f], episode.Actions.Row(1).ToArray());
        Assert.Equal(5 + 7, episode.Return);
        Assert.Equal(2, episode.Steps);
    }

    /// <summary>Files of older programs: the end is told by the discount, or not at all.</summary>
    [Theory]
    [InlineData(1, false, EpisodeEnd.Timeout)]
    [InlineData(0, false, EpisodeEnd.Terminal)]
    [InlineData(0, true, EpisodeEnd.Timeout)] // converted sets mark nothing as terminal
    public void Without_its_flag_a_discount_of_zero_is_terminal(float discount, bool flag, EpisodeEnd end)
    {
        Dictionary<string, NumericArray> arrays = Raw();
        arrays["discount"] = new([3], new[] { 0, 1, discount });
        if (!flag)
            arrays.Remove("is_terminal");
        NpzFile.Write(Path.Combine(_folder, Whole), arrays);
        Assert.Equal(end, VisualD4rl.Read(_folder).Episodes[0].End);
        foreach (string key in (string[])["is_first", "is_last"])
            arrays.Remove(key);
        NpzFile.Write(Path.Combine(_folder, Whole), arrays);
        Assert.Equal(end, VisualD4rl.Read(_folder).Episodes[0].End);
    }

    [Fact]
    public void Names_may_count_steps_and_order_the_episodes()
    {
        NpzFile.Write(Path.Combine(_folder, "20220102T000000-aa-2.npz"), Raw());
        Dictionary<string, NumericArray> first = Raw();
        first["reward"] = new([3], new[] { 0.0, 1, 1 }); // float64
        first["is_first"] = new([3], new byte[] { 1, 0, 0 });
        NpzFile.Write(Path.Combine(_folder, "20220101T000000-zz-3.npz"), first);
        File.WriteAllText(Path.Combine(_folder, "readme.txt"), "of no interest");
        Assert.Equal([2, 12], VisualD4rl.Read(_folder).Episodes.Select(episode => episode.Return));
    }

    [Fact]
    public void What_is_wrong_with_an_episode_is_named()
    {
        string Message(string name, NumericArray? array, string file = Whole)
        {
            Dictionary<string, NumericArray> arrays = Raw();
            if (array is null)
                arrays.Remove(name);
            else
                arrays[name] = array;
            string path = Path.Combine(_folder, file);
            NpzFile.Write(path, arrays);
            string message = Assert.Throws<InvalidDataException>(() => VisualD4rl.Read(_folder)).Message;
            File.Delete(path);
            Assert.Contains($"'{path}'", message, StringComparison.Ordinal);
            return message;
        }
        Assert.Contains("has no 'image'", Message("image", null));
        Assert.Contains("it has action, discount, image", Message("reward", null));
        Assert.Contains("key 'image' is Single [3, 1, 2, 3]", Message("image", new([3, 1, 2, 3], new float[18])));
        Assert.Contains("key 'image' is Byte [3, 6]", Message("image", new([3, 6], new byte[18])));
        Assert.Contains("key 'action' is Single [2, 1]; [T, A] with T = 3", Message("action", new([2, 1], new float[2])));
        Assert.Contains("key 'action' is Single [3]", Message("action", new([3], new float[3])));
        Assert.Contains("key 'reward' is Single [4]; [T] with T = 3", Message("reward", new([4], new float[4])));
        Assert.Contains("key 'reward' is Int64 [3]; float32 or float64", Message("reward", new([3], new long[3])));
        Assert.Contains("key 'reward', row 2: NaN", Message("reward", new([3], new[] { 0, 1, float.NaN })));
        Assert.Contains("key 'action', row 1, value 0: 1.5", Message("action", new([3, 1], new[] { 0, 1.5f, 0 })));
        Assert.Contains("key 'discount' of shape [3], row 1: 0.99", Message("discount", new([3], new[] { 0, 0.99f, 1 })));
        Assert.Contains("key 'is_first' of shape [3] marks row 1", Message("is_first", new([3], new[] { true, true, false })));
        Assert.Contains("key 'is_last' of shape [3] marks row 1", Message("is_last", new([3], new[] { false, true, false })));
        Assert.Contains("key 'is_terminal' of shape [3] marks row 0", Message("is_terminal", new([3], new[] { true, false, true })));
        Assert.Contains("key 'is_last' is Boolean [2]", Message("is_last", new([2], new bool[2])));
        Assert.Contains("key 'is_last' is Single [3]; truth values", Message("is_last", new([3], new float[3])));
        Assert.Contains("holds 3 frames; its name must end in -3.npz, or -2.npz", Message("image", Raw()["image"], "2022-0a-4.npz"));
        Assert.Contains("holds 3 frames; its name", Message("image", Raw()["image"], "episode.npz"));
        Assert.Contains("1 frames hold no step", One());

        string One()
        {
            string path = Path.Combine(_folder, "a-1.npz");
            NpzFile.Write(path, new Dictionary<string, NumericArray>
            {
                ["image"] = new([1, 1, 2, 3], new byte[6]), ["action"] = new([1, 1], new float[1]), ["reward"] = new([1], new float[1]),
                ["discount"] = new([1], new float[1]),
            });
            string message = Assert.Throws<InvalidDataException>(() => VisualD4rl.Read(_folder)).Message;
            File.Delete(path);
            return message;
        }
    }

    [Fact]
    public void Damaged_files_and_folders_of_something_else_are_named()
    {
        Assert.Contains("0 .npz and 0 .hdf5", Assert.Throws<InvalidDataException>(() => VisualD4rl.Read(_folder)).Message);
        Assert.Throws<DirectoryNotFoundException>(() => VisualD4rl.Read(Path.Combine(_folder, "none")));
        string path = Path.Combine(_folder, Whole);
        NpzFile.Write(path, Raw(), compress: true);
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        Assert.Contains($"'{path}'", Assert.Throws<InvalidDataException>(() => VisualD4rl.Read(_folder)).Message);
        whole[70] ^= 0x10; // within the first array's data
        File.WriteAllBytes(path, whole);
        Assert.Contains($"'{path}'", Assert.Throws<InvalidDataException>(() => VisualD4rl.Read(_folder)).Message);
        using (ZipArchive archive = ZipFile.Open(Path.Combine(_folder, "other-3.npz"), ZipArchiveMode.Create))
            archive.CreateEntry("notes.txt");
        File.Delete(path);
        Assert.Contains("has no 'image', 'action', 'reward', 'discount'",
            Assert.Throws<InvalidDataException>(() => VisualD4rl.Read(_folder)).Message);
        NpzFile.Write(Path.Combine(_folder, "other-3.npz"), Raw());
        Dictionary<string, NumericArray> wide = Raw();
        wide["image"] = new([3, 2, 1, 3], new byte[18]);
        NpzFile.Write(Path.Combine(_folder, "wide-3.npz"), wide);
        string message = Assert.Throws<InvalidDataException>(() => VisualD4rl.Read(_folder)).Message;
        Assert.Contains("wide-3.npz': its frames are of [3, 2, 1], those of the first episode of [3, 1, 2]", message);
        VisualD4rlShards.Write(Path.Combine(_folder, "0.hdf5"), s_log);
        Assert.Contains("2 .npz and 1 .hdf5", Assert.Throws<InvalidDataException>(() => VisualD4rl.Read(_folder)).Message);
    }

    /// <summary>As V-D4RL's own conversion writes them: whole episodes in several files, step types as float64.</summary>
    [Fact]
    public void Files_of_many_episodes_are_split_at_their_first_rows()
    {
        string path = Path.Combine(_folder, "1.hdf5");
        Shard(path, [0, 1, 2, 0, 1, 0, 2]);
        IReadOnlyList<FrameEpisode> episodes = VisualD4rlShards.Read(path);
        Assert.Equal([(2, EpisodeEnd.Timeout), (1, EpisodeEnd.Unfinished), (1, EpisodeEnd.Terminal)],
            episodes.Select(episode => (episode.Steps, episode.End)));
        Assert.Equal([30, 31, 32, 33, 34, 35], episodes[2].Frame(0).ToArray()); // channel by channel, as stored
        Assert.Equal(6, episodes[2].Rewards[1]);
        Shard(Path.Combine(_folder, "0.hdf5"), [0, 1, 1, 1, 1, 1, 2]);
        Assert.Equal([6, 2, 1, 1], VisualD4rl.Read(_folder).Episodes.Select(episode => episode.Steps));
    }

    [Fact]
    public void What_is_wrong_with_a_file_of_many_episodes_is_named()
    {
        string path = Path.Combine(_folder, "0.hdf5");
        string Message(double[] types, string? without = null, byte[]? frames = null, float discount = 1)
        {
            Shard(path, types, without, frames, discount);
            return Assert.Throws<InvalidDataException>(() => VisualD4rlShards.Read(path)).Message;
        }
        Assert.Contains("key 'step_type' of shape [7], row 0: 1, though an episode begins", Message([1, 1, 2, 0, 1, 1, 2]));
        Assert.Contains("row 3: 1, though", Message([0, 1, 2, 1, 1, 1, 2]));
        Assert.Contains("row 4: 3, which is none of", Message([0, 1, 2, 0, 3, 1, 2]));
        Assert.Contains("has no 'reward'", Message([0, 1, 1, 1, 1, 1, 2], "reward"));
        Assert.Contains("rows 6 to 6, 1 frames hold no step", Message([0, 1, 1, 1, 1, 2, 0]));
        Assert.Contains("key 'action' is Single [7, 1]; [T, A] with T = 5", Message([0, 1, 1, 1, 1, 1, 2], frames: new byte[30]));
        Assert.Contains("key 'discount' of shape [7], row 1: 0.5", Message([0, 1, 1, 1, 1, 1, 2], discount: 0.5f));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..200]);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => VisualD4rlShards.Read(path)).Message);
        Assert.Throws<FileNotFoundException>(() => VisualD4rlShards.Read(Path.Combine(_folder, "none.hdf5")));
    }

    /// <summary>Seven frames of three channels, two pixels each; the last discount is 0.</summary>
    private static void Shard(string path, double[] types, string? without = null, byte[]? frames = null, float discount = 1)
    {
        frames ??= [.. Enumerable.Range(0, 42).Select(i => (byte)i)];
        var writer = new Hdf5Writer(compress: true);
        Dictionary<string, NumericArray> arrays = new()
        {
            ["observation"] = new([frames.Length / 6, 3, 1, 2], frames), ["action"] = new([7, 1], new float[7]),
            ["reward"] = new([7], new float[] { 0, 1, 2, 3, 4, 5, 6 }),
            ["discount"] = new([7], new[] { 1, discount, 1, 1, 1, 1, 0 }), ["step_type"] = new([7], types),
        };
        foreach ((string name, NumericArray array) in arrays.Where(array => array.Key != without))
            writer.Add(name, array);
        writer.Save(path);
    }

    /// <summary>An episode of three frames of 1 × 2 pixels, as V-D4RL's own programs write it; row 0 is a dummy.</summary>
    private static Dictionary<string, NumericArray> Raw() => new()
    {
        ["image"] = new([3, 1, 2, 3], Enumerable.Range(0, 18).Select(i => (byte)i).ToArray()),
        ["action"] = new([3, 1], new[] { float.NaN, 0.25f, -1 }), ["reward"] = new([3], new[] { 99f, 5, 7 }),
        ["discount"] = new([3], new[] { float.NaN, 1, 1 }), ["is_first"] = new([3], new[] { true, false, false }),
        ["is_last"] = new([3], new[] { false, false, true }), ["is_terminal"] = new([3], new bool[3]),
    };
}
