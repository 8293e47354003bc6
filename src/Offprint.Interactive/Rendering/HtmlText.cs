using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Offprint.Interactive.Rendering;

/// <summary>Plain text inside HTML.</summary>
internal static class HtmlText
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Encode(string? text) => Encoder.Encode(text ?? "");
}
