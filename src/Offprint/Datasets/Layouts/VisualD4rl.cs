using Offprint.Datasets.Frames;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Files;

namespace Offprint.Datasets.Layouts;

/// <summary>
/// V-D4RL's folders of pixels (Lu et al. 2023): one <c>.npz</c> file an episode (its 64-pixel sets), or HDF5 files of many (its 84-pixel
/// sets). In both an action stands beside the frame that it led to, so that row 0 has none.
/// </summary>
/// <remarks>
/// An episode of T frames has the arrays <c>image</c> u8 [T, H, W, C], <c>action</c> [T, A], <c>reward</c> [T], <c>discount</c> [T] and the
/// flags <c>is_first</c>, <c>is_last</c>, <c>is_terminal</c> [T]. Files are read in the order of their names, which begin with a time and
/// end in <c>-T.npz</c>, or <c>-(T − 1).npz</c> from programs that count steps. Older files have no <c>is_terminal</c>: there a discount of
/// 0 tells a terminal state. Where the other flags are missing, a file is an episode that was cut at its end. Row 0 of actions, rewards and
/// discounts is not looked at.
/// </remarks>
public static class VisualD4rl
{
    internal const string Action = "action", Reward = "reward", Discount = "discount";
    private const string Image = "image", First = "is_first", Last = "is_last", Terminal = "is_terminal";

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder, with <c>.npz</c> or with <c>.hdf5</c> files.</param>
    /// <param name="actions">The space of actions; <see langword="null"/> for [−1, 1], as in all of V-D4RL.</param>
    /// <returns>The log, each frame once.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">
    /// There is no such file in it, one is damaged, an array is missing or misshapen, or a name states another length: the message names
    /// file, key and shape.
    /// </exception>
    public static FrameDataset Read(string folder, BoxSpace? actions = null)
    {
        string[] single = Files(folder, "*.npz"), many = Files(folder, "*.hdf5");
        if (single.Length == 0 == (many.Length == 0))
        {
            throw new InvalidDataException($"'{folder}' holds {single.Length} .npz and {many.Length} .hdf5 files; V-D4RL's folders hold " +
                "files of one kind: give the folder that the files themselves are in.");
        }
        var episodes = new List<(string Origin, FrameEpisode Episode)>();
        foreach (string path in single)
            episodes.Add(($"'{path}'", ReadEpisode(path)));
        foreach (string path in many)
            episodes.AddRange(VisualD4rlShards.Read(path).Select((episode, i) => ($"'{path}', episode {i}", episode)));
        (string _, FrameEpisode first) = episodes[0];
        actions ??= new BoxSpace(first.Actions.Width, -1, 1);
        foreach ((string origin, FrameEpisode episode) in episodes)
        {
            if (episode.Shape != first.Shape)
                throw new InvalidDataException(
                    $"{origin}: its frames are of {episode.Shape}, those of the first episode of {first.Shape}.");
            Named(origin, () => new FrameDataset(actions, [episode]));
        }
        return new(actions, [.. episodes.Select(item => item.Episode)])
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            Origin = $"V-D4RL's layout, {single.Length + many.Length} files",
        };
    }

    /// <summary>
    /// Writes a folder of compressed <c>.npz</c> files, one an episode: <c>000000-T.npz</c>, <c>000001-T.npz</c>, … The same data give the
    /// same bytes.
    /// </summary>
    /// <param name="folder">The folder, which is made if it is missing; it must not hold other <c>.npz</c> files.</param>
    /// <param name="data">The log.</param>
    /// <exception cref="IOException">There are such files, or one could not be written.</exception>
    public static void Write(string folder, FrameDataset data)
    {
        if (Directory.Exists(folder) && Files(folder, "*.npz").Length > 0)
            throw new IOException($"'{folder}' already holds .npz files, which would be read as further episodes; choose an empty folder.");
        for (int e = 0; e < data.Episodes.Count; e++)
        {
            FrameEpisode episode = data.Episodes[e];
            int count = episode.Steps + 1;
            bool terminal = episode.End == EpisodeEnd.Terminal;
            float[] discounts = [.. Enumerable.Repeat(1f, count - 1), terminal ? 0 : 1];
            FrameShape shape = data.Shape;
            NpzFile.Write(Path.Combine(folder, $"{e:D6}-{count}.npz"), new Dictionary<string, NumericArray>
            {
                [Image] = new([count, shape.Height, shape.Width, shape.Channels],
                    Transposed(episode.Frames, count, shape.Channels, shape.Height * shape.Width)),
                [Action] = new([count, data.Action.Size], episode.Actions.Array), [Reward] = new([count], episode.Rewards),
                [Discount] = new([count], discounts), [First] = Flag(0, true),
                [Last] = Flag(count - 1, episode.End != EpisodeEnd.Unfinished), [Terminal] = Flag(count - 1, terminal),
            }, compress: true);

            NumericArray Flag(int row, bool value) => new([count], Enumerable.Range(0, count).Select(t => value && t == row).ToArray());
        }
    }

    /// <summary>Reads one episode.</summary>
    /// <param name="path">The file, whose name ends in its length.</param>
    /// <returns>The episode.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">As <see cref="Read"/> says.</exception>
    public static FrameEpisode ReadEpisode(string path)
    {
        IReadOnlyDictionary<string, NumericArray> arrays = NpzFile.Read(path);
        string[] missing = [.. new[] { Image, Action, Reward, Discount }.Where(key => !arrays.ContainsKey(key))];
        if (missing.Length > 0)
        {
            throw new InvalidDataException($"'{path}' has no {string.Join(", ", missing.Select(key => $"'{key}'"))}: it is no episode of " +
                $"V-D4RL's; it has {string.Join(", ", arrays.Keys.Order(StringComparer.Ordinal).DefaultIfEmpty("nothing"))}.");
        }
        NumericArray image = arrays[Image];
        if (image.Shape is not [_, > 0, > 0, > 0] || image.ElementType != typeof(byte))
            throw new InvalidDataException($"'{path}', key '{Image}' is {image}, not bytes of [T, H, W, C].");
        int count = image.Shape[0];
        var shape = new FrameShape(image.Shape[3], image.Shape[1], image.Shape[2]);
        CheckName(path, count);
        var rows = new EpisodeRows(path, count, arrays);
        Column<float> actions = rows.Actions();
        float[] rewards = rows.Floats(Reward);
        EpisodeEnd end = End(rows, arrays.ContainsKey);
        return Named($"'{path}'", () => new FrameEpisode(shape,
            Transposed(image.As<byte>(), count, shape.Height * shape.Width, shape.Channels), actions, rewards, end));
    }

    /// <summary>Runs a check whose message does not know the file.</summary>
    internal static T Named<T>(string origin, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{origin}, {e.Message}", e);
        }
    }

    /// <summary>How an episode ends, after a look at all flags and discounts.</summary>
    private static EpisodeEnd End(EpisodeRows rows, Func<string, bool> has)
    {
        float[] discounts = rows.Floats(Discount);
        bool[] terminals = has(Terminal) ? rows.Flags(Terminal) : [false, .. discounts.Skip(1).Select(discount => discount == 0)];
        rows.OnlyAt(terminals, rows.Count - 1, has(Terminal) ? Terminal : Discount);
        bool[]? lasts = has(Last) ? rows.Flags(Last) : null;
        if (lasts is not null)
            rows.OnlyAt(lasts, rows.Count - 1, Last);
        if (has(First))
            rows.OnlyAt(rows.Flags(First), 0, First);
        rows.CheckDiscounts(discounts, 0, rows.Count);
        return rows.Count > 0 && terminals[^1] ? EpisodeEnd.Terminal
            : lasts is [.., false] ? EpisodeEnd.Unfinished : EpisodeEnd.Timeout;
    }

    private static void CheckName(string path, int count)
    {
        string name = Path.GetFileNameWithoutExtension(path), length = name[(name.LastIndexOf('-') + 1)..];
        if (!int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int stated)
            || (stated != count && stated != count - 1))
        {
            throw new InvalidDataException($"'{path}' holds {count} frames; its name must end in -{count}.npz, or -{count - 1}.npz where " +
                "steps are counted. It was cut short, or renamed.");
        }
    }

    /// <summary>[count, a, b] to [count, b, a].</summary>
    private static byte[] Transposed(byte[] values, int count, int a, int b)
    {
        byte[] turned = new byte[values.Length];
        for (int t = 0; t < count; t++)
        {
            ReadOnlySpan<byte> from = values.AsSpan(t * a * b, a * b);
            Span<byte> to = turned.AsSpan(t * a * b, a * b);
            for (int j = 0; j < b; j++)
            {
                for (int i = 0; i < a; i++)
                    to[j * a + i] = from[i * b + j];
            }
        }
        return turned;
    }

    private static string[] Files(string folder, string pattern) => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal)]
        : throw new DirectoryNotFoundException($"There is no folder '{Path.GetFullPath(folder)}'.");
}
