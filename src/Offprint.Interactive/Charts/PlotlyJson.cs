using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Plotly.NET;

namespace Offprint.Interactive.Charts;

/// <summary>A chart as <c>application/vnd.plotly.v1+json</c>: an object of data, layout and config.</summary>
internal static class PlotlyJson
{
    // Escapes <, > and &, so that the text can stand in HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Of(GenericChart chart)
    {
        using var document = JsonDocument.Parse(GenericChart.toJson(chart));
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
            Copy(document.RootElement, writer);
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>
    /// Copies, with numbers shortened to what a screen can show, and null for the strings by which Plotly.NET writes NaN and infinity.
    /// </summary>
    private static void Copy(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Copy(member.Value, writer);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Copy(item, writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteNumberValue(Shorten(element.GetDouble()));
                break;
            case JsonValueKind.String when element.GetString() is "NaN" or "Infinity" or "-Infinity":
                writer.WriteNullValue();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    /// <summary>Seven significant digits, ten thousand times finer than a pixel; whole numbers, which may be dates, in full.</summary>
    private static double Shorten(double value)
    {
        if (value == 0 || value == Math.Round(value))
            return value;
        return double.Parse(value.ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
