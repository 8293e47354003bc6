using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Files.Hdf5;

namespace Offprint.Datasets.Layouts;

/// <summary>Where the ends of episodes come from in a file of D4RL's layout.</summary>
public enum EpisodeCuts
{
    /// <summary>The file's <c>timeouts</c>; without them, <see cref="Horizon"/>.</summary>
    Stored,

    /// <summary>After so many steps without an end, as D4RL's own conversion does for files without <c>timeouts</c>.</summary>
    Horizon,

    /// <summary>
    /// Where the position (the first two numbers of the observation) jumps by more than ten times its mean step: AntMaze v0, whose
    /// <c>timeouts</c> are unreliable.
    /// </summary>
    PositionJumps,
}

/// <summary>How a file of D4RL's layout is read.</summary>
public sealed record D4rlOptions
{
    /// <summary>The environment; <see langword="null"/> takes sizes from the file and actions in [−1, 1], as in all of D4RL.</summary>
    public EnvironmentSpec? Spec { get; init; }

    /// <summary>Where episodes end.</summary>
    public EpisodeCuts Cuts { get; init; }

    /// <summary>Steps of an episode where the file has no <c>timeouts</c> and the spec no horizon: 1000 in D4RL's locomotion.</summary>
    public int DefaultHorizon { get; init; } = 1000;
}

/// <summary>
/// D4RL's HDF5 layout: <c>observations</c>, <c>actions</c>, <c>rewards</c>, <c>terminals</c>; since v1 <c>timeouts</c>, since v2
/// <c>next_observations</c>; further columns of N rows (<c>infos/qpos</c>, <c>infos/goal</c>) and the group <c>metadata</c>.
/// </summary>
/// <remarks>
/// Fu et al., "D4RL: Datasets for deep data-driven reinforcement learning", 2020. Our own files have the same layout; environment, name,
/// origin and the returns of random and expert policies are texts and numbers under <c>metadata/offprint</c>. A further column or a piece
/// of
/// metadata of a type that is not read (complex numbers, compounds, lists of texts) is left out, with a note on the data set's card.
/// </remarks>
public static class D4rlFile
{
    private const string Metadata = "metadata/", Own = "offprint/";
    private const double JumpFactor = 10;

    private static readonly string[] s_columns = ["observations", "actions", "rewards", "terminals", "timeouts", "next_observations"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The environment and where episodes end.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is cut short or corrupt, a column is missing or misshapen, a reward is NaN, an action lies outside the space: the message
    /// names file, key, row and remedy.
    /// </exception>
    public static OfflineDataset Read(string path, D4rlOptions? options = null)
    {
        options ??= new();
        using Hdf5File file = Hdf5File.Open(path);
        string? missing = s_columns.Take(4).FirstOrDefault(key => !file.Contains(key));
        if (missing is not null)
        {
            throw new InvalidDataException(
                $"'{path}' has no key '{missing}'; D4RL's layout needs {string.Join(", ", s_columns.Take(4))}, " +
                $"the file has {string.Join(", ", file.Names)}.");
        }
        Column<float> observations = Floats(file, "observations"), actions = Floats(file, "actions");
        int rows = observations.Count;
        List<string> leftOut = [];
        DatasetMetadata metadata = ReadMetadata(file, leftOut);
        EnvironmentSpec spec = options.Spec ?? SpecOf(path, observations.Width, actions.Width, metadata);
        Column<bool> terminals = new(file.ReadFlags("terminals"));
        if (terminals.Count != rows)
            throw new InvalidDataException(
                $"'{path}', key 'terminals' has {terminals.Count} rows, 'observations' has {rows}; download or generate the file again.");
        bool[] timeouts = options.Cuts switch
        {
            EpisodeCuts.PositionJumps => Jumps(observations, terminals, path),
            EpisodeCuts.Stored when file.Contains("timeouts") => file.ReadFlags("timeouts"),
            _ => Horizon(terminals, spec.Horizon ?? options.DefaultHorizon),
        };
        try
        {
            return new(spec, new(observations, actions, Floats(file, "rewards"), terminals, new(timeouts))
            {
                Next = file.Contains("next_observations") ? Floats(file, "next_observations") : null,
                Extra = ReadExtra(file, rows, leftOut),
            })
            {
                Name = metadata.Texts.GetValueOrDefault(Own + "name") ?? Path.GetFileNameWithoutExtension(path),
                Origin = metadata.Texts.GetValueOrDefault(Own + "origin") ?? $"D4RL layout, {Path.GetFileName(path)}",
                RandomReturn = Number(metadata, "random_return"),
                ExpertReturn = Number(metadata, "expert_return"),
                Metadata = Without(metadata),
                LeftOut = leftOut,
            };
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith($"'{path}'", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"'{path}', {e.Message}", e);
        }
    }

    /// <summary>Writes a file whole or not at all, with a checksum for each chunk. The same data give the same bytes.</summary>
    /// <param name="path">The file; missing folders are made.</param>
    /// <param name="data">The data set.</param>
    /// <param name="compress">Whether to shuffle and gzip columns, as mixed D4RL files are.</param>
    /// <exception cref="IOException">It could not be written; a former version is untouched.</exception>
    public static void Write(string path, OfflineDataset data, bool compress = false)
    {
        var writer = new Hdf5Writer(compress);
        Add("observations", data.Observations, matrix: true);
        Add("actions", data.Actions, matrix: true);
        Add("rewards", data.Rewards, matrix: false);
        Add("terminals", data.Terminals, matrix: false);
        Add("timeouts", data.Timeouts, matrix: false);
        if (data.Next is { } next)
            Add("next_observations", next, matrix: true);
        foreach (string name in data.ExtraColumns)
        {
            if (data.TryColumn(name, out Column<float>? column))
                Add(name, column, matrix: column.Width > 1);
        }
        foreach ((string name, string text) in data.Metadata.Texts.Concat(OwnTexts(data)))
            writer.AddText(Metadata + name, text);
        foreach ((string name, NumericArray array) in data.Metadata.Arrays.Concat(OwnNumbers(data)))
            writer.Add(Metadata + name, array);
        writer.Save(path);

        void Add<T>(string name, Column<T> column, bool matrix) =>
            writer.Add(name, new NumericArray(matrix ? [column.Count, column.Width] : [column.Count], column.Array));
    }

    private static Column<float> Floats(Hdf5File file, string name)
    {
        int[] shape = file.Shape(name);
        if (shape.Length is not (1 or 2) || shape[^1] == 0)
            throw new InvalidDataException(
                $"{file.Origin(name)} has shape {NumericArray.Text(shape)}, not [N] or [N, width]; store one row a transition.");
        return new(file.ReadFloats(name), shape.Length == 2 ? shape[1] : 1);
    }

    /// <summary>Every other array of N rows, except metadata.</summary>
    private static Dictionary<string, Column<float>> ReadExtra(Hdf5File file, int rows, List<string> leftOut) => file.Names
        .Where(name => !s_columns.Contains(name) && !name.StartsWith(Metadata, StringComparison.Ordinal) && !file.IsText(name)
            && IsRead(file, name, leftOut))
        .Where(name => file.Shape(name) is [_] or [_, > 0] && file.Shape(name)[0] == rows)
        .ToDictionary(name => name, name => Floats(file, name));

    private static DatasetMetadata ReadMetadata(Hdf5File file, List<string> leftOut)
    {
        var texts = new Dictionary<string, string>();
        var arrays = new Dictionary<string, NumericArray>();
        foreach (string name in file.Under("metadata"))
        {
            if (!file.IsText(name) && IsRead(file, name, leftOut))
                arrays[name[Metadata.Length..]] = file.Read(name);
            else if (file.IsSingleText(name))
                texts[name[Metadata.Length..]] = file.ReadText(name);
            else if (file.IsText(name))
                leftOut.Add($"{name} holds a list of texts");
        }
        return new(texts, arrays);
    }

    private static bool IsRead(Hdf5File file, string name, List<string> leftOut)
    {
        if (file.Problem(name) is not { } problem)
            return true;
        leftOut.Add($"{name} {problem}");
        return false;
    }

    private static IEnumerable<KeyValuePair<string, string>> OwnTexts(OfflineDataset data)
    {
        yield return new(Own + "environment", data.Spec.Name);
        yield return new(Own + "name", data.Name);
        if (data.Origin is { } origin)
            yield return new(Own + "origin", origin);
    }

    private static IEnumerable<KeyValuePair<string, NumericArray>> OwnNumbers(OfflineDataset data)
    {
        if (data.RandomReturn is { } random)
            yield return new(Own + "random_return", new([1], new[] { random }));
        if (data.ExpertReturn is { } expert)
            yield return new(Own + "expert_return", new([1], new[] { expert }));
        if (data.Spec.Horizon is { } horizon)
            yield return new(Own + "horizon", new([1], new[] { (double)horizon }));
        if (data.Spec.Action is BoxSpace box)
        {
            yield return new(Own + "action_low", new([box.Size], box.Low.ToArray()));
            yield return new(Own + "action_high", new([box.Size], box.High.ToArray()));
        }
    }

    private static DatasetMetadata Without(DatasetMetadata metadata) => new(
        metadata.Texts.Where(e => !e.Key.StartsWith(Own, StringComparison.Ordinal)).ToDictionary(),
        metadata.Arrays.Where(e => !e.Key.StartsWith(Own, StringComparison.Ordinal)).ToDictionary());

    private static double? Number(DatasetMetadata metadata, string name) =>
        metadata.Arrays.TryGetValue(Own + name, out NumericArray? array) && array is { Count: 1, Values: double[] values } ? values[0]
            : null;

    private static EnvironmentSpec SpecOf(string path, int observation, int action, DatasetMetadata metadata)
    {
        Space actions = metadata.Arrays.TryGetValue(Own + "action_low", out NumericArray? low) && low.Values is float[] lows
            && lows.Length == action
            && metadata.Arrays.TryGetValue(Own + "action_high", out NumericArray? high) && high.Values is float[] highs
                && highs.Length == action
            && lows.Zip(highs).All(bounds => bounds.First < bounds.Second)
            ? new BoxSpace(lows, highs)
            : new BoxSpace(action, -1, 1);
        string name = metadata.Texts.GetValueOrDefault(Own + "environment") ?? Path.GetFileNameWithoutExtension(path);
        return new(name, new BoxSpace(observation), actions, Number(metadata, "horizon") is >= 1 and <= int.MaxValue and var steps
            ? (int)steps : null);
    }

    private static bool[] Horizon(Column<bool> terminals, int horizon)
    {
        bool[] cuts = new bool[terminals.Count];
        for (int row = 0, step = 0; row < cuts.Length; row++)
        {
            cuts[row] = step == horizon - 1 && !terminals[row];
            step = cuts[row] || terminals[row] ? 0 : step + 1;
        }
        return cuts;
    }

    private static bool[] Jumps(Column<float> observations, Column<bool> terminals, string path)
    {
        if (observations.Width < 2)
            throw new InvalidDataException(
                $"'{path}', key 'observations' has {observations.Width} value a row: there is no position whose jumps end episodes.");
        double[] moves = new double[observations.Count - 1];
        for (int row = 0; row < moves.Length; row++)
        {
            ReadOnlySpan<float> here = observations.Row(row), there = observations.Row(row + 1);
            moves[row] = Math.Sqrt(Math.Pow(there[0] - here[0], 2) + Math.Pow(there[1] - here[1], 2));
        }
        double limit = moves.Length > 0 ? JumpFactor * moves.Average() : 0;
        bool[] cuts = new bool[observations.Count];
        for (int row = 0; row < moves.Length; row++)
            cuts[row] = moves[row] > limit && !terminals[row];
        return cuts;
    }
}
