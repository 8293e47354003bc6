using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Offprint.Kernel.Html;

/// <summary>Marks C#'s comments, text, numbers and keywords; enough for reading.</summary>
internal static partial class CodeHighlighter
{
    public static string ToHtml(string code)
    {
        StringBuilder html = new();
        int done = 0;
        foreach (Match token in Token().Matches(code))
        {
            html.Append(WebUtility.HtmlEncode(code[done..token.Index]));
            string kind = token.Groups.Values.Skip(1).First(g => g.Success).Name;
            html.Append(CultureInfo.InvariantCulture, $"<span class=\"{kind}\">{WebUtility.HtmlEncode(token.Value)}</span>");
            done = token.Index + token.Length;
        }
        return html.Append(WebUtility.HtmlEncode(code[done..])).ToString();
    }

    [GeneratedRegex("""
        (?<c>//[^\n]*|/\*[\s\S]*?\*/|^\#[^\n]*)
        |(?<s>\$*"{3}[\s\S]*?"{3}|[$@]*@[$@]*"(?:""|[^"])*"|\$?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+')
        |(?<n>\b\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?[a-zA-Z]{0,2}\b)
        |(?<k>\b(?:abstract|as|async|await|base|bool|break|byte|case|catch|char|class|const|continue|decimal|default|delegate|do|double|else|enum
        |event|explicit|extern|false|finally|fixed|float|for|foreach|get|goto|if|implicit|in|init|int|interface|internal|is|lock|long|namespace
        |new|null|object|operator|out|override|params|private|protected|public|readonly|record|ref|return|sbyte|sealed|set|short|sizeof|stackalloc
        |static|string|struct|switch|this|throw|true|try|typeof|uint|ulong|unsafe|ushort|using|var|virtual|void|volatile|when|where|while|with|yield)\b)
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
