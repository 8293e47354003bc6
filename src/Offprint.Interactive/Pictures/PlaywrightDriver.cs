using System.Reflection;
using Microsoft.Playwright;
using Offprint.Files;

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
        string found = Find() ?? throw new FileNotFoundException(
            $"Playwright's driver is not in {Cached}; restore the project, or set {Variable} to the folder that holds .playwright");
        Environment.SetEnvironmentVariable(Variable, found);
    }

    /// <summary>Whether the driver is where it is looked for.</summary>
    public static bool IsInstalled => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } || Find() is not null;

    /// <summary>The version of the package that holds it.</summary>
    public static string Version => typeof(PlaywrightDriver).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == "PlaywrightVersion").Value!;

    private static string Cached => Path.Combine(NuGetFolders.Default, "microsoft.playwright", Version);

    private static string? Find()
    {
        string beside = Path.GetDirectoryName(typeof(IPlaywright).Assembly.Location) ?? "";
        // Two levels above the assembly, where it was loaded from its package.
        string[] places = [beside, Path.GetFullPath(Path.Combine(beside, "..", "..")), Cached];
        return places.FirstOrDefault(HasDriver);
    }

    private static bool HasDriver(string folder) =>
        folder.Length > 0 && File.Exists(Path.Combine(folder, ".playwright", "package", "cli.js"));
}
