using Offprint.Kernel.Cells;
using Offprint.Kernel.Packages;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect.Directives;

/// <summary><c>#r "nuget: Id, version"</c> and <c>#r "file.dll"</c>: lets cells use a package or an assembly.</summary>
internal sealed class ReferenceDirective(
    CSharpEngine engine, FSharpLanguage fsharp, PackageSet packages, PackageExtensions extensions, string baseDirectory)
    : IDirectiveHandler, IGroupedDirective
{
    private const string PackagePrefix = "nuget:";

    private readonly HashSet<string> _opened = new(StringComparer.Ordinal); // packages whose usings later cells see

    public string Name => "#r";

    public string Help => "#r \"nuget: <package>, <version>\" or #r \"<file.dll>\": lets C# and F# cells use a package or an assembly";

    public bool IsGrouped(CellDirective directive) =>
        directive.Name == Name && directive.Arguments.StartsWith(PackagePrefix, StringComparison.OrdinalIgnoreCase);

    public Task<Action?> ApplyAsync(CellDirective directive, CellRun run)
    {
        string path = Path.GetFullPath(directive.Arguments, baseDirectory);
        if (File.Exists(path))
            AddReference(path);
        else if (ScriptReferences.FindByName(directive.Arguments) is not { } framework)
            throw new UserException($"Line {directive.Line}: there is no assembly {path}. Paths are relative to {baseDirectory}.");
        else
            AddReference(framework);
        return Task.FromResult<Action?>(null);
    }

    /// <summary>Packages that stand together are resolved together: their versions must fit each other.</summary>
    public async Task ApplyAsync(IReadOnlyList<CellDirective> group, CellRun run)
    {
        PackageRequest[] requests = [.. group.Select(d => PackageRequest.Parse(d.Arguments[PackagePrefix.Length..]))];
        foreach (PackageRequest own in requests.Where(r => OwnPackages.Contains(r.Id)))
        {
            foreach (string assembly in OwnPackages.Assemblies(own.Id))
                AddReference(assembly);
            OwnPackages.LoadExtension(own.Id);
            if (OwnPackages.Namespaces(own.Id) is { Count: > 0 } namespaces && _opened.Add(own.Id))
                await engine.RunAsync(string.Join('\n', namespaces.Select(name => $"using {name};")), "usings", run.Cancellation)
                    .ConfigureAwait(false);
        }
        PackageRequest[] others = [.. requests.Where(r => !OwnPackages.Contains(r.Id))];
        if (others.Length > 0)
            await AddPackagesAsync(others, run).ConfigureAwait(false);
    }

    private async Task AddPackagesAsync(PackageRequest[] requests, CellRun run)
    {
        PackageAssets assets = await packages.AddAsync(requests, run.Cancellation).ConfigureAwait(false);
        foreach (string warning in assets.Warnings)
            run.Scope.Write("stderr", $"warning {warning}\n");
        foreach (string remark in assets.Runtime.Select(EngineAssemblies.Conflict).OfType<string>())
            run.Scope.Write("stderr", $"warning: {remark}\n");
        string[] resolved = [.. requests.Where(r => assets.Versions.ContainsKey(r.Id)).Select(r => $"{r.Id}, {assets.Versions[r.Id]}")];
        if (resolved.Length > 0)
            run.Scope.Display(new() { [MimeBundle.Text] = $"Installed: {string.Join("; ", resolved)}" });
        foreach (string assembly in assets.Compile)
            AddReference(assembly);
        foreach (string file in assets.Runtime.Concat(assets.Native))
            engine.AddProbe(file);
        await extensions.LoadAsync(assets.Extensions, run).ConfigureAwait(false);
    }

    private void AddReference(string path)
    {
        engine.AddReference(path);
        fsharp.AddReference(path);
    }
}
