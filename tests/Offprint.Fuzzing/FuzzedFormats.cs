using System.Security.Cryptography;
using System.Text;
using Offprint.Agents.Learners;
using Offprint.Datasets.Frames;
using Offprint.Datasets.Layouts;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Files.Hdf5;
using Offprint.Files.Tables;

namespace Offprint.Fuzzing;

/// <summary>The formats that the library reads.</summary>
public static class FuzzedFormats
{
    private const int Deflate = 1032;

    private const int Fields = 64; // a field of one character and its comma are a string

    // 2 × 2 pixels of red, green and blue: 0 … 5 and 250 … 255.
    private const string Picture =
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR42mNgYGRiZmFl+PX7z99//wEVPwX7wtDgxAAAAABJRU5ErkJggg==";

    private static readonly CellKey s_cell = CellKey.Of("paper", "experiment", 1, new Cell<Dictionary<string,
        int>>("cell", new() { ["a"] = 1 }, [1, 2]));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FuzzedFormat> All { get; } =
    [
        new("npy", () => [Made(path => NpyFile.Write(path, Floats(20, 4))),
            Made(path => NpyFile.Write(path, new([3], new[] { 1L, -2, 3 })))],
            path => Text(NpyFile.Read(path))),
        new("npy.gz", () => [Made(path => NpyFile.Write(path, Floats(20, 4)), "a.npy.gz")], path => Text(NpyFile.Read(path)))
        {
            IsProtected = true, Expansion = Deflate,
        },
        new("npz", () => [Made(path => NpzFile.Write(path, Arrays(), compress: true)), Made(path => NpzFile.Write(path, Arrays()))],
            path => Text(NpzFile.Read(path)))
        {
            IsProtected = true, Expansion = Deflate,
        },
        new("agent-state", () => [Made(path => NpzFile.Write(path, Arrays()))], path => Text(AgentState.Read(path).Arrays))
        {
            IsProtected = true, Expansion = Deflate,
        },
        new("idx", () => [Made(path =>
            IdxFile.Write(path, new([4, 5, 6], Enumerable.Range(0, 120).Select(i => (short)(i * 7)).ToArray())))],
            path => Text(IdxFile.Read(path))),
        new("idx.gz", () => [Made(path => IdxFile.Write(path, new([9, 9], Enumerable.Range(0, 81).Select(i => (byte)i).ToArray())),
            "a.gz")],
            path => Text(IdxFile.Read(path)))
        {
            IsProtected = true, Expansion = Deflate,
        },
        new("hdf5", () => [Made(path => Hdf5(compress: false).Save(path)), Made(path => Hdf5(compress: true).Save(path)),
            .. Foreign("latest-checksums.h5")], ReadHdf5)
        {
            IsProtected = true, Expansion = Deflate, Undetectable = ZerosAndOnes,
        },
        new("hdf5-foreign", () => [.. Foreign("earliest.h5"), .. Foreign("latest.h5"), .. Samples("d4rl", "antmaze-v0.hdf5")],
            ReadHdf5) { Expansion = Deflate },
        new("d4rl", () => [.. Samples("d4rl", "hopper-v0.hdf5"), .. Samples("d4rl", "hopper-v2.hdf5"),
            .. Samples("d4rl", "hopper-random-expert-0.1-v2.hdf5")],
            path => Text(D4rlFile.Read(path)))
        {
            Expansion = Deflate,
        },
        new("minari", () => [.. Samples("minari", "pen-human-v0.hdf5"), .. Samples("minari", "pointmaze-v0.hdf5")], path =>
            Text(MinariFile.Read(path)))
        {
            Expansion = Deflate,
        },
        new("png", () => [Convert.FromBase64String(Picture)], path => Text(EncodedImage.Decode(File.ReadAllBytes(path), $"'{path}'")))
        {
            IsProtected = true, Expansion = Deflate,
        },
        new("jpeg", () => [.. Foreign("gradient.jpg")], path =>
            Text(EncodedImage.Decode(File.ReadAllBytes(path), $"'{path}'"))) { Expansion = Deflate },
        new("open-bandit", () => [Made(path => OpenBanditFile.Write(path, Impressions()))], path =>
        {
            OpenBanditLog log = OpenBanditFile.Read(path);
            return $"{string.Join(' ', log.Items)} {string.Join(' ', log.Propensities)} {string.Join(' ', log.Affinities.Values)}";
        }) { Expansion = Fields },
        new("scope-rl", () => [Made(path => ScopeRlFile.Write(path, Trajectories()), "log.npz")], path =>
        {
            string log = Path.ChangeExtension(path, "npz");
            File.Copy(path, log, overwrite: true);
            ScopeRlLog read = ScopeRlFile.Read(log);
            return $"{Text(read.Data)} {string.Join(' ', read.Propensities)}";
        }) { IsProtected = true, Expansion = Deflate },
        new("v-d4rl", () => [Made(path => VisualD4rl.Write(path, Film()), Path.Combine("film", "000000-3.npz"), "film")], path =>
        {
            string episode = Path.ChangeExtension(path, null) + "-3.npz";
            File.Copy(path, episode, overwrite: true);
            return Text(VisualD4rl.ReadEpisode(episode));
        }) { IsProtected = true, Expansion = Deflate },
        new("v-d4rl-shard", () => [Made(path => VisualD4rlShards.Write(path, Film()))], path =>
            string.Join('\n', VisualD4rlShards.Read(path).Select(Text)))
        {
            IsProtected = true, Expansion = Deflate, Undetectable = ZerosAndOnes,
        },
        new("parquet", () => [Made(path => ParquetTable.Write(path, Table()))], path => Text(ParquetTable.Read(path)))
        {
            Expansion = Deflate,
        },
        new("result-store", () => [Stored()], ReadStored) { IsProtected = true },
    ];

    /// <summary>
    /// Fletcher-32 counts modulo 65535: words of zeros and words of ones are the same to it, and a chunk of zeros has the checksum 0, so
    /// that zeros over all of it are valid. h5py reads such files, too.
    /// </summary>
    private static byte[] ZerosAndOnes(byte[] whole, byte[] damaged) =>
    [
        .. whole.Select((value, i) => i < damaged.Length && (damaged[i] == 0 || (value, damaged[i]) == (0, 0xff)) ? damaged[i] : value),
    ];

    /// <summary>The bytes of a file that a writer makes.</summary>
    /// <param name="write">The writer.</param>
    /// <param name="name">The file that is damaged afterwards.</param>
    /// <param name="given">What the writer is given, where it names files itself.</param>
    private static byte[] Made(Action<string> write, string name = "made", string? given = null)
    {
        string folder = Directory.CreateTempSubdirectory("offprint-fuzzing-").FullName;
        try
        {
            write(Path.Combine(folder, given ?? name));
            return File.ReadAllBytes(Path.Combine(folder, name));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static OpenBanditLog Impressions() => new(["2019-11-24 00:01:03", "2019-11-24 00:00:05"], [1, 0], [2, 0], [0, 1], [0.25, 0.5],
        [["ab", "cd"], ["ef", "cd"]], new(2, 3, [0, 1, 0.5f, 2, 0, 0]));

    private static ScopeRlLog Trajectories() => new(new(new("task", new BoxSpace(2), new DiscreteSpace(3)),
        new(new([0, 1, 2, 3, 4, 5], 2), new([0, 2, 1]), new([1, 0.5f, 2]), new([false, true, false]), new([false, false, true]))),
        [0.5, 0.1, 0.25]);

    /// <summary>Three frames of 4 × 5 pixels.</summary>
    private static FrameDataset Film() => new(new BoxSpace(2, -1, 1), [new(new(3, 4, 5),
        [.. Enumerable.Range(0, 180).Select(i => (byte)(i * 37))], new([0, 0, 0.5f, -1, 1, 0.25f], 2), [0, 1, 0.5f],
        EpisodeEnd.Terminal)]);

    private static IEnumerable<byte[]> Samples(string layout, string name) =>
        [File.ReadAllBytes(Path.Combine(ProjectFolders.Data, "samples", layout, name))];

    /// <summary>Files that h5py wrote (Foreign/make.py).</summary>
    private static IEnumerable<byte[]> Foreign(string name) => [File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Foreign", name))];

    private static NumericArray Floats(int rows, int width) =>
        new([rows, width], Enumerable.Range(0, rows * width).Select(i => i / 3.0).ToArray());

    private static Dictionary<string, NumericArray> Arrays() => new()
    {
        ["network/weights"] = Floats(8, 4), ["updates"] = new([1], new[] { 12L }), ["flags"] = new([3], new[] { true, false, true }),
    };

    private static Hdf5Writer Hdf5(bool compress)
    {
        var writer = new Hdf5Writer(compress);
        writer.Add("observations", Floats(40, 5));
        writer.Add("infos/qpos", Floats(40, 2));
        writer.Add("infos/counts", new([40], Enumerable.Range(0, 40).Select(i => (long)i).ToArray()));
        writer.Add("terminals", new([40], Enumerable.Range(0, 40).Select(i => i % 7 == 0).ToArray()));
        return writer;
    }

    private static string ReadHdf5(string path)
    {
        using Hdf5File file = Hdf5File.Open(path);
        var text = new StringBuilder();
        foreach (string name in file.Names)
        {
            text.Append(name).Append(' ');
            if (file.IsText(name))
                text.AppendJoin('|', file.ReadTexts(name));
            else if (file.IsBytes(name))
                text.AppendJoin('|', file.ReadBytes(name).Select(Convert.ToHexString));
            else
                text.Append(file.Problem(name) ?? Text(file.Read(name)));
            text.AppendLine();
        }
        foreach ((string name, object value) in file.Attributes().OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
            text.Append(name).Append(' ').AppendLine(value is double[] numbers ? Hash(numbers) : value.ToString());
        return text.ToString();
    }

    private static byte[] Stored() => Made(path =>
    {
        var store = new ResultStore(path);
        store.Save(s_cell, Enumerable.Range(0, 20).Select(i => i / 7.0).ToArray(),
            Provenance.Here(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), 1));
        File.Copy(store.PathOf(s_cell), path + ".copy");
        Directory.Delete(path, recursive: true);
        File.Move(path + ".copy", path);
    });

    private static string ReadStored(string path)
    {
        string folder = path + "-store";
        var store = new ResultStore(folder);
        Directory.CreateDirectory(Path.GetDirectoryName(store.PathOf(s_cell))!);
        File.Copy(path, store.PathOf(s_cell), overwrite: true);
        try
        {
            return store.TryLoad(s_cell, out Stored<double[]> stored) ? Hash(stored.Result) : "nothing";
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(e.Message.Replace(store.PathOf(s_cell), path, StringComparison.Ordinal), e);
        }
    }

    private static string Text(OfflineDataset data)
    {
        var text = new StringBuilder(
            $"{data.Name} {data.Spec.Name} {data.Count} {string.Join(',', data.ExtraColumns)} {string.Join(',', data.LeftOut)} ");
        text.Append(Hash(data.Observations.Values.ToArray())).Append(Hash(data.Actions.Values.ToArray()))
            .Append(Hash(data.Rewards.Values.ToArray()));
        text.Append(Hash(data.Terminals.Values.ToArray())).Append(Hash(data.Timeouts.Values.ToArray()));
        foreach (string name in data.ExtraColumns)
            text.Append(data.TryColumn(name, out Column<float>? column) ? Hash(column.Values.ToArray()) : "");
        return text.ToString();
    }

    private static string Text(FrameEpisode episode) => $"{episode.Shape} {episode.End} {Hash(episode.Frames)} " +
        $"{Hash(episode.Actions.Values.ToArray())} {Hash(episode.Rewards)}";

    private static string Text(IReadOnlyDictionary<string, NumericArray> arrays) =>
        string.Join('\n', arrays.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key} {Text(a.Value)}"));

    private static ColumnTable Table() => new("table",
    [
        TableColumnData.Of("number", [.. Enumerable.Range(0, 30).Select(i => i % 7 == 3 ? null : (object)(i / 3.0))]),
        TableColumnData.Of("text", [.. Enumerable.Range(0, 30).Select(i => $"row {i % 5}")]),
    ]);

    private static string Text(ColumnTable table) =>
        string.Join('\n', table.Columns.Select(column => $"{column.Name} {string.Join('|', column.Values.Cast<object?>())}"));

    private static string Text(EncodedImage image) => $"{image.Height} {image.Width} {image.Channels} {Hash(image.Pixels)}";

    private static string Text(NumericArray array) => $"{array} {Hash(array.Values)}";

    private static string Hash(Array values) => Convert.ToHexString(SHA256.HashData(NumericArray.BytesOf(values)));
}
