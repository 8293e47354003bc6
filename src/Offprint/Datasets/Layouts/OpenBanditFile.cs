using System.Text;
using Offprint.Datasets.Bandits;
using Offprint.Files;
using Offprint.Files.Tables;
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

/// <summary>What is known of a campaign's items.</summary>
/// <param name="Numbers">item_feature_0, [K].</param>
/// <param name="Categories">The hashed categories item_feature_1 and following, [K][F].</param>
public sealed record OpenBanditItems(double[] Numbers, string[][] Categories)
{
    /// <summary>K.</summary>
    public int Count => Numbers.Length;

    /// <summary>The published preprocessing: each category as the place of its level among the sorted ones, then the number.</summary>
    /// <returns>[K, F + 1].</returns>
    public SampleMatrix ToActionFeatures()
    {
        int features = Categories[0].Length;
        float[] values = new float[Count * (features + 1)];
        for (int f = 0; f < features; f++)
        {
            string[] levels = [.. Categories.Select(c => c[f]).Distinct().Order(StringComparer.Ordinal)];
            for (int k = 0; k < Count; k++)
                values[k * (features + 1) + f] = Array.BinarySearch(levels, Categories[k][f], StringComparer.Ordinal);
        }
        for (int k = 0; k < Count; k++)
            values[k * (features + 1) + features] = (float)Numbers[k];
        return new(Count, features + 1, values);
    }
}

/// <summary>
/// Reads and writes the files <c>{policy}/{campaign}/{campaign}.csv</c> of the Open Bandit Dataset: a row number, timestamp, item_id,
/// position (1 to 3), click, propensity_score (or action_prob), user_feature_*, user-item_affinity_*.
/// </summary>
public static class OpenBanditFile
{
    private const string Feature = "user_feature_", Affinity = "user-item_affinity_", ItemFeature = "item_feature_";

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
            var row = new DelimitedLine(path, line, header, text);
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

    /// <summary>Reads what is known of a campaign's items, from the file <c>item_context.csv</c> beside a log.</summary>
    /// <param name="path">The file: a row number, item_id, and columns item_feature_*, of which the first holds numbers.</param>
    /// <returns>The items in the order of their ids.</returns>
    /// <exception cref="FileNotFoundException">There is no file.</exception>
    /// <exception cref="InvalidDataException">A column is missing, a field is not what its column holds, or ids are not 0 …
    /// K − 1.</exception>
    public static OpenBanditItems ReadItems(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path} is not there: item_context.csv lies beside a campaign's log.", path);
        string[] lines = [.. File.ReadAllLines(path, Encoding.UTF8).Where(l => l.Length > 0)];
        string[] header = lines is [var first, ..] ? first.Split(',') : throw new InvalidDataException($"{path} is empty.");
        int id = Array.IndexOf(header, "item_id"), number = Array.IndexOf(header, ItemFeature + "0");
        int[] categories = [.. Enumerable.Range(0, header.Length)
            .Where(c => c != number && header[c].StartsWith(ItemFeature, StringComparison.Ordinal))];
        if (id < 0 || number < 0)
            throw new InvalidDataException($"{path} has no column 'item_id' or '{ItemFeature}0'; it has: {string.Join(", ", header)}.");
        var items = lines.Skip(1).Select((text, i) => new DelimitedLine(path, i + 2, header, text))
            .Select(row => (Id: row.Integer(id, 0, lines.Length - 2), Number: row.Number(number),
                Texts: (string[])[.. categories.Select(row.Text)]))
            .OrderBy(item => item.Id).ToList();
        if (items.Count == 0 || items.Where((item, i) => item.Id != i).Any())
            throw new InvalidDataException($"{path}: the ids of {items.Count} items are not 0 to {items.Count - 1}, each once.");
        return new([.. items.Select(i => i.Number)], [.. items.Select(i => i.Texts)]);
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
}
