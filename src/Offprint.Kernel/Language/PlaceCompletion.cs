using System.Text.RegularExpressions;

namespace Offprint.Kernel.Language;

/// <summary>Completes what directives name: files, and packages that this machine has restored before.</summary>
internal static partial class PlaceCompletion
{
    private const int Most = 100;

    /// <summary>The words for the end of a line; null if the line is no such directive.</summary>
    /// <param name="line">The line up to the cursor.</param>
    /// <param name="position">Where in the cell that is.</param>
    public static CompletionList? Of(string line, int position)
    {
        if (Package().Match(line) is { Success: true } package)
        {
            bool isVersion = package.Groups["version"].Success;
            string typed = package.Groups[isVersion ? "version" : "id"].Value;
            string folder = isVersion ? Path.Combine(Packages, package.Groups["id"].Value.ToLowerInvariant()) : Packages;
            return List(Names(folder, typed, directoriesOnly: true), "module", typed.Length, position);
        }
        if (FileLine().Match(line) is not { Success: true } file)
            return null;
        string path = file.Groups["path"].Value;
        string name = Path.GetFileName(path);
        string place = Path.GetFullPath(Path.GetDirectoryName(path) is { Length: > 0 } above ? above : ".");
        return List(Names(place, name, directoriesOnly: false), "path", name.Length, position);
    }

    private static string Packages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static CompletionList List(IEnumerable<string> names, string kind, int typed, int position) =>
        new(position - typed, position, [.. names.Take(Most).Select(n => new Completion(n, kind))]);

    private static IEnumerable<string> Names(string folder, string typed, bool directoriesOnly)
    {
        if (!Directory.Exists(folder))
            return [];
        DirectoryInfo directory = new(folder);
        IEnumerable<FileSystemInfo> found = directoriesOnly ? directory.EnumerateDirectories() : directory.EnumerateFileSystemInfos();
        return found.Where(f => f.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) && (typed.Length > 0 || f.Name[0] != '.'))
            .Select(f => f is DirectoryInfo && !directoriesOnly ? f.Name + "/" : f.Name).Order(StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"^\s*#r\s+""?nuget:\s*(?<id>[\w.-]*)(\s*,\s*(?<version>[\w.-]*))?$")]
    private static partial Regex Package();

    [GeneratedRegex(@"^\s*(#!import\s+""?|#r\s+""|#load\s+"")(?<path>[^""]*)$")]
    private static partial Regex FileLine();
}
