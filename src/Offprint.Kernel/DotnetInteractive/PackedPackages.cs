using System.Security.Cryptography;
using Offprint.Files;

namespace Offprint.Kernel.DotnetInteractive;

/// <summary>The packages that a checkout packed, as a source for .NET Interactive.</summary>
internal static class PackedPackages
{
    private const string Name = "offprint", Id = Name + ".";

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

    /// <summary>Whether a package is Offprint's.</summary>
    public static bool IsOurs(string id) => id.Equals(Name, StringComparison.OrdinalIgnoreCase)
        || id.StartsWith(Id, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Deletes the restored copies of our packages that are not the packed ones: of another version, or of another content.
    /// </summary>
    /// <param name="packed">The folder of packed packages.</param>
    /// <param name="restored">A folder of restored packages that is nobody else's.</param>
    internal static void ForgetOthers(string packed, string restored)
    {
        Dictionary<string, string> now = new(StringComparer.OrdinalIgnoreCase);
        foreach (string package in Directory.EnumerateFiles(packed, Id + "*.nupkg", s_anyCase))
            now[Path.GetFileName(package)] = package;
        if (!Directory.Exists(restored))
            return;
        foreach (string version in Directory.EnumerateDirectories(restored).Where(p => IsOurs(Path.GetFileName(p)))
            .SelectMany(Directory.EnumerateDirectories))
        {
            string file = $"{Path.GetFileName(Path.GetDirectoryName(version))}.{Path.GetFileName(version)}.nupkg";
            // NuGet writes its metadata last: without it another process is about to restore the package, or NuGet itself will do it again.
            if (now.TryGetValue(file, out string? package) && (!File.Exists(Path.Combine(version, ".nupkg.metadata"))
                || IsCopyOf(package, Path.Combine(version, file + ".sha512"))))
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

    /// <summary>By the sum that NuGet writes beside a package that it has restored.</summary>
    private static bool IsCopyOf(string package, string sum)
    {
        if (!File.Exists(sum))
            return false;
        using FileStream stream = File.OpenRead(package);
        return File.ReadAllText(sum).Trim() == Convert.ToBase64String(SHA512.HashData(stream));
    }

    private static readonly EnumerationOptions s_anyCase = new() { MatchCasing = MatchCasing.CaseInsensitive };

    /// <summary>
    /// Makes .NET Interactive forget which of our packages it chose for a notebook's line: it remembers the answer to "0.1.0" for good,
    /// also when the folder holds newer ones.
    /// </summary>
    public static void ForgetChoices()
    {
        if (Folder is { } packed)
            ForgetOthers(packed, PrivatePackages.Folder);
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
