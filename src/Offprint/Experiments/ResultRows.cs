using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Files.Tables;

namespace Offprint.Experiments;

/// <summary>Results as a table: settings and results side by side, a row a seed, point or part of a result.</summary>
/// <remarks>
/// Columns are named as properties are, parts of nested records with a dot. A list of records gives each record rows of its own; a list of
/// numbers one row a number, under <c>seed</c> if it is marked <see cref="PerSeedAttribute"/> and under <c>point</c> (from 0) if not; lists
/// of one length share rows. A <see cref="ILabeled">labeled</see> value, such as a method, has its name in one column and its options in
/// columns beside it. What has no place in a table (pictures) is left out.
/// </remarks>
internal static class ResultRows
{
    private const string SeedColumn = "seed", PointColumn = "point", CellColumn = "cell";

    /// <summary>The rows of cells.</summary>
    public static ColumnTable Of<TSettings, TResult>(string name, IEnumerable<CellResult<TSettings, TResult>> cells) =>
        ColumnTable.Of(name, [.. cells.SelectMany(cell =>
        {
            var settings = new Row([new(CellColumn, cell.Cell.Key)]);
            AddScalars(settings, cell.Settings!, "", withLists: true);
            return Rows(settings, cell.Result!, "", cell.Cell.Seeds);
        })]);

    private static IEnumerable<Row> Rows(Row above, object value, string prefix, IReadOnlyList<int> seeds)
    {
        var row = new Row(above);
        AddScalars(row, value, prefix, withLists: false);
        List<Row> rows = [];
        foreach (var group in Lists(value, prefix).GroupBy(list => (list.Length, list.PerSeed && list.Inner == 0))
            .OrderBy(g => g.Key.Length))
            rows.AddRange(ListRows(row, [.. group], seeds));
        foreach (var (name, part) in Parts(value))
        {
            foreach (object element in part)
                rows.AddRange(Rows(row, element, $"{prefix}{name}.", seeds));
        }
        return rows.Count > 0 ? rows : [row];
    }

    private static IEnumerable<Row> ListRows(Row above, NumberList[] lists, IReadOnlyList<int> seeds)
    {
        int inner = lists.Max(l => l.Inner);
        for (int i = 0; i < lists[0].Length; i++)
        {
            for (int k = 0; k < Math.Max(1, inner); k++)
            {
                var row = new Row(above);
                bool bySeed = lists[0].PerSeed && lists[0].Inner == 0;
                row[bySeed ? SeedColumn : PointColumn] = bySeed && i < seeds.Count ? seeds[i] : i;
                if (inner > 0)
                    row[lists.First(l => l.Inner == inner).PerSeed ? SeedColumn : "part"] = k < seeds.Count ? seeds[k] : k;
                foreach (NumberList list in lists)
                    row[list.Name] = list.Inner == 0 ? list.At(i, 0) : k < list.Inner ? list.At(i, k) : null;
                yield return row;
            }
        }
    }

    private static void AddScalars(Row row, object value, string prefix, bool withLists)
    {
        foreach (PropertyInfo property in Properties(value.GetType()))
        {
            object? content = property.GetValue(value);
            string name = prefix + Camel(property.Name);
            if (content is null or string or bool or Enum || IsNumber(content))
                row[name] = content;
            else if (content is IEnumerable list)
            {
                if (withLists)
                    row[name] = Joined([.. list.Cast<object?>()]);
            }
            else
            {
                if (content is ILabeled labeled)
                    row[name] = labeled.Label;
                AddScalars(row, content, name + ".", withLists);
            }
        }
    }

    private static string Joined(IReadOnlyList<object?> elements) => elements.Any(e => e is ILabeled)
        ? string.Join("; ", elements.Select(e => (e as ILabeled)?.Label))
        : string.Join(" ", elements.Select(e => Convert.ToString(e, CultureInfo.InvariantCulture)));

    private static IEnumerable<NumberList> Lists(object value, string prefix)
    {
        foreach (PropertyInfo property in Properties(value.GetType()))
        {
            if (property.GetValue(value) is not IEnumerable content || content is string or byte[] or IDictionary)
                continue;
            object?[] elements = [.. content.Cast<object?>()];
            bool perSeed = property.IsDefined(typeof(PerSeedAttribute));
            if (elements.Length > 0 && elements.All(e => e is not null && (IsNumber(e) || e is bool)))
                yield return new(prefix + Camel(property.Name), elements.Length, 0, perSeed, (i, _) => elements[i]);
            else if (elements.Length > 0 && elements.All(e => e is IEnumerable and not string && ((IEnumerable)e).Cast<object?>()
                .All(v => v is not null && IsNumber(v))))
            {
                object?[][] rows = [.. elements.Select(e => ((IEnumerable)e!).Cast<object?>().ToArray())];
                yield return new(prefix + Camel(property.Name), rows.Length, rows.Max(r => r.Length), perSeed, (i, k) =>
                    k < rows[i].Length ? rows[i][k] : null);
            }
        }
    }

    /// <summary>Lists of records.</summary>
    private static IEnumerable<(string Name, IEnumerable<object> Elements)> Parts(object value) =>
        from property in Properties(value.GetType())
        where property.PropertyType != typeof(string)
        let list = property.GetValue(value) as IEnumerable
        where list is not null and not byte[] and not IDictionary
        let elements = list.Cast<object?>().OfType<object>().ToList()
        where elements.Count > 0 && elements.All(e => e is not (string or bool or IEnumerable or Enum) && !IsNumber(e))
        select (Camel(property.Name), (IEnumerable<object>)elements);

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetIndexParameters().Length == 0 && !p.IsDefined(typeof(JsonIgnoreAttribute)) && p.Name != "EqualityContract");

    private static bool IsNumber(object value) => value is double or float or int or long or short or byte or uint or ushort or sbyte;

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private sealed class Row : Dictionary<string, object?>
    {
        public Row(IEnumerable<KeyValuePair<string, object?>> values)
            : base(StringComparer.Ordinal)
        {
            foreach (var (name, value) in values)
                this[name] = value;
        }
    }

    private sealed record NumberList(string Name, int Length, int Inner, bool PerSeed, Func<int, int, object?> At);
}
