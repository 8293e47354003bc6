using System.Text;
using Offprint.Datasets.Bandits;
using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Datasets.Layouts;

/// <summary>Impressions of a log in the layout of the Open Bandit Dataset (Saito et al. 2021): one row an item shown.</summary>
/// <param name="Times">When, as the file writes it.</param>
/// <param name="Items">The item shown.</param>
/// <param name="Positions">Its place on the page, 0 to 2.</param>
/// <param name="Clicks">0 or 1.</param>
/// <param name="Propensities">The probability of the item at its place.</param>
/// <param name="UserFeatures">Hashed categories of the user, [N][F].</param>
/// <param name="Affinities">Past clicks of the user on each item, [N, items].</param>
public sealed record OpenBanditLog(
    string[] Times, int[] Items, int[] Positions, double[] Clicks, double[] Propensities, string[][] UserFeatures, SampleMatrix Affinities)
{
    /// <summary>N.</summary>
    public int Count => Items.Length;

    /// <summary>The number of items of the campaign.</summary>
    public int ItemCount => Affinities.Columns;

    /// <summary>The log in the order of time, as feedback whose contexts are indicators of the users' categories, first levels left
    /// out.</summary>
    /// <returns>The feedback, with positions.</returns>
    public BanditFeedback ToFeedback()
    {
        int[] order = [.. Enumerable.Range(0, Count).OrderBy(i => Times[i], StringComparer.Ordinal)];
        string[][] levels = [.. Enumerable.Range(0, UserFeatures[0].Length).Select(f =>
            (string[])[.. UserFeatures.Select(u => u[f]).Distinct().Order(StringComparer.Ordinal).Skip(1)])];
        int width = Math.Max(1, levels.Sum(l => l.Length));
        float[] context = new float[Count * width];
        for (int i = 0; i < Count; i++)
        {
            int start = 0;
            for (int f = 0; f < levels.Length; start += levels[f++].Length)
            {
                int level = Array.IndexOf(levels[f], UserFeatures[order[i]][f]);
                if (level >= 0)
                    context[i * width + start + level] = 1;
            }
        }
        return new(new SampleMatrix(Count, width, context), [.. order.Select(i => Items[i])], [.. order.Select(i => Clicks[i])],
            [.. order.Select(i => Propensities[i])])
        { Positions = [.. order.Select(i => Positions[i])] };
    }
}

/// <summary>
/// Reads and writes the files <c>{policy}/{campaign}/{campaign}.csv</c> of the Open Bandit Dataset: a row number, timestamp, item_id,
/// position (1 to 3), click, propensity_score (or action_prob), user_feature_*, user-item_affinity_*.
/// </summary>
public static class OpenBanditFile
{
    private const string Feature = "user_feature_", Affinity = "user-item_affinity_";

    /// <summary>Reads a log.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The log.</returns>
    /// <exception cref="FileNotFoundException">There is no file; the message says where the data come from.</exception>
    /// <exception cref="InvalidDataException">A column is missing, or a field is not what its column holds; line and column are
    /// named.</exception>
    public static OpenBanditLog Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"{path} is not there. The Open Bandit Dataset comes from its authors (arXiv 2008.07146; the small version lies in the " +
                "repository of the Open Bandit Pipeline): put {policy}/{campaign}/{campaign}.csv there.", path);
        using var reader = new StreamReader(path, Encoding.UTF8);
        string[] header = (reader.ReadLine() ?? throw new InvalidDataException($"{path} is empty.")).Split(',');
        var columns = new Columns(path, header);
        List<string> times = [];
        List<int> items = [], positions = [];
        List<double> clicks = [], propensities = [];
        List<string[]> users = [];
        List<float> affinities = [];
        for (int line = 2; reader.ReadLine() is { } text; line++)
        {
            if (text.Length == 0)
                continue;
            var row = new Row(path, line, header, text.Split(','));
            times.Add(row.Text(columns.Time));
            items.Add(row.Integer(columns.Item, 0, columns.Affinities.Length - 1));
            positions.Add(row.Integer(columns.Position, 1, 3) - 1);
            clicks.Add(row.Integer(columns.Click, 0, 1));
            propensities.Add(row.Number(columns.Propensity));
            users.Add([.. columns.Features.Select(row.Text)]);
            affinities.AddRange(columns.Affinities.Select(c => (float)row.Number(c)));
        }
        if (items.Count == 0)
            throw new InvalidDataException($"{path} has a header and no rows.");
        return new([.. times], [.. items], [.. positions], [.. clicks], [.. propensities], [.. users],
            new(items.Count, columns.Affinities.Length, [.. affinities]));
    }

    /// <summary>Writes a log; the file appears under its name only when it is whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="log">The log.</param>
    public static void Write(string path, OpenBanditLog log)
    {
        var text = new StringBuilder(",timestamp,item_id,position,click,propensity_score");
        for (int f = 0; f < log.UserFeatures[0].Length; f++)
            text.Append(CultureInfo.InvariantCulture, $",{Feature}{f}");
        for (int k = 0; k < log.ItemCount; k++)
            text.Append(CultureInfo.InvariantCulture, $",{Affinity}{k}");
        text.Append('\n');
        for (int i = 0; i < log.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{i},{log.Times[i]},{log.Items[i]},{log.Positions[i] + 1},{(int)log.Clicks[i]},{log.Propensities[i]:R}");
            text.Append(',').AppendJoin(',', log.UserFeatures[i]);
            foreach (float value in log.Affinities.Row(i))
                text.Append(',').Append(value.ToString("0.0######", CultureInfo.InvariantCulture));
            text.Append('\n');
        }
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Where the columns are.</summary>
    private sealed class Columns
    {
        public Columns(string path, string[] header)
        {
            (Time, Item, Position, Click) = (Of("timestamp"), Of("item_id"), Of("position"), Of("click"));
            Propensity = header.Contains("action_prob") ? Of("action_prob") : Of("propensity_score");
            (Features, Affinities) = (All(Feature), All(Affinity));
            if (Features.Length == 0 || Affinities.Length == 0)
                throw new InvalidDataException($"{path} has no columns {Feature}* or {Affinity}*: it is no Open Bandit log.");

            int Of(string name) => Array.IndexOf(header, name) is >= 0 and var place ? place
                : throw new InvalidDataException($"{path} has no column '{name}'; it has: {string.Join(", ", header.Take(8))}, ….");

            int[] All(string prefix) => [.. Enumerable.Range(0, header.Length)
                .Where(c => header[c].StartsWith(prefix, StringComparison.Ordinal))];
        }

        public int Time { get; }

        public int Item { get; }

        public int Position { get; }

        public int Click { get; }

        public int Propensity { get; }

        public int[] Features { get; }

        public int[] Affinities { get; }
    }

    /// <summary>A line of the file.</summary>
    private readonly struct Row
    {
        private readonly string _path;
        private readonly int _line;
        private readonly string[] _header, _fields;

        public Row(string path, int line, string[] header, string[] fields)
        {
            (_path, _line, _header, _fields) = (path, line, header, fields);
            if (fields.Length != header.Length)
                throw new InvalidDataException(
                    $"{path}, line {line}: {fields.Length} fields for {header.Length} columns; is the file cut off?");
        }

        public string Text(int column) => _fields[column];

        public int Integer(int column, int low, int high) =>
            int.TryParse(_fields[column], NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= low
                && value <= high
                ? value : throw Bad(column, $"a whole number from {low} to {high}");

        public double Number(int column) =>
            double.TryParse(_fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
                ? value : throw Bad(column, "a finite number");

        private InvalidDataException Bad(int column, string what) =>
            new($"{_path}, line {_line}, column '{_header[column]}': '{_fields[column]}' is not {what}.");
    }
}
