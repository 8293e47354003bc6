using System.Runtime.InteropServices;
using Offprint.Interactive.Pictures;
using Offprint.Tensors;

namespace Offprint.Kernel.Packages;

/// <summary>What is too large for the tool's package and lies in NuGet's folder instead: libtorch and Playwright's driver.</summary>
/// <remarks>A checkout has restored them when it was built; a tool restores them before its first run.</remarks>
internal static class LargePackages
{
    /// <summary>Restores what is missing, with a line on standard error; does nothing the second time.</summary>
    /// <exception cref="UserException">libtorch is not there and cannot be restored. Without Playwright only pictures of figures are
    /// missing.</exception>
    public static async Task EnsureAsync(CancellationToken cancellation)
    {
        if (!LibTorch.IsInstalled)
            await RestoreAsync($"libtorch-cpu-{Platform}", LibTorch.WantedVersion, cancellation).ConfigureAwait(false);
        if (PlaywrightDriver.IsInstalled)
            return;
        try
        {
            await RestoreAsync("Microsoft.Playwright", PlaywrightDriver.Version, cancellation).ConfigureAwait(false);
        }
        catch (UserException e)
        {
            await Console.Error.WriteLineAsync($"offprint: no pictures of figures: {e.Message}").ConfigureAwait(false);
        }
    }

    private static async Task RestoreAsync(string id, string version, CancellationToken cancellation)
    {
        await Console.Error.WriteLineAsync($"offprint: restoring {id} {version} (once)").ConfigureAwait(false);
        await new PackageSet().AddAsync([new PackageRequest(id, $"[{version}]")], cancellation).ConfigureAwait(false);
    }

    private static string Platform => (OperatingSystem.IsWindows() ? "win-" : OperatingSystem.IsMacOS() ? "osx-" : "linux-")
        + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
}
