using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Files.Hdf5;

namespace Offprint.Datasets.Layouts;

/// <summary>
/// Trajectories and the probabilities with which their actions were drawn: <c>LoggedSteps.FromTrajectories</c> takes both.
/// </summary>
/// <param name="Data">The trajectories, without what a file holds behind their ends.</param>
/// <param name="Propensities">π_b(a|s), probabilities or joint densities, one a row.</param>
/// <param name="BehaviorPolicy">What the file calls the behavior policy; <see langword="null"/> if it does not say.</param>
public sealed record ScopeRlLog(OfflineDataset Data, double[] Propensities, string? BehaviorPolicy = null);

/// <summary>
/// The logged data set of SCOPE-RL (Kiyohara et al. 2023), array by array, in an <c>.npz</c> or HDF5 file: <c>n_trajectories</c> ×
/// <c>step_per_trajectory</c> rows, trajectory after trajectory, of <c>state</c>, <c>action</c>, <c>reward</c>, <c>done</c>,
/// <c>terminal</c>, <c>pscore</c>; whole numbers as arrays or, in HDF5, as attributes of the file, texts as such attributes.
/// </summary>
/// <remarks>
/// The library itself pickles a dictionary;
/// <c>np.savez("log.npz", **{k: v for k, v in log.items() if isinstance(v, (np.ndarray, int))})</c> makes it a file that can be read. Its episodes are stepped past <c>done</c> until all have the same length; rows behind the first
/// <c>done</c> are dropped, and the reward of the step that ends an episode is kept. Of continuous actions <c>pscore</c> has a column a
/// coordinate: where all columns agree in every row they are the joint density, as its recorder writes it; else their product is.
/// </remarks>
public static class ScopeRlFile
{
    private static readonly string[] s_needed =
        ["n_trajectories", "step_per_trajectory", "state", "action", "reward", "done", "terminal", "pscore"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">A file whose name ends in <c>.npz</c>, <c>.h5</c> or <c>.hdf5</c>.</param>
    /// <param name="spec">The environment; <see langword="null"/> takes sizes from the file and bounds of actions as unknown.</param>
    /// <returns>The log.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is corrupt, or an array is missing or misshapen; the message names it.</exception>
    public static ScopeRlLog Read(string path, EnvironmentSpec? spec = null)
    {
        Arrays arrays = IsNpz(path) ? Arrays.OfNpz(path) : Arrays.OfHdf5(path);
        string[] missing = [.. s_needed.Where(name => !arrays.Numbers.ContainsKey(name))];
        if (missing.Length > 0)
            throw new InvalidDataException(
                $"'{path}' has no {string.Join(", ", missing.Select(m => $"'{m}'"))}: it is no log of SCOPE-RL's.");
        int count = arrays.Whole("n_trajectories"), steps = arrays.Whole("step_per_trajectory");
        bool discrete = arrays.Numbers["action"].Shape.Count == 1;
        Column<double> states = arrays.Rows("state", count, steps), actions = arrays.Rows("action", count, steps),
            rewards = arrays.Rows("reward", count, steps), scores = arrays.Rows("pscore", count, steps);
        (bool[] terminals, bool[] timeouts, List<Range> kept) = Ends(arrays, count, steps);
        spec ??= new(arrays.Texts.GetValueOrDefault("dataset_id") ?? Path.GetFileNameWithoutExtension(path), new BoxSpace(states.Width),
            discrete ? new DiscreteSpace(arrays.Numbers.ContainsKey("n_actions") ? arrays.Whole("n_actions")
                : (int)actions.Values.ToArray().Max() + 1) : new BoxSpace(actions.Width), steps);
        OfflineColumns columns = new(Narrow(states), Narrow(actions), Narrow(rewards), new(terminals), new(timeouts));
        try
        {
            return new(new(spec, columns.Gather(kept)) { Name = spec.Name, Origin = $"SCOPE-RL's layout, {Path.GetFileName(path)}" },
                Joint(scores.Gather(kept)), arrays.Texts.GetValueOrDefault("behavior_policy"));
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}', {e.Message}", e);
        }
    }

    /// <summary>Writes a file, whole or not at all. Shorter trajectories are filled up with rows that are done and pay nothing.</summary>
    /// <param name="path">A file whose name ends in <c>.npz</c>, <c>.h5</c> or <c>.hdf5</c>; texts are kept in HDF5 only.</param>
    /// <param name="log">The log.</param>
    /// <exception cref="ArgumentException">There is not one propensity a row.</exception>
    public static void Write(string path, ScopeRlLog log)
    {
        OfflineDataset data = log.Data;
        if (log.Propensities.Length != data.Count)
            throw new ArgumentException($"{log.Propensities.Length} propensities for {data.Count} rows; each needs one.", nameof(log));
        int count = data.Episodes.Count, steps = data.Episodes.Max(e => e.Length), size = count * steps;
        bool discrete = data.Spec.Action is DiscreteSpace;
        bool[] done = new bool[size], terminal = new bool[size];
        foreach (Episode episode in data.Episodes)
        {
            int end = episode.Index * steps + episode.Length - 1, last = (episode.Index + 1) * steps - 1;
            bool isCut = episode.Length == steps && !data.Terminals[episode.Start + episode.Length - 1];
            done.AsSpan(end..(last + 1)).Fill(!isCut);
            terminal[last] = true;
        }
        double[] actions = Padded(data, data.Actions, steps, 0), scores = Padded(data, new Column<double>(log.Propensities), steps, 1);
        int width = data.Actions.Width;
        Dictionary<string, NumericArray> arrays = new()
        {
            ["size"] = Scalar(size), ["n_trajectories"] = Scalar(count), ["step_per_trajectory"] = Scalar(steps),
            ["state_dim"] = Scalar(data.Observations.Width),
            ["state"] = new([size, data.Observations.Width], Padded(data, data.Observations, steps, 0)),
            ["action"] = discrete ? new([size], Array.ConvertAll(actions, a => (long)a)) : new([size, width], actions),
            ["reward"] = new([size], Padded(data, data.Rewards, steps, 0)), ["done"] = new([size], done),
            ["terminal"] = new([size], terminal),
            ["pscore"] = discrete ? new([size], scores)
                : new([size, width], scores.SelectMany(p => Enumerable.Repeat(p, width)).ToArray()),
            [discrete ? "n_actions" : "action_dim"] = Scalar(data.Spec.Action is DiscreteSpace space ? space.Count : width),
        };
        if (IsNpz(path))
            NpzFile.Write(path, arrays, compress: true);
        else
            WriteHdf5(path, arrays, discrete, log);
    }

    private static void WriteHdf5(string path, Dictionary<string, NumericArray> arrays, bool discrete, ScopeRlLog log)
    {
        var writer = new Hdf5Writer(compress: true);
        foreach ((string name, NumericArray array) in arrays)
        {
            if (array.Shape.Count == 0)
                writer.SetAttribute("", name, array.As<long>()[0]);
            else
                writer.Add(name, array);
        }
        writer.SetAttribute("", "action_type", discrete ? "discrete" : "continuous");
        writer.SetAttribute("", "dataset_id", log.Data.Name);
        if (log.BehaviorPolicy is { } policy)
            writer.SetAttribute("", "behavior_policy", policy);
        writer.Save(path);
    }

    private static bool IsNpz(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".NPZ" => true,
        ".H5" or ".HDF5" => false,
        var other => throw new ArgumentException($"'{path}': a log is an .npz, .h5 or .hdf5 file, not '{other}'.", nameof(path)),
    };

    /// <summary>Where episodes end: at the first row that is done, else at the last of their rows.</summary>
    private static (bool[] Terminals, bool[] Timeouts, List<Range> Kept) Ends(Arrays arrays, int count, int steps)
    {
        bool[] done = arrays.Flags("done", count, steps), terminals = new bool[done.Length], timeouts = new bool[done.Length];
        List<Range> kept = [];
        for (int n = 0; n < count; n++)
        {
            int first = Array.IndexOf(done, true, n * steps, steps), end = first >= 0 ? first : (n + 1) * steps - 1;
            (terminals[end], timeouts[end]) = (first >= 0, first < 0);
            kept.Add((n * steps)..(end + 1));
        }
        return (terminals, timeouts, kept);
    }

    private static double[] Joint(Column<double> scores)
    {
        double[] joint = new double[scores.Count];
        bool isRepeated = Enumerable.Range(0, scores.Count).All(row => !scores.Row(row).ContainsAnyExcept(scores.Row(row)[0]));
        for (int row = 0; row < joint.Length; row++)
        {
            ReadOnlySpan<double> own = scores.Row(row);
            joint[row] = isRepeated ? own[0] : System.Numerics.Tensors.TensorPrimitives.Product(own);
        }
        return joint;
    }

    private static Column<float> Narrow(Column<double> wide) => new(Array.ConvertAll(wide.Values.ToArray(), v => (float)v), wide.Width);

    private static NumericArray Scalar(long value) => new([], new[] { value });

    private static double[] Padded<T>(OfflineDataset data, Column<T> column, int steps, double padding)
        where T : struct, IConvertible
    {
        double[] padded = new double[data.Episodes.Count * steps * column.Width];
        Array.Fill(padded, padding);
        foreach (Episode episode in data.Episodes)
        {
            for (int i = 0; i < episode.Length * column.Width; i++)
                padded[episode.Index * steps * column.Width + i] =
                    column.Values[episode.Start * column.Width + i].ToDouble(CultureInfo.InvariantCulture);
        }
        return padded;
    }

    /// <summary>What a file holds: arrays, single numbers among them, and texts.</summary>
    private sealed record Arrays(string Path, IReadOnlyDictionary<string, NumericArray> Numbers, IReadOnlyDictionary<string, string> Texts)
    {
        public static Arrays OfNpz(string path) => new(path, NpzFile.Read(path), new Dictionary<string, string>());

        public static Arrays OfHdf5(string path)
        {
            using Hdf5File file = Hdf5File.Open(path);
            Dictionary<string, NumericArray> numbers = s_needed.Append("n_actions")
                .Where(name => file.Contains(name) && file.Problem(name) is null && !file.IsText(name))
                .ToDictionary(name => name, file.Read);
            Dictionary<string, string> texts = [];
            foreach ((string name, object value) in file.Attributes())
            {
                if (value is double number)
                    numbers.TryAdd(name, new([], new[] { number }));
                else if (value is string text)
                    texts[name] = text;
            }
            return new(path, numbers, texts);
        }

        /// <summary>A whole number, at least 1.</summary>
        public int Whole(string name) => Numbers[name] is { Count: 1 } array && Convert.ToDouble(array.Values.GetValue(0)!,
            CultureInfo.InvariantCulture) is >= 1 and <= int.MaxValue and var value && value == Math.Floor(value) ? (int)value
            : throw new InvalidDataException($"'{Path}': '{name}' is not one whole number, at least 1, but {Numbers[name]}.");

        /// <summary>[N·T] or [N·T, width].</summary>
        public Column<double> Rows(string name, int count, int steps)
        {
            NumericArray array = Numbers[name];
            if (array.Shape.Count is not (1 or 2) || array.Shape[0] != (long)count * steps || array.Count == 0)
                throw new InvalidDataException(
                    $"'{Path}': '{name}' has shape {NumericArray.Text(array.Shape)}; {count} trajectories of {steps} steps need " +
                    $"{(long)count * steps} rows.");
            double[] values = new double[array.Count];
            for (int i = 0; i < values.Length; i++)
                values[i] = Convert.ToDouble(array.Values.GetValue(i)!, CultureInfo.InvariantCulture);
            return new(values, array.Shape.Count == 2 ? array.Shape[1] : 1);
        }

        /// <summary>[N·T].</summary>
        public bool[] Flags(string name, int count, int steps) => Array.ConvertAll(Rows(name, count, steps).Values.ToArray(), f => f != 0);
    }
}
