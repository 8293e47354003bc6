using System.Text.Json;
using Microsoft.DotNet.Interactive.Formatting;

namespace Offprint.Kernel.Dialect.Sharing;

/// <summary>Values as text between languages, with .NET Interactive's rules for reading them back.</summary>
internal static class SharedJson
{
    public const string MimeType = "application/json";

    /// <summary>The value as the formatter of a MIME type writes it.</summary>
    /// <exception cref="UserException">It has no such form.</exception>
    public static string Write(string name, object? value, string mimeType = MimeType)
    {
        if (value is JsonDocument document && mimeType == MimeType)
            return document.RootElement.GetRawText();
        try
        {
            return Formatter.ToDisplayString(value, mimeType);
        }
        catch (Exception e) when (e is NotSupportedException or JsonException or InvalidOperationException or ArgumentException)
        {
            throw new UserException($"'{name}' cannot be shared as {mimeType}: {e.Message}", e);
        }
    }

    /// <summary>A copy by way of a MIME type: JSON is read back, all else stays text.</summary>
    public static SharedValue Copy(string name, object? value, string mimeType)
    {
        string text = Write(name, value, mimeType);
        return mimeType == MimeType ? Read(JsonDocument.Parse(text)) : new SharedValue(text, typeof(string));
    }

    /// <summary>Booleans, numbers (as <see cref="double"/>) and texts as .NET has them; all else as a document.</summary>
    public static SharedValue Read(JsonDocument document) => document.RootElement.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => new SharedValue(document.RootElement.GetBoolean(), typeof(bool)),
        JsonValueKind.Number => new SharedValue(document.RootElement.GetDouble(), typeof(double)),
        JsonValueKind.String => new SharedValue(document.RootElement.GetString(), typeof(string)),
        JsonValueKind.Null => new SharedValue(null, typeof(object)),
        _ => new SharedValue(document, typeof(JsonDocument)),
    };
}
