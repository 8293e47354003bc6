using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Offprint.Kernel.Html;

/// <summary>Terminal text with colours as HTML.</summary>
internal static partial class AnsiText
{
    public static string ToHtml(string text)
    {
        StringBuilder html = new();
        int done = 0;
        bool open = false;
        foreach (Match escape in Escape().Matches(text))
        {
            html.Append(WebUtility.HtmlEncode(text[done..escape.Index]));
            done = escape.Index + escape.Length;
            if (!escape.Groups["codes"].Success)
                continue;
            if (open)
                html.Append("</span>");
            string[] codes = [.. escape.Groups["codes"].Value.Split(';').Where(c => c.Length > 0 && c != "0")];
            open = codes.Length > 0;
            if (open)
                html.Append(CultureInfo.InvariantCulture, $"<span class=\"{string.Join(' ', codes.Select(c => $"a{c}"))}\">");
        }
        return html.Append(WebUtility.HtmlEncode(text[done..])).Append(open ? "</span>" : "").ToString();
    }

    /// <summary>Colours are kept, other control sequences dropped.</summary>
    [GeneratedRegex(@"\x1b\[(?:(?<codes>[\d;]*)m|[\d;?]*[A-Za-ln-z])")]
    private static partial Regex Escape();
}
