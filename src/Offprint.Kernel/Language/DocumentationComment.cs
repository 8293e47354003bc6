using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Offprint.Kernel.Language;

/// <summary>A symbol's XML documentation as plain text.</summary>
internal sealed partial class DocumentationComment
{
    private readonly XElement? _root;

    private DocumentationComment(XElement? root) => _root = root;

    public string? Summary => Text(_root?.Element("summary"));

    public static DocumentationComment Of(ISymbol symbol, CancellationToken cancellation)
    {
        string? xml = symbol.OriginalDefinition.GetDocumentationCommentXml(CultureInfo.InvariantCulture, expandIncludes: false,
            cancellation);
        try
        {
            return new DocumentationComment(string.IsNullOrWhiteSpace(xml) ? null : XElement.Parse(xml));
        }
        catch (XmlException)
        {
            return new DocumentationComment(null); // as its author left it
        }
    }

    public string? Parameter(string name) => Text(_root?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == name));

    private static string? Text(XElement? element) => element is null ? null
        : Whitespace().Replace(string.Concat(element.Nodes().Select(Render)), " ").Trim() is { Length: > 0 } text ? text : null;

    private static string Render(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { IsEmpty: true } reference => (string?)reference.Attribute("langword") ?? (string?)reference.Attribute("name")
            ?? Name((string?)reference.Attribute("cref") ?? ""),
        XElement nested => string.Concat(nested.Nodes().Select(Render)),
        _ => "",
    };

    /// <summary>The last part of an identifier such as <c>M:System.Console.WriteLine(System.String)</c>.</summary>
    private static string Name(string reference)
    {
        string name = reference.Split('(')[0];
        return name[(name.LastIndexOfAny(['.', ':']) + 1)..].Split('`')[0];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
