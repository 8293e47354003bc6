using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Offprint.Kernel.Notebooks;

/// <summary>JSON as Jupyter writes notebooks, so that a file that only passed through here shows no difference.</summary>
/// <remarks>One space of indentation, <c>": "</c> and <c>","</c> as separators, text unescaped except where JSON demands it.</remarks>
internal static class NotebookJson
{
    public static string Write(JsonNode? node)
    {
        StringBuilder text = new();
        Write(text, node, 0);
        return text.Append('\n').ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, int depth)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject { Count: > 0 } members:
                WriteItems(text, '{', '}', members, depth, (member, inner) =>
                {
                    WriteString(text, member.Key);
                    text.Append(": ");
                    Write(text, member.Value, inner);
                });
                break;
            case JsonArray { Count: > 0 } items:
                WriteItems(text, '[', ']', items, depth, (item, inner) => Write(text, item, inner));
                break;
            case JsonValue value:
                WriteValue(text, value);
                break;
            default:
                text.Append(node is JsonObject ? "{}" : "[]");
                break;
        }
    }

    private static void WriteItems<T>(StringBuilder text, char open, char close, IEnumerable<T> items, int depth, Action<T, int> write)
    {
        char before = open;
        foreach (T item in items)
        {
            text.Append(before).Append('\n').Append(' ', depth + 1);
            write(item, depth + 1);
            before = ',';
        }
        text.Append('\n').Append(' ', depth).Append(close);
    }

    private static void WriteValue(StringBuilder text, JsonValue value)
    {
        if (value.GetValueKind() != JsonValueKind.String)
        {
            text.Append(value.ToJsonString()); // a number that was read keeps its digits
            return;
        }
        try
        {
            WriteString(text, value.GetValue<string>());
        }
        catch (InvalidOperationException)
        {
            text.Append(value.GetValue<JsonElement>().GetRawText()); // half of a surrogate pair, which no string can hold
        }
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }
}
