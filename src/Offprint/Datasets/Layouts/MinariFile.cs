using System.Text.RegularExpressions;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Files.Hdf5;

namespace Offprint.Datasets.Layouts;

/// <summary>What a Minari file holds beside transitions.</summary>
/// <param name="ObservationParts">
/// Name and width of each part of a dictionary or tuple observation, in the order in which Gymnasium flattens it: keys alphabetically,
/// level by
/// level, places of tuples by number; empty for plain observations.
/// </param>
/// <param name="Attributes">Attributes of the file: numbers, arrays of them, texts (<c>dataset_id</c>, <c>env_spec</c>,
/// <c>action_space</c>, …).</param>
public sealed record MinariHeader(IReadOnlyList<(string Name, int Width)> ObservationParts, IReadOnlyDictionary<string, object> Attributes)
{
    /// <summary>Plain observations, no attributes.</summary>
    public static MinariHeader Empty { get; } = new([], new Dictionary<string, object>());
}

/// <summary>
/// Minari's HDF5 layout (<c>main_data.hdf5</c>): a group <c>episode_k</c> each, with <c>observations</c> [T + 1, …] or a group of them,
/// <c>actions</c>, <c>rewards</c>, <c>terminations</c>, <c>truncations</c> [T] and arrays under <c>infos</c>; totals are attributes.
/// </summary>
/// <remarks>
/// The last observation of an episode is kept as the stored successor, so cut episodes can be bootstrapped. Rows of <c>infos</c> become
/// columns <c>infos/…</c>: of T + 1 rows the first T. Infos that are texts (Minari ≥ 0.6) are left out, as are those of types that are not
/// read, with a note on the data set's card. Images that were stored as the bytes of PNG or JPEG files become their pixels, 0 … 255.
/// </remarks>
public static partial class MinariFile
{
    private const string Goal = "desired_goal", Observations = "observations", Actions = "actions";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="spec">The environment; <see langword="null"/> takes sizes from the file and actions as unbounded.</param>
    /// <returns>The data set; goals of dictionary observations are also in columns of their names.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is corrupt, or data are missing, misshapen or not finite; the message names
    /// them.</exception>
    public static OfflineDataset Read(string path, EnvironmentSpec? spec = null)
    {
        using Hdf5File file = Hdf5File.Open(path);
        List<string> groups = Groups(file);
        List<(string Name, int Width)> parts = Parts(file, groups[0], Observations), actions = Parts(file, groups[0], Actions);
        var leftOut = new SortedSet<string>(StringComparer.Ordinal);
        List<OfflineColumns> episodes = [.. groups.Select(group => ReadEpisode(file, group, parts, actions, leftOut))];
        IReadOnlyDictionary<string, object> attributes = file.Attributes();
        string name = attributes.GetValueOrDefault("dataset_id") as string ?? Path.GetFileNameWithoutExtension(path);
        try
        {
            OfflineColumns columns = OfflineColumns.Concatenate(episodes);
            CheckTotals(path, attributes, groups.Count, columns.Observations.Count);
            spec ??= new(name, new BoxSpace(columns.Observations.Width), new BoxSpace(columns.Actions.Width));
            return new(spec, columns) { Name = name, Origin = $"Minari layout, {Path.GetFileName(path)}", LeftOut = [.. leftOut] };
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException
            && !e.Message.StartsWith($"'{path}'", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"'{path}', {e.Message}", e);
        }
    }

    /// <summary>Reads what a file holds beside transitions.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Parts of observations, and attributes.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is corrupt or has no episode.</exception>
    public static MinariHeader ReadHeader(string path)
    {
        using Hdf5File file = Hdf5File.Open(path);
        return new(Parts(file, Groups(file)[0], Observations) is [{ Name: not "" }, ..] parts ? parts : [], file.Attributes());
    }

    /// <summary>Writes a file whole or not at all, with a checksum for each chunk.</summary>
    /// <param name="path">The file; missing folders are made.</param>
    /// <param name="data">The data set; its successors must be stored, for an episode has one more observation than steps.</param>
    /// <param name="header">Parts of dictionary observations and attributes; totals and the id are added.</param>
    /// <exception cref="ArgumentException">Successors are not stored, or the parts do not add up to the observation.</exception>
    /// <exception cref="IOException">It could not be written; a former version is untouched.</exception>
    public static void Write(string path, OfflineDataset data, MinariHeader? header = null)
    {
        header ??= MinariHeader.Empty;
        if (data.Next is not { } next)
            throw new ArgumentException(
                $"'{data.Name}' stores no next observations; Minari's layout needs the last one of every episode.", nameof(data));
        if (header.ObservationParts.Count > 0 && header.ObservationParts.Sum(part => part.Width) != data.Observations.Width)
            throw new ArgumentException(
                $"The observation's parts add up to {header.ObservationParts.Sum(part => part.Width)} numbers, not " +
                $"{data.Observations.Width}.", nameof(header));
        var writer = new Hdf5Writer();
        foreach (Episode episode in data.Episodes)
            WriteEpisode(writer, data, next, episode, header);
        foreach ((string name, object value) in header.Attributes)
            writer.SetAttribute("", name, value);
        if (!header.Attributes.ContainsKey("dataset_id"))
            writer.SetAttribute("", "dataset_id", data.Name);
        writer.SetAttribute("", "total_episodes", (long)data.Episodes.Count);
        writer.SetAttribute("", "total_steps", (long)data.Count);
        writer.Save(path);
    }

    [GeneratedRegex("^episode_([0-9]{1,9})$")]
    private static partial Regex EpisodeName();

    private static List<string> Groups(Hdf5File file)
    {
        var groups = file.Names.Select(name => name.Split('/')[0]).Distinct().Select(name => (Name: name, Match: EpisodeName().Match(name)))
            .Where(group => group.Match.Success).OrderBy(group => int.Parse(group.Match.Groups[1].Value, CultureInfo.InvariantCulture))
            .Select(group => group.Name).ToList();
        return groups.Count > 0
            ? groups
            : throw new InvalidDataException(
                $"'{file.Path}' has no group 'episode_0': it is not of Minari's layout; read D4RL files with {nameof(D4rlFile)}.");
    }

    /// <summary>Names and widths of the parts of a dictionary or tuple space; one nameless part for a plain one.</summary>
    private static List<(string Name, int Width)> Parts(Hdf5File file, string group, string what)
    {
        string prefix = $"{group}/{what}";
        if (file.Contains(prefix))
            return [("", WidthOf(file, prefix))];
        var parts = file.Under(prefix).Order(SpaceOrder.Instance).Select(name => (name[(prefix.Length + 1)..], WidthOf(file, name)))
            .ToList();
        return parts.Count > 0 ? parts
            : throw new InvalidDataException($"'{file.Path}' has no key '{prefix}', neither as an array nor as a group.");
    }

    private static int WidthOf(Hdf5File file, string name) => file.IsBytes(name) ? ImageRows.Read(file, name).Width
        : Width(file.Shape(name));

    private static int Width(int[] shape) => (int)Math.Min(NumericArray.CountOf(shape.Length == 0 ? [] : shape[1..]), int.MaxValue);

    private static List<Column<float>> ReadParts(Hdf5File file, string group, string what, List<(string Name, int Width)> parts, int rows)
    {
        var columns = parts.Select(part => Rows(file, part.Name.Length == 0 ? $"{group}/{what}" : $"{group}/{what}/{part.Name}", rows))
            .ToList();
        for (int i = 0; i < parts.Count; i++)
        {
            if (columns[i].Width != parts[i].Width)
            {
                string name = parts[i].Name.Length == 0 ? $"{group}/{what}" : $"{group}/{what}/{parts[i].Name}";
                throw new InvalidDataException(
                    $"{file.Origin(name)} has {columns[i].Width} values a row, the first episode has {parts[i].Width}.");
            }
        }
        return columns;
    }

    private static OfflineColumns ReadEpisode(
        Hdf5File file, string group, List<(string Name, int Width)> parts, List<(string Name, int Width)> actions, ISet<string> leftOut)
    {
        Column<float> rewards = Rows(file, $"{group}/rewards", null);
        int steps = rewards.Count;
        List<Column<float>> observed = ReadParts(file, group, Observations, parts, steps + 1);
        Column<float> all = SideBySide(observed);
        bool[] terminations = file.ReadFlags($"{group}/terminations"), truncations = file.ReadFlags($"{group}/truncations");
        if (terminations.Length != steps || truncations.Length != steps)
            throw new InvalidDataException(
                $"{file.Origin(group)} has {steps} rewards, {terminations.Length} terminations and {truncations.Length} truncations; " +
                "they must be as many.");
        int early = Enumerable.Range(0, steps - 1).FirstOrDefault(row => terminations[row] || truncations[row], -1);
        if (early >= 0)
            throw new InvalidDataException(
                $"{file.Origin(group)}, row {early}: the episode ends there, yet {steps - 1 - early} steps follow; split it.");
        truncations[^1] |= !terminations[^1]; // an episode that was stopped by hand is cut, too: what follows in memory is another one
        var extra = Infos(file, group, steps, leftOut);
        for (int i = 0; i < parts.Count; i++)
        {
            if (parts[i].Name.EndsWith("_goal", StringComparison.Ordinal))
                extra[parts[i].Name == Goal ? "infos/goal" : "infos/" + parts[i].Name] = observed[i].Gather([0..steps]);
        }
        return new(all.Gather([0..steps]), SideBySide(ReadParts(file, group, Actions, actions, steps)), rewards, new(terminations),
            new(truncations))
        {
            Next = all.Gather([1..(steps + 1)]),
            Extra = extra,
        };
    }

    private static Column<float> Rows(Hdf5File file, string name, int? rows)
    {
        if (file.Contains(name) && file.IsBytes(name) && (rows is null || file.Shape(name) is [var count] && count == rows))
            return ImageRows.Read(file, name);
        int[] shape = file.Shape(name);
        if (shape.Length == 0 || shape[0] == 0 || Width(shape) == 0 || rows is { } expected && shape[0] != expected)
        {
            throw new InvalidDataException(
                $"{file.Origin(name)} has shape {NumericArray.Text(shape)}; its episode needs " +
                $"{rows?.ToString(CultureInfo.InvariantCulture) ?? "at least one"} " +
                "rows (one observation more than steps).");
        }
        return new(file.ReadFloats(name), Width(shape));
    }

    private static Dictionary<string, Column<float>> Infos(Hdf5File file, string group, int steps, ISet<string> leftOut)
    {
        var infos = new Dictionary<string, Column<float>>();
        string prefix = $"{group}/infos";
        foreach (string name in file.Under(prefix).Where(name => !file.IsText(name)))
        {
            if (file.Problem(name) is { } problem)
                leftOut.Add($"infos{name[prefix.Length..]} {problem}");
            else if (file.Shape(name) is [var rows, ..] && (rows == steps || rows == steps + 1) && Width(file.Shape(name)) > 0)
                infos["infos" + name[prefix.Length..]] = Rows(file, name, rows).Gather([0..steps]);
        }
        return infos;
    }

    private static Column<float> SideBySide(List<Column<float>> columns)
    {
        if (columns.Count == 1)
            return columns[0];
        int width = columns.Sum(column => column.Width), place = 0;
        float[] values = new float[columns[0].Count * width];
        foreach (Column<float> column in columns)
        {
            for (int row = 0; row < column.Count; row++)
                column.Row(row).CopyTo(values.AsSpan(row * width + place));
            place += column.Width;
        }
        return new(values, width);
    }

    private static void CheckTotals(string path, IReadOnlyDictionary<string, object> attributes, int episodes, int steps)
    {
        foreach ((string name, int found) in new[] { ("total_episodes", episodes), ("total_steps", steps) })
        {
            if (attributes.TryGetValue(name, out object? value) && value is double stated && stated != found)
                throw new InvalidDataException(
                    $"'{path}', attribute '{name}' says {stated}, the file has {found}: it was not written to its end; download it again.");
        }
    }

    private static void WriteEpisode(Hdf5Writer writer, OfflineDataset data, Column<float> next, Episode episode, MinariHeader header)
    {
        string group = $"episode_{episode.Index}";
        int width = data.Observations.Width;
        float[] observations = new float[(episode.Length + 1) * width];
        data.Observations.Values.Slice(episode.Start * width, episode.Length * width).CopyTo(observations);
        next.Row(episode.Start + episode.Length - 1).CopyTo(observations.AsSpan(episode.Length * width));
        int place = 0;
        foreach ((string name, int partWidth) in header.ObservationParts)
        {
            float[] part = new float[(episode.Length + 1) * partWidth];
            for (int row = 0; row <= episode.Length; row++)
                observations.AsSpan(row * width + place, partWidth).CopyTo(part.AsSpan(row * partWidth));
            writer.Add($"{group}/observations/{name}", new NumericArray([episode.Length + 1, partWidth], part));
            place += partWidth;
        }
        if (header.ObservationParts.Count == 0)
            writer.Add($"{group}/observations", new NumericArray([episode.Length + 1, width], observations));
        writer.Add($"{group}/actions", Part(data.Actions, episode, vector: false));
        writer.Add($"{group}/rewards", Part(data.Rewards, episode, vector: true));
        writer.Add($"{group}/terminations", Part(data.Terminals, episode, vector: true));
        writer.Add($"{group}/truncations", Part(data.Timeouts, episode, vector: true));
        foreach (string name in data.ExtraColumns.Where(name =>
            !header.ObservationParts.Any(part => name == (part.Name == Goal ? "infos/goal" : "infos/" + part.Name))))
        {
            if (data.TryColumn(name, out Column<float>? column))
                writer.Add($"{group}/{(name.StartsWith("infos/", StringComparison.Ordinal) ? name : "infos/" + name)}",
                    Part(column, episode, column.Width == 1));
        }
        writer.SetAttribute(group, "id", (long)episode.Index);
        writer.SetAttribute(group, "total_steps", (long)episode.Length);
    }

    private static NumericArray Part<T>(Column<T> column, Episode episode, bool vector) => new(
        vector ? [episode.Length] : [episode.Length, column.Width],
        column.Values.Slice(episode.Start * column.Width, episode.Length * column.Width).ToArray());
}
