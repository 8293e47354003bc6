using System.Xml.Linq;

namespace Offprint.Interactive.Tests;

/// <summary>Reads rendered HTML back as XML, which fails on tags that are not closed and text that is not encoded.</summary>
internal static class Xhtml
{
    public static XElement Parse(string html)
    {
        // Scripts are not XML; entities of HTML are declared by no document type here.
        string body = System.Text.RegularExpressions.Regex.Replace(html, "<script>.*?</script>", "",
            System.Text.RegularExpressions.RegexOptions.Singleline);
        return XElement.Parse($"<root>{body.Replace("&nbsp;", "\u00a0", StringComparison.Ordinal)}</root>");
    }

    public static IEnumerable<XElement> WithClass(this XElement root, string name) =>
        root.Descendants().Where(e => ((string?)e.Attribute("class") ?? "").Split(' ').Contains(name));
}
