using System.Text.Encodings.Web;
using System.Text.Json;

namespace Offprint.Kernel.Converting;

/// <summary>JSON inside text files.</summary>
internal static class JsonText
{
    /// <summary>On one line, with letters of all languages as they are.</summary>
    public static JsonSerializerOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
