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

    /// <summary>Sets Playwright's search path, unless the user has set it.</summary>
    /// <exception cref="FileNotFoundException">The driver is nowhere; the message says where it should be.</exception>
    public static void Locate()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 })
            return;
        string beside = Path.GetDirectoryName(typeof(IPlaywright).Assembly.Location) ?? "";
        string cached = Path.Combine(PackageFolder(), "microsoft.playwright", Version);
        // Two levels above the assembly, where it was loaded from its package.
        string[] places = [beside, Path.GetFullPath(Path.Combine(beside, "..", "..")), cached];
        string found = places.FirstOrDefault(HasDriver)
            ?? throw new FileNotFoundException($"Playwright's driver is not in {cached}; restore the project, or set {Variable} to the folder that holds .playwright");
        Environment.SetEnvironmentVariable(Variable, found);
    }

    private static bool HasDriver(string folder) =>
        folder.Length > 0 && File.Exists(Path.Combine(folder, ".playwright", "package", "cli.js"));

    private static string PackageFolder() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string Version => typeof(PlaywrightDriver).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == "PlaywrightVersion").Value!;
}
