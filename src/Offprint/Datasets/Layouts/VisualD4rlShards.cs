using Offprint.Datasets.Frames;
using Offprint.Datasets.Offline;
using Offprint.Files;
using Offprint.Files.Hdf5;

namespace Offprint.Datasets.Layouts;

/// <summary>
/// V-D4RL's HDF5 files, episode after episode: <c>observation</c> u8 [N, C, H, W], <c>action</c> [N, A], <c>reward</c>, <c>discount</c> and
/// <c>step_type</c> [N], which is 0 in the first row of an episode, 2 in its last and 1 between (dm_env's numbers). An episode is terminal
/// where its last discount is 0.
/// </summary>
public static class VisualD4rlShards
{
    private const string Observation = "observation", StepType = "step_type";
    private const int First = 0, Middle = 1, Last = 2;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its episodes; one without a last row is unfinished.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// It is damaged, an array is missing or misshapen, or the file begins within an episode: the message names file, key and shape.
    /// </exception>
    public static IReadOnlyList<FrameEpisode> Read(string path)
    {
        using Hdf5File file = Hdf5File.Open(path);
        string[] keys = [Observation, VisualD4rl.Action, VisualD4rl.Reward, VisualD4rl.Discount, StepType],
            missing = [.. keys.Where(key => !file.Contains(key))];
        if (missing.Length > 0)
        {
            throw new InvalidDataException($"'{path}' has no {string.Join(", ", missing.Select(key => $"'{key}'"))}: it is no file of " +
                $"V-D4RL's; it has {string.Join(", ", file.Names.DefaultIfEmpty("nothing"))}.");
        }
        NumericArray images = file.Read(Observation);
        if (images.Shape is not [> 0, > 0, > 0, > 0] || images.ElementType != typeof(byte))
            throw new InvalidDataException($"'{path}', key '{Observation}' is {images}, not bytes of [N, C, H, W].");
        int count = images.Shape[0];
        var shape = new FrameShape(images.Shape[1], images.Shape[2], images.Shape[3]);
        var rows = new EpisodeRows(path, count, keys.Skip(1).ToDictionary(key => key, key => AsFloats(file, key)));
        Column<float> actions = rows.Actions();
        float[] rewards = rows.Floats(VisualD4rl.Reward), discounts = rows.Floats(VisualD4rl.Discount), types = rows.Floats(StepType);
        byte[] frames = images.As<byte>();
        var episodes = new List<FrameEpisode>();
        for (int start = 0, end; start < count; start = end)
        {
            end = EndOf(path, types, start);
            Range part = start..end;
            EpisodeEnd kind = types[end - 1] != Last ? EpisodeEnd.Unfinished
                : discounts[end - 1] == 0 ? EpisodeEnd.Terminal : EpisodeEnd.Timeout;
            rows.CheckDiscounts(discounts, start, end);
            episodes.Add(VisualD4rl.Named($"'{path}', rows {start} to {end - 1}", () => new FrameEpisode(shape,
                frames[(part.Start.Value * shape.Size)..(part.End.Value * shape.Size)], actions.Gather([part]), rewards[part], kind)));
        }
        return episodes;
    }

    /// <summary>Writes a log into one file, compressed, whole or not at all.</summary>
    /// <param name="path">The file; missing folders are made.</param>
    /// <param name="data">The log, of at most 2 GB.</param>
    /// <exception cref="ArgumentException">The frames are larger than one array.</exception>
    /// <exception cref="IOException">It could not be written; a former version is untouched.</exception>
    public static void Write(string path, FrameDataset data)
    {
        long bytes = data.Episodes.Sum(episode => (long)episode.Frames.Length);
        if (bytes > Array.MaxLength)
            throw new ArgumentException($"The frames take {bytes} bytes, more than one array: write some episodes at a time.",
                nameof(data));
        int count = data.Episodes.Sum(episode => episode.Steps + 1);
        byte[] frames = new byte[bytes];
        int place = 0;
        foreach (FrameEpisode episode in data.Episodes)
        {
            episode.Frames.CopyTo(frames, place);
            place += episode.Frames.Length;
        }
        var writer = new Hdf5Writer(compress: true);
        writer.Add(Observation, new([count, data.Shape.Channels, data.Shape.Height, data.Shape.Width], frames));
        writer.Add(VisualD4rl.Action, new([count, data.Action.Size], data.Episodes.SelectMany(episode => episode.Actions.Array).ToArray()));
        writer.Add(VisualD4rl.Reward, new([count], data.Episodes.SelectMany(episode => episode.Rewards).ToArray()));
        writer.Add(VisualD4rl.Discount, new([count], data.Episodes.SelectMany(Discounts).ToArray()));
        writer.Add(StepType, new([count], data.Episodes.SelectMany(StepTypes).ToArray()));
        writer.Save(path);
    }

    private static IEnumerable<float> Discounts(FrameEpisode episode) =>
        [.. Enumerable.Repeat(1f, episode.Steps), episode.End == EpisodeEnd.Terminal ? 0 : 1];

    private static IEnumerable<float> StepTypes(FrameEpisode episode) =>
        [First, .. Enumerable.Repeat((float)Middle, episode.Steps - 1), episode.End == EpisodeEnd.Unfinished ? Middle : Last];

    private static int EndOf(string path, float[] types, int start)
    {
        if (types[start] != First)
            throw Wrong(start, $"{types[start]}, though an episode begins there with {First}; the file was cut within one");
        for (int row = start + 1; row < types.Length; row++)
        {
            if (types[row] == First)
                return row;
            if (types[row] == Last)
                return row + 1;
            if (types[row] != Middle)
                throw Wrong(row, $"{types[row]}, which is none of {First}, {Middle} and {Last}");
        }
        return types.Length;

        InvalidDataException Wrong(int row, string what) =>
            new($"'{path}', key '{StepType}' of shape [{types.Length}], row {row}: {what}.");
    }

    /// <summary>Numbers of any type as float32: <c>step_type</c> is stored as float64.</summary>
    private static NumericArray AsFloats(Hdf5File file, string key) => new(file.Shape(key), file.ReadFloats(key));
}
