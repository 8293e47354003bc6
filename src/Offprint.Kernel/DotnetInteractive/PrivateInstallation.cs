using System.Diagnostics;
using Microsoft.FSharp.Core;
using Offprint.Files;
using Offprint.Kernel.Running;

namespace Offprint.Kernel.DotnetInteractive;

/// <summary>A private copy of .NET Interactive's last release, in the user's cache, in which Plotly.NET and Deedle work.</summary>
/// <remarks>
/// The release loads its own FSharp.Core 10.0 whoever asks, and both want 10.1: the copy has this engine's. Cells run on it as on an
/// untouched one otherwise. The release was the last: .NET Interactive is deprecated and gets no fixes.
/// </remarks>
internal static class PrivateInstallation
{
    public const string Version = "1.0.712001";

    public const string Package = "Microsoft.dotnet-interactive", Application = "Microsoft.DotNet.Interactive.App.dll";

    private const string Core = "FSharp.Core.dll";

    /// <summary>What starts it as a Jupyter kernel.</summary>
    /// <exception cref="UserException">It is not installed and cannot be.</exception>
    public static async Task<KernelProgram> EnsureAsync(CancellationToken cancellation)
    {
        string application = Find() ?? await InstallAsync(cancellation).ConfigureAwait(false);
        UseOwnCore(Path.GetDirectoryName(application)!);
        PrivatePackages.Link(NuGetFolders.Default, PrivatePackages.Folder);
        return Program(application);
    }

    /// <summary>What starts an installation as a Jupyter kernel.</summary>
    /// <param name="application">The path of its <see cref="Application"/>.</param>
    public static KernelProgram Program(string application) => new(DotnetHost.Path,
        [application, "jupyter", "--default-kernel", "csharp", KernelProgram.ConnectionFile, "--http-port-range", PortRange()]);

    /// <summary>
    /// Of this process alone: it takes the first port that is free, and of two that start together one would find it taken.
    /// </summary>
    private static string PortRange()
    {
        int first = 2048 + 100 * (System.Environment.ProcessId % 300);
        return $"{first}-{first + 99}";
    }

    /// <summary>Variables of its environment: it finds Offprint's packages, and neither greets nor reports.</summary>
    /// <param name="packages">A folder of packages; null where NuGet's sources have them.</param>
    public static Dictionary<string, string> Environment(string? packages)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal)
        {
            [PrivatePackages.Variable] = PrivatePackages.Folder,
            ["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_INTERACTIVE_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
        };
        if (packages is not null)
            variables["RestoreAdditionalProjectSources"] = packages; // a property of the project by which it restores
        return variables;
    }

    private static string Folder => Path.Combine(ProjectFolders.Cache, "dotnet-interactive", Version);

    private static string? Find() => !Directory.Exists(Folder) ? null
        : Directory.EnumerateFiles(Folder, Application, SearchOption.AllDirectories).FirstOrDefault();

    private static async Task<string> InstallAsync(CancellationToken cancellation)
    {
        await Console.Error.WriteLineAsync($"offprint: installing .NET Interactive {Version} in {Folder} (once)").ConfigureAwait(false);
        Directory.CreateDirectory(Folder);
        ProcessStartInfo start = new(DotnetHost.Path, ["tool", "install", Package, "--version", Version, "--tool-path", Folder])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        string error = await process.StandardError.ReadToEndAsync(cancellation).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        return process.ExitCode == 0 && Find() is { } application ? application : throw new UserException(
            $".NET Interactive could not be installed. Check that NuGet serves {Package} {Version}. It says: " +
                $"{(await output.ConfigureAwait(false) + error).Trim()}");
    }

    /// <summary>Puts this engine's FSharp.Core in the place of an older one.</summary>
    private static void UseOwnCore(string folder)
    {
        string own = typeof(FSharpOption<>).Assembly.Location, theirs = Path.Combine(folder, Core);
        if (VersionOf(theirs) < VersionOf(own))
            AtomicFile.Write(theirs, stream => stream.Write(File.ReadAllBytes(own)));

        static System.Version VersionOf(string path) => System.Reflection.AssemblyName.GetAssemblyName(path).Version!;
    }
}
