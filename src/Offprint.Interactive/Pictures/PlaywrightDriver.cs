using System.Reflection;
using Microsoft.Playwright;

namespace Offprint.Interactive.Pictures;

/// <summary>Tells Playwright where its driver is.</summary>
/// <remarks>
/// The driver is a Node.js of 127 MB. It is not copied beside our assemblies; it stays in the NuGet cache, where restoring put it.
/// </remarks>
internal static class PlaywrightDriver
{
    private const string Variable = "PLAYWRIGHT_DRIVER_SEARCH_PATH";

    /// <summary>Sets Playwright's search path, unless the user has set it or the driver lies where Playwright looks by itself.</summary>
    public static void Locate()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 })
            return;
        string beside = Path.GetDirectoryName(typeof(IPlaywright).Assembly.Location) ?? "";
        if (HasDriver(beside))
            return;
        string cached = Path.Combine(PackageFolder(), "microsoft.playwright", Version);
        if (HasDriver(cached))
            Environment.SetEnvironmentVariable(Variable, cached);
    }

    private static bool HasDriver(string folder) =>
        folder.Length > 0 && File.Exists(Path.Combine(folder, ".playwright", "package", "cli.js"));

    private static string PackageFolder() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string Version => typeof(PlaywrightDriver).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == "PlaywrightVersion").Value!;
}
