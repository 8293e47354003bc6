namespace Offprint.Files.Tables;

/// <summary>
/// A column of a <see cref="ColumnTable"/>: <c>double?[]</c>, <c>long?[]</c>, <c>bool?[]</c> or <c>string?[]</c>, missing values as null.
/// </summary>
/// <param name="Name">The column's name.</param>
/// <param name="Values">The values, one a row.</param>
public sealed record TableColumnData(string Name, Array Values)
{
    /// <summary>The number of rows.</summary>
    public int Count => Values.Length;

    /// <summary>A value.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>A <see cref="double"/>, <see cref="long"/>, <see cref="bool"/> or <see cref="string"/>; null where it is missing.</returns>
    public object? this[int row] => Values.GetValue(row);

    /// <summary>The column's numbers.</summary>
    /// <returns>One a row; NaN where a value is missing.</returns>
    /// <exception cref="InvalidOperationException">The column holds no numbers.</exception>
    public double[] Numbers() => Values switch
    {
        double?[] numbers => [.. numbers.Select(v => v ?? double.NaN)],
        long?[] counts => [.. counts.Select(v => (double?)v ?? double.NaN)],
        _ => throw new InvalidOperationException($"The column '{Name}' holds no numbers."),
    };

    internal static TableColumnData Of(string name, object?[] values)
    {
        object?[] plain = [.. values.Select(value => Plain(name, value))];
        var present = plain.Where(v => v is not null).ToList();
        if (present.Count > 0 && present.All(v => v is bool))
            return new(name, Array.ConvertAll(plain, v => (bool?)v));
        if (present.Count > 0 && present.All(v => v is long))
            return new(name, Array.ConvertAll(plain, v => (long?)v));
        if (present.Count > 0 && present.All(v => v is long or double))
            return new(name, Array.ConvertAll(plain, v => v is null ? (double?)null : Convert.ToDouble(v, CultureInfo.InvariantCulture)));
        return new(name, Array.ConvertAll(plain, v => v is null ? null : Text(v)));
    }

    private static object? Plain(string name, object? value) => value switch
    {
        null or bool or double or long or string => value,
        float number => (double)number,
        int or short or byte or uint or ushort or sbyte => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        Enum member => member.ToString(),
        _ => throw new ArgumentException($"The column '{name}' holds a {value.GetType().Name}; it takes numbers, truth values and texts."),
    };

    private static string Text(object value) => value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
