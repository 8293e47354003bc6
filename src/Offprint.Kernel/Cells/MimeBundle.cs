using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;

namespace Offprint.Kernel.Cells;

/// <summary>A value formatted under its MIME types, as Jupyter's messages and notebooks hold it.</summary>
internal static class MimeBundle
{
    public const string Text = "text/plain";
    public const string Html = "text/html";
    private const int LongestText = 1 << 20;

    /// <summary>Formats a value; without MIME types, under those its type prefers, and always as plain text too.</summary>
    public static JsonObject Of(object? value, params IReadOnlyList<string> mimeTypes)
    {
        JsonObject bundle = [];
        foreach (string mime in mimeTypes.Count > 0 ? mimeTypes : Preferred(value))
        {
            // A form that could not be made, such as a picture without a browser to draw it, is empty text.
            string text = Format(value, mime);
            if (text.Length > 0 || mime == Text)
                bundle[mime] = Content(mime, text);
        }
        return bundle;
    }

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

    /// <summary>Asks for the formatter first: the package's own look-up never ends for a MIME type that has none.</summary>
    /// <exception cref="ArgumentException">Nothing formats the value as this type.</exception>
    private static string Format(object? value, string mime)
    {
        ITypeFormatter formatter = Formatter.GetPreferredFormatterFor(value?.GetType() ?? typeof(object), mime);
        string text = value.ToDisplayString(formatter);
        return mime == Text && text.Length > LongestText
            ? $"{text.AsSpan(0, LongestText)}\n[… {text.Length - LongestText:N0} characters left out: a value's text is limited to {LongestText >> 20} MB …]"
            : text;
    }

    private static IEnumerable<string> Preferred(object? value)
    {
        // The package formats a number as HTML of a thousand characters; its text says the same.
        if (value is null or string || value.GetType() is { IsPrimitive: true } or { IsEnum: true } || value is decimal)
            return [Text];
        return Formatter.GetPreferredMimeTypesFor(value.GetType()).Append(Text).Distinct();
    }
}
