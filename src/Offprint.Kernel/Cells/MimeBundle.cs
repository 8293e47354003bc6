using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;

namespace Offprint.Kernel.Cells;

/// <summary>A value formatted under its MIME types, as Jupyter's messages and notebooks hold it.</summary>
internal static class MimeBundle
{
    public const string Text = "text/plain";
    public const string Html = "text/html";

    /// <summary>Formats a value; without MIME types, under those its type prefers, and always as plain text too.</summary>
    public static JsonObject Of(object? value, params IReadOnlyList<string> mimeTypes)
    {
        object? remembered = RememberedSequence.Of(value);
        using IDisposable? sequence = remembered == value ? null : remembered as IDisposable;
        return Format(remembered, mimeTypes.Count > 0 ? mimeTypes : Preferred(value));
    }

    private static JsonObject Format(object? value, IEnumerable<string> mimeTypes)
    {
        JsonObject bundle = [];
        List<string> notes = [];
        foreach (string mime in mimeTypes)
        {
            // A form that could not be made, such as a picture without a browser to draw it, is empty text.
            (string text, string? cut) = ValueFormatter.Format(value, mime);
            if (text.Length > 0 || mime == Text)
                bundle[mime] = Content(mime, text);
            if (cut is not null)
                notes.Add(mime == Text ? $"[… cut: {cut} …]" : $"[{mime} is left out: {cut}]");
        }
        if (notes.Count > 0)
            bundle[Text] = string.Join('\n', notes.Prepend((string?)bundle[Text]).Where(part => !string.IsNullOrEmpty(part)));
        return bundle;
    }

    /// <summary>A value's plain text.</summary>
    public static string TextOf(object? value) => ValueFormatter.Format(value, Text).Text;

    /// <summary>Text that is in a MIME type's format already; JSON types are embedded as objects, as the notebook format asks.</summary>
    public static JsonNode Content(string mime, string text)
    {
        if (mime != "application/json" && !mime.EndsWith("+json", StringComparison.Ordinal))
            return text;
        try
        {
            return JsonNode.Parse(text) ?? text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static IEnumerable<string> Preferred(object? value)
    {
        // The package formats a number as HTML of a thousand characters; its text says the same.
        if (value is null or string || value.GetType() is { IsPrimitive: true } or { IsEnum: true } || value is decimal)
            return [Text];
        return Formatter.GetPreferredMimeTypesFor(value.GetType()).Append(Text).Distinct();
    }
}
