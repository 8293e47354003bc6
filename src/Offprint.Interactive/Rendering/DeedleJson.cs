using System.Text.Json.Nodes;
using Deedle;

namespace Offprint.Interactive.Rendering;

/// <summary>Deedle's frames and series as JSON, for cells in other languages: an array with an object for each row.</summary>
/// <remarks>
/// .NET Interactive writes a value as JSON whenever a cell shares it, also where the other language then takes the object itself; by their
/// properties frames cannot be written.
/// </remarks>
internal static class DeedleJson
{
    /// <summary>A frame: in each object the columns by name; what is missing is left out.</summary>
    public static string Of(IFrame frame) => frame.Apply(new FrameReader()).ToJsonString();

    /// <summary>A series: in each object <c>key</c> and <c>value</c>.</summary>
    public static string Of<TKey, TValue>(Series<TKey, TValue> series) => new JsonArray([.. series.Observations.Select(o =>
        (JsonNode)new JsonObject { ["key"] = Value(o.Key), ["value"] = Value(o.Value) })]).ToJsonString();

    private static JsonNode? Value(object? value) => value switch
    {
        null => null,
        double number => double.IsFinite(number) ? JsonValue.Create(number) : null, // JSON has no NaN and no infinity
        float number => float.IsFinite(number) ? JsonValue.Create(number) : null,
        bool flag => JsonValue.Create(flag),
        int or long or short or byte or uint => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        decimal number => JsonValue.Create(number),
        DateTime date => JsonValue.Create(date),
        IFormattable other => JsonValue.Create(other.ToString(null, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(value.ToString()),
    };

    private sealed class FrameReader : IFrameOperation<JsonArray>
    {
        public JsonArray Invoke<TRow, TColumn>(Frame<TRow, TColumn> frame)
        {
            JsonObject[] rows = [.. Enumerable.Range(0, frame.RowCount).Select(_ => new JsonObject())];
            foreach (TColumn key in frame.ColumnKeys)
            {
                Series<TRow, object> column = frame.GetColumn<object>(key);
                for (int at = 0; at < rows.Length; at++)
                {
                    if (column.TryGetAt(at) is { HasValue: true } value)
                        rows[at][key?.ToString() ?? ""] = Value(value.Value);
                }
            }
            return new JsonArray([.. rows]);
        }
    }
}
