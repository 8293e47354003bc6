using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Offprint.Files;

namespace Offprint.Kernel.Packages;

/// <summary>The packages of a session, resolved together by the SDK's own NuGet in a cache folder named by their list.</summary>
internal sealed class PackageSet
{
    private static readonly string s_framework = $"net{Environment.Version.Major}.{Environment.Version.Minor}";

    private readonly List<PackageRequest> _requests = [];
    private string[] _sources = [];
    private IReadOnlyDictionary<string, string> _loaded = PackageAssets.None.Versions;

    /// <summary>Sources that cells have added; may be read while one runs.</summary>
    public IReadOnlyList<string> Sources => _sources;

    public void AddSource(string source) => _sources = [.. _sources.Append(source).Distinct()];

    /// <summary>Adds packages, resolved together with those before them; needs no network when the same list was resolved before.</summary>
    /// <returns>The files; none if all packages are there already.</returns>
    /// <exception cref="UserException">NuGet finds no such package or version, or none that fits those that are loaded.</exception>
    public async Task<PackageAssets> AddAsync(IReadOnlyList<PackageRequest> asked, CancellationToken cancellation)
    {
        PackageRequest[] added = [.. asked.Where(a => !IsThere(a))];
        if (added.Length == 0)
            return PackageAssets.None;
        List<PackageRequest> requests = [.. _requests.Where(r => !Array.Exists(added, a => a.Is(r.Id))), .. added];
        string folder = Path.Combine(ProjectFolders.Cache, "packages", Key(requests));
        string assets = Path.Combine(folder, "obj", "project.assets.json");
        PackageAssets? known = File.Exists(assets) ? AssetsFile.Read(assets) : null;
        if (known is null)
        {
            await RestoreAsync(folder, requests, added, cancellation).ConfigureAwait(false);
            known = AssetsFile.Read(assets)
                ?? throw new UserException($"NuGet restored {Names(added)}, but some of the files are missing; delete {folder} and try " +
                    "again.");
        }
        RefuseChanges(known.Versions, added);
        _requests.Clear();
        _requests.AddRange(requests);
        _loaded = known.Versions;
        return known;
    }

    /// <summary>Whether a package is loaded in the version that is asked for.</summary>
    private bool IsThere(PackageRequest asked) => _loaded.TryGetValue(asked.Id, out string? version)
        && (asked.IsAnyVersion || asked.Version.Equals(version, StringComparison.OrdinalIgnoreCase) || _requests.Contains(asked));

    /// <summary>What is loaded stays loaded: .NET cannot replace it.</summary>
    private void RefuseChanges(IReadOnlyDictionary<string, string> versions, PackageRequest[] added)
    {
        string[] changes = [.. versions.Where(v => _loaded.TryGetValue(v.Key, out string? old) && old != v.Value)
            .Select(v => $"{v.Key} {v.Value} (this session has {_loaded[v.Key]})")];
        if (changes.Length > 0)
        {
            throw new UserException($"{Names(added)} needs {string.Join(", ", changes)}, and what is loaded cannot be replaced. "
                + "Restart the kernel and put the #r lines into one cell: they are then resolved together. The session stays usable as " +
                    "it is.");
        }
    }

    private static string Names(IEnumerable<PackageRequest> packages) => string.Join(", ", packages);

    private string Key(IEnumerable<PackageRequest> requests)
    {
        IEnumerable<string> parts = requests.Select(r => $"{r.Id.ToLowerInvariant()}/{r.Version}").Order(StringComparer.Ordinal)
            .Concat(_sources).Append(s_framework).Append(RuntimeInformation.RuntimeIdentifier);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..16];
    }

    private async Task RestoreAsync(string folder, List<PackageRequest> requests, PackageRequest[] added, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        // Empty ones of its own, so that no project above the cache folder has a say.
        foreach (string name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
            await File.WriteAllTextAsync(Path.Combine(folder, name), "<Project />", cancellation).ConfigureAwait(false);
        string project = Path.Combine(folder, "packages.csproj");
        await File.WriteAllTextAsync(project, Project(requests), cancellation).ConfigureAwait(false);
        (int exit, string output) = await RunAsync(project, cancellation).ConfigureAwait(false);
        if (exit == 0)
            return;
        string[] errors = [.. output.Split('\n').Where(l => l.Contains(": error ", StringComparison.Ordinal))
            .Select(l => l[(l.IndexOf(": error ", StringComparison.Ordinal) + 2)..].Trim()).Distinct()];
        throw new UserException(
            $"{Names(added)} could not be restored. Check names and versions, and the network or the packages' source (#i)"
            + (output.Contains("NU1605", StringComparison.Ordinal) && _requests.Count > 0
                ? "; if it does not go together with what is loaded, restart the kernel and put the #r lines into one cell. " : ". ")
            + $"NuGet says: {(errors.Length > 0 ? string.Join("; ", errors) : output.Trim())}");
    }

    private string Project(List<PackageRequest> requests) => new XElement("Project",
        new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement("PropertyGroup",
            new XElement("TargetFramework", s_framework),
            new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier),
            new XElement("SelfContained", false),
            new XElement("UseAppHost", false),
            new XElement("RestoreAdditionalProjectSources", string.Join(';', _sources))),
        new XElement("ItemGroup", requests.Select(r =>
            new XElement("PackageReference", new XAttribute("Include", r.Id), new XAttribute("Version", r.Version))))).ToString();

    private static async Task<(int Exit, string Output)> RunAsync(string project, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(DotnetHost.Path, ["restore", project, "-v", "q", "-nologo"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(project)!,
        };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation),
            error = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return (process.ExitCode, await output.ConfigureAwait(false) + await error.ConfigureAwait(false));
    }
}
