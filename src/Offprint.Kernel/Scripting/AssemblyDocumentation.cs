using System.Xml;
using Microsoft.CodeAnalysis;

namespace Offprint.Kernel.Scripting;

/// <summary>The documentation comments of an assembly: from the file beside it, or the SDK's reference pack for the framework's.</summary>
internal sealed class AssemblyDocumentation(string assemblyPath) : DocumentationProvider
{
    private readonly string _path = assemblyPath;
    private readonly Lazy<Dictionary<string, string>?> _beside = new(() =>
        Path.ChangeExtension(assemblyPath, ".xml") is var file && File.Exists(file) ? Read(file) : null);

    public override bool Equals(object? obj) => obj is AssemblyDocumentation other && other._path == _path;

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_path);

    /// <summary>The members of a documentation file by their identifiers; what is no such file has none.</summary>
    public static Dictionary<string, string> Read(string file)
    {
        Dictionary<string, string> members = new(StringComparer.Ordinal);
        try
        {
            using XmlReader reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            reader.ReadToFollowing("member");
            while (!reader.EOF)
            {
                if (reader is { NodeType: XmlNodeType.Element, Name: "member" } && reader.GetAttribute("name") is { } name)
                    members[name] = reader.ReadOuterXml();
                else
                    reader.Read();
            }
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            Diagnostics.Log($"The documentation in {file} ends early: {e.Message}");
        }
        return members;
    }

    protected override string? GetDocumentationForSymbol(
        string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        _beside.Value is { } members ? members.GetValueOrDefault(documentationMemberID)
        : FrameworkDocumentation.Covers(_path) ? FrameworkDocumentation.Find(documentationMemberID)
        : null;
}
