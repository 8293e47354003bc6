using System.Text.Json.Nodes;

namespace Offprint.Kernel.Notebooks;

/// <summary>Text that the notebook format stores as a list of lines, or as one string.</summary>
internal static class MultilineText
{
    public static string Read(JsonNode? node) => node switch
    {
        JsonArray lines => string.Concat(lines.Select(l => (string?)l)),
        JsonValue value => (string?)value ?? "",
        _ => "",
    };

    /// <summary>Lines, each with its newline but the last.</summary>
    public static JsonArray Write(string text)
    {
        JsonArray lines = [];
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start) is >= 0 and var newline ? newline + 1 : text.Length;
            lines.Add((JsonNode)text[start..end]);
            start = end;
        }
        return lines;
    }

    /// <summary>Adds text to stored lines; an unfinished last line goes on.</summary>
    public static void Append(JsonArray lines, string text)
    {
        if (lines.Count > 0 && (string)lines[^1]! is var last && !last.EndsWith('\n'))
        {
            text = last + text;
            lines.RemoveAt(lines.Count - 1);
        }
        foreach (JsonNode? line in Write(text).ToArray())
            lines.Add(line!.DeepClone());
    }
}
