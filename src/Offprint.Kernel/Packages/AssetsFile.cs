using System.Text.Json.Nodes;

namespace Offprint.Kernel.Packages;

/// <summary>Reads the file in which NuGet says what it has restored.</summary>
internal static class AssetsFile
{
    /// <summary>The files that NuGet chose; null if one of them is gone.</summary>
    public static PackageAssets? Read(string path)
    {
        JsonNode root = JsonNode.Parse(File.ReadAllBytes(path))!;
        string[] folders = [.. root["packageFolders"]!.AsObject().Select(p => p.Key)];
        // With a runtime identifier there are two targets; the one that names it comes last and has its native files.
        JsonObject target = root["targets"]!.AsObject().Last().Value!.AsObject();
        List<string> compile = [], runtime = [], native = [], extensions = [];
        Dictionary<string, string> versions = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string library, JsonNode? files) in target)
        {
            if ((string?)root["libraries"]?[library]?["path"] is not { } relative)
                continue;
            if (folders.Select(f => Path.Combine(f, relative)).FirstOrDefault(Directory.Exists) is not { } folder)
                return null;
            string[] name = library.Split('/');
            versions[name[0]] = name[^1];
            compile.AddRange(Files(files!["compile"], folder));
            runtime.AddRange(Files(files["runtime"], folder));
            native.AddRange(Files(files["native"], folder));
            extensions.AddRange(Extensions(Path.Combine(folder, "interactive-extensions", "dotnet")));
        }
        return compile.Concat(runtime).Concat(native).All(File.Exists)
            ? new PackageAssets(compile, runtime, native, extensions, versions, [.. Warnings(root)]) : null;
    }

    /// <summary>Assemblies and the script, in the order in which .NET Interactive loads them.</summary>
    private static IEnumerable<string> Extensions(string folder) => !Directory.Exists(folder) ? []
        : Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal)
            .Concat(new[] { Path.Combine(folder, "extension.dib") }.Where(File.Exists));

    /// <summary>Of the many remarks those that say that the packages are not what was asked for.</summary>
    private static IEnumerable<string> Warnings(JsonNode root) => (root["logs"] as JsonArray ?? [])
        .Where(l => (string?)l?["level"] == "Warning"
            && (string?)l["code"] is "NU1601" or "NU1602" or "NU1603" or "NU1604" or "NU1608" or "NU1701")
        .Select(l => $"{(string?)l!["code"]}: {(string?)l["message"]}").Distinct();

    private static IEnumerable<string> Files(JsonNode? group, string folder) => group is not JsonObject files ? []
        : files.Select(f => f.Key).Where(f => Path.GetFileName(f) != "_._").Select(f => Path.Combine(folder, f));
}
