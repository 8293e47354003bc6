namespace Offprint.Interactive.Pictures;

/// <summary>Finds a browser of the Chromium family on this machine.</summary>
internal static class BrowserFinder
{
    public const string Variable = "OFFPRINT_BROWSER";

    private static readonly string[] Names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "microsoft-edge-stable",
            "msedge"];

    /// <summary>
    /// The browser's path, or <see langword="null"/>; a path set by the user that does not exist is not replaced by another.
    /// </summary>
    public static string? Find() => Find(Environment.GetEnvironmentVariable, File.Exists);

    public static string? Find(Func<string, string?> variable, Func<string, bool> exists)
    {
        if (variable(Variable) is { Length: > 0 } chosen)
            return exists(chosen) ? chosen : null;
        string extension = OperatingSystem.IsWindows() ? ".exe" : "";
        var folders = (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => Names.Select(name => Path.Combine(folder, name + extension)))
            .Concat(InstalledApplications(variable))
            .FirstOrDefault(exists);
    }

    /// <summary>Windows and macOS do not put browsers on the path.</summary>
    private static IEnumerable<string> InstalledApplications(Func<string, string?> variable)
    {
        if (OperatingSystem.IsMacOS())
        {
            yield return "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
            yield return "/Applications/Chromium.app/Contents/MacOS/Chromium";
            yield return "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge";
        }
        foreach (string root in new[] { "ProgramFiles", "ProgramFiles(x86)", "LocalAppData" })
        {
            if (!OperatingSystem.IsWindows() || variable(root) is not { Length: > 0 } folder)
                continue;
            yield return Path.Combine(folder, "Google", "Chrome", "Application", "chrome.exe");
            yield return Path.Combine(folder, "Microsoft", "Edge", "Application", "msedge.exe");
        }
    }
}
