using System.Diagnostics;
using System.IO.Compression;
using Offprint.Files;

namespace Offprint.Kernel.Tests.Packages;

/// <summary>The packages of this build, packed once, and an empty folder with an empty cache to try them in.</summary>
/// <remarks>Everything else is restored from this machine's own folder of packages, so that no network is needed.</remarks>
[CollectionDefinition(nameof(PackedPackages))]
public sealed class PackedPackages : IAsyncLifetime, ICollectionFixture<PackedPackages>
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly TemporaryFolder _folder = new();
    private string _log = "";

    /// <summary>The folder of packed packages.</summary>
    public string Packages => _folder.File("packages");

    /// <summary>The commit of this checkout when the packages were packed; null outside a repository.</summary>
    internal string? Commit { get; private set; }

    /// <summary>How many commits there were.</summary>
    internal string? Commits { get; private set; }

    /// <summary>Whether files were changed since.</summary>
    internal bool IsChanged { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Commit = (await GitAsync("rev-parse", "HEAD"))?.Trim();
        Commits = (await GitAsync("rev-list", "--count", "HEAD"))?.Trim();
        IsChanged = await GitAsync("status", "--porcelain") is not "";
        string solution = Path.Combine(ProjectFolders.Root, "Offprint.slnx");
        (int exit, _log) = await RunOnThisMachineAsync(
            ProjectFolders.Root, DotnetHost.Path, "pack", solution, "--no-build", "-c", Configuration, $"-p:PackageOutputPath={Packages}",
            "-v", "q", "-nologo");
        Assert.True(exit == 0, _log);
        File.WriteAllText(_folder.File("NuGet.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="{Packages}" />
                <add key="machine" value="{NuGetFolders.Default}" />
              </packageSources>
            </configuration>
            """);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A package.</summary>
    internal ZipArchive Open(string id) => ZipFile.OpenRead(FileOf(id));

    /// <summary>The version that the packages carry.</summary>
    internal string Version => Path.GetFileNameWithoutExtension(FileOf("Offprint.Data"))["Offprint.Data.".Length..];

    /// <summary>An empty folder beside a NuGet.config that knows the packages and nothing of this machine but its package folder.</summary>
    internal string EmptyFolder(string name) => Directory.CreateDirectory(_folder.File(name)).FullName;

    /// <summary>Runs a program in a folder of its own, with caches of its own and no checkout in sight; its output, both streams.</summary>
    internal Task<(int Exit, string Output)> RunAsync(string folder, string program, params string[] arguments) =>
        RunAsync(folder, isAlone: true, program, arguments);

    /// <summary>Runs a program with this machine's sources and caches.</summary>
    internal Task<(int Exit, string Output)> RunOnThisMachineAsync(string folder, string program, params string[] arguments) =>
        RunAsync(folder, isAlone: false, program, arguments);

    private async Task<(int Exit, string Output)> RunAsync(string folder, bool isAlone, string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true,
            RedirectStandardError = true };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = start.Environment["DOTNET_NOLOGO"] = "1";
        if (isAlone)
        {
            start.Environment.Remove("OFFPRINT_ROOT");
            start.Environment["NUGET_PACKAGES"] = _folder.File("cache");
            start.Environment["OFFPRINT_CACHE"] = _folder.File("user");
        }
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + error);
    }

    /// <summary>Skips a test where this machine's folder of packages lacks one, as after a restore from a fallback folder.</summary>
    internal static void SkipWithoutSources(string output) => Assert.SkipWhen(
        output.Contains("NU1101", StringComparison.Ordinal) || output.Contains("NU1102", StringComparison.Ordinal),
        $"{NuGetFolders.Default} has not all packages that the test restores from it: {output}");

    private async Task<string?> GitAsync(params string[] arguments)
    {
        (int exit, string output) = await RunOnThisMachineAsync(ProjectFolders.Root, "git", arguments);
        return exit == 0 ? output : null;
    }

    private string FileOf(string id) => Directory.GetFiles(Packages, id + ".0.*.nupkg").Single();
}
