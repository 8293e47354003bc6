using System.Collections.Concurrent;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Offprint.Kernel.Scripting;

/// <summary>Documentation of the framework's own types, from the reference pack that comes with the SDK.</summary>
/// <remarks>
/// The pack's files are named after reference assemblies, while cells compile against the implementation, which has the types elsewhere:
/// so the reference assembly that declares a type tells its file.
/// </remarks>
internal static class FrameworkDocumentation
{
    private static readonly string s_framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
    private static readonly Lazy<Dictionary<string, string>> s_fileOfType = new(IndexTypes);
    private static readonly ConcurrentDictionary<string, Lazy<Dictionary<string, string>>> s_files = new(StringComparer.Ordinal);

    public static bool Covers(string assemblyPath) => Path.GetDirectoryName(assemblyPath) == s_framework;

    /// <summary>
    /// The XML of a member by its identifier, such as <c>M:System.Console.WriteLine</c>; null without a pack or documentation.
    /// </summary>
    public static string? Find(string memberId)
    {
        int end = memberId.IndexOf('(', StringComparison.Ordinal);
        string name = end < 0 ? memberId[2..] : memberId[2..end];
        for (; name.Length > 0; name = name[..Math.Max(0, name.LastIndexOf('.'))])
        {
            if (s_fileOfType.Value.TryGetValue(name, out string? file))
                return s_files.GetOrAdd(file, static f => new(() => AssemblyDocumentation.Read(f))).Value.GetValueOrDefault(memberId);
        }
        return null;
    }

    private static Dictionary<string, string> IndexTypes()
    {
        Dictionary<string, string> index = new(StringComparer.Ordinal);
        if (PackFolder() is not { } folder)
            return index;
        foreach (string file in Directory.EnumerateFiles(folder, "*.xml").Where(f => File.Exists(Path.ChangeExtension(f, ".dll"))))
        {
            using PEReader image = new(File.OpenRead(Path.ChangeExtension(file, ".dll")));
            MetadataReader metadata = image.GetMetadataReader();
            foreach (TypeDefinition type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Where(t => !t.Namespace.IsNil))
                index[$"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}"] = file;
        }
        return index;
    }

    /// <summary>The reference pack of this framework's version; null on a machine with the runtime alone.</summary>
    public static string? PackFolder()
    {
        string packs = Path.GetFullPath(Path.Combine(s_framework, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        string target = $"net{Environment.Version.Major}.{Environment.Version.Minor}";
        return !Directory.Exists(packs) ? null : Directory.EnumerateDirectories(packs)
            .Select(version => Path.Combine(version, "ref", target)).Where(Directory.Exists).Order(StringComparer.Ordinal).LastOrDefault();
    }
}
