using System.Text.RegularExpressions;
using NuGet.Versioning;
using Offprint.Files;

namespace Offprint.Kernel.Language;

/// <summary>Completes what directives name: files, and packages that this machine has restored before or that its sources serve.</summary>
internal sealed partial class PlaceCompletion
{
    private const int Most = 100;

    private readonly ServedPackages _served = new(Environment.CurrentDirectory);

    /// <summary>The words for the end of a line; null if the line is no such directive.</summary>
    /// <param name="line">The line up to the cursor.</param>
    /// <param name="position">Where in the cell that is.</param>
    /// <param name="sources">The session's own sources of packages.</param>
    public async Task<CompletionList?> OfAsync(string line, int position, IReadOnlyList<string> sources)
    {
        if (Package().Match(line) is { Success: true } package)
        {
            string id = package.Groups["id"].Value;
            if (package.Groups["version"] is not { Success: true } version)
                return List(await IdsAsync(id, sources).ConfigureAwait(false), "module", id.Length, position);
            return List(await VersionsAsync(id, version.Value, sources).ConfigureAwait(false), "module", version.Value.Length, position);
        }
        if (FileLine().Match(line) is not { Success: true } file)
            return null;
        string path = file.Groups["path"].Value;
        string name = Path.GetFileName(path);
        string place = Path.GetFullPath(Path.GetDirectoryName(path) is { Length: > 0 } above ? above : ".");
        return List(Names(place, name, directoriesOnly: false), "path", name.Length, position);
    }

    /// <summary>First those that this machine has, which restore without a network; a source knows their names' capitals.</summary>
    private async Task<IEnumerable<string>> IdsAsync(string typed, IReadOnlyList<string> sources)
    {
        string[] served = await _served.IdsAsync(typed, sources).ConfigureAwait(false);
        return Names(NuGetFolders.Default, typed, directoriesOnly: true)
            .Select(here => Array.Find(served, s => s.Equals(here, StringComparison.OrdinalIgnoreCase)) ?? here)
            .Concat(served.Where(s => s.StartsWith(typed, StringComparison.OrdinalIgnoreCase))).Distinct(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The newest first; previews only where there is nothing else, or where one is typed.</summary>
    private async Task<IEnumerable<string>> VersionsAsync(string id, string typed, IReadOnlyList<string> sources)
    {
        string[] served = await _served.VersionsAsync(id, sources).ConfigureAwait(false);
        string restored = Path.Combine(NuGetFolders.Default, id.ToLowerInvariant());
        NuGetVersion[] found = [.. Names(restored, typed, directoriesOnly: true).Concat(served)
            .Where(v => v.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(v => NuGetVersion.TryParse(v, out NuGetVersion? version) ? version : null).OfType<NuGetVersion>().Distinct()
            .OrderDescending()];
        bool isPreview = typed.Contains('-', StringComparison.Ordinal) || found.All(v => v.IsPrerelease);
        return found.Where(v => isPreview || !v.IsPrerelease).Select(v => v.ToNormalizedString());
    }

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
