using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Offprint.Files;

namespace Offprint.Kernel.Packages;

/// <summary>The packages of a session, resolved together by the SDK's own NuGet in a cache folder named by their list.</summary>
internal sealed class PackageSet
{
    private static readonly string s_framework = $"net{Environment.Version.Major}.{Environment.Version.Minor}";

    private readonly List<PackageRequest> _requests = [];
    private readonly List<string> _sources = [];

    public void AddSource(string source)
    {
        if (!_sources.Contains(source))
            _sources.Add(source);
    }

    /// <summary>Adds a package; needs no network when the same list was resolved before.</summary>
    /// <exception cref="UserException">NuGet finds no such package or version, or none that fits the others.</exception>
    public async Task<PackageAssets> AddAsync(PackageRequest request, CancellationToken cancellation)
    {
        List<PackageRequest> requests = [.. _requests.Where(r => !r.Id.Equals(request.Id, StringComparison.OrdinalIgnoreCase)), request];
        string folder = Path.Combine(ProjectFolders.Cache, "packages", Key(requests));
        string assets = Path.Combine(folder, "obj", "project.assets.json");
        PackageAssets? known = File.Exists(assets) ? ReadAssets(assets) : null;
        if (known is null)
        {
            await RestoreAsync(folder, requests, request, cancellation).ConfigureAwait(false);
            known = ReadAssets(assets) ?? throw new UserException($"NuGet restored {request.Id}, but some of its files are missing; delete {folder} and try again.");
        }
        _requests.Clear();
        _requests.AddRange(requests);
        return known;
    }

    private string Key(IEnumerable<PackageRequest> requests)
    {
        IEnumerable<string> parts = requests.Select(r => $"{r.Id.ToLowerInvariant()}/{r.Version}").Order(StringComparer.Ordinal)
            .Concat(_sources).Append(s_framework).Append(RuntimeInformation.RuntimeIdentifier);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..16];
    }

    private async Task RestoreAsync(string folder, List<PackageRequest> requests, PackageRequest added, CancellationToken cancellation)
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
            $"The package {added.Id}, version {added.Version}, could not be restored. Check its name and version, and the network or its source (#i). "
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
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation), error = process.StandardError.ReadToEndAsync(cancellation);
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

    /// <summary>The files that NuGet chose; null if one of them is gone.</summary>
    private static PackageAssets? ReadAssets(string path)
    {
        JsonNode root = JsonNode.Parse(File.ReadAllBytes(path))!;
        string[] folders = [.. root["packageFolders"]!.AsObject().Select(p => p.Key)];
        // With a runtime identifier there are two targets; the one that names it comes last and has its native files.
        JsonObject target = root["targets"]!.AsObject().Last().Value!.AsObject();
        List<string> compile = [], runtime = [], native = [], extensions = [];
        foreach ((string library, JsonNode? files) in target)
        {
            if ((string?)root["libraries"]?[library]?["path"] is not { } relative)
                continue;
            if (folders.Select(f => Path.Combine(f, relative)).FirstOrDefault(Directory.Exists) is not { } folder)
                return null;
            compile.AddRange(Files(files!["compile"], folder));
            runtime.AddRange(Files(files["runtime"], folder));
            native.AddRange(Files(files["native"], folder));
            extensions.AddRange(new[] { Path.Combine(folder, "interactive-extensions", "dotnet", "extension.dib") }.Where(File.Exists));
        }
        return compile.Concat(runtime).Concat(native).All(File.Exists) ? new PackageAssets(compile, runtime, native, extensions) : null;
    }

    private static IEnumerable<string> Files(JsonNode? group, string folder) => group is not JsonObject files ? []
        : files.Select(f => f.Key).Where(f => Path.GetFileName(f) != "_._").Select(f => Path.Combine(folder, f));
}
