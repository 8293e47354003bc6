using Offprint.Files;

namespace Offprint.Kernel.DotnetInteractive;

/// <summary>The packages that a checkout packed, as a source for .NET Interactive.</summary>
internal static class PackedPackages
{
    private const string Id = "offprint.";

    /// <summary>Their folder; null where there are none, as outside a checkout, where a NuGet source has them.</summary>
    public static string? Folder
    {
        get
        {
            if (!ProjectFolders.TryFindRoot(out string? root))
                return null;
            string folder = Path.Combine(root, "artifacts", "package", "release");
            return Directory.Exists(folder) && Directory.EnumerateFiles(folder, Id + "*.nupkg", s_anyCase).Any() ? folder : null;
        }
    }

    /// <summary>
    /// Deletes the restored copies of other versions of our packages: of all that NuGet sees, restored ones included, it takes the oldest that
    /// is not older than "0.1.0".
    /// </summary>
    internal static void ForgetOthers(string packed, string restored)
    {
        string[] now = [.. Directory.EnumerateFiles(packed, Id + "*.nupkg", s_anyCase).Select(Path.GetFileNameWithoutExtension).OfType<string>()];
        if (!Directory.Exists(restored))
            return;
        foreach (string version in Directory.EnumerateDirectories(restored, "offprint*").SelectMany(Directory.EnumerateDirectories))
        {
            string name = $"{Path.GetFileName(Path.GetDirectoryName(version))}.{Path.GetFileName(version)}";
            if (now.Contains(name, StringComparer.OrdinalIgnoreCase))
                continue;
            try
            {
                Directory.Delete(version, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use, as below.
            }
        }
    }

    private static string Restored => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static readonly EnumerationOptions s_anyCase = new() { MatchCasing = MatchCasing.CaseInsensitive };

    /// <summary>
    /// Makes .NET Interactive forget which of our packages it chose for a notebook's line: it remembers the answer to "0.1.0" for good,
    /// also when the folder holds newer ones.
    /// </summary>
    public static void ForgetChoices()
    {
        if (Folder is { } packed)
            ForgetOthers(packed, Restored);
        string cache = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".packagemanagement", "nuget", "Cache");
        if (!Directory.Exists(cache))
            return;
        foreach (string choice in Directory.EnumerateFiles(cache))
        {
            try
            {
                if (File.ReadAllText(choice).Contains(Id, StringComparison.OrdinalIgnoreCase))
                    File.Delete(choice);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use: the session that uses it has what it wants, and the next one forgets it.
            }
        }
    }
}
