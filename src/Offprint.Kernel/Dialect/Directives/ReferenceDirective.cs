using Offprint.Kernel.Packages;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect.Directives;

/// <summary><c>#r "nuget: Id, version"</c> and <c>#r "file.dll"</c>: lets cells use a package or an assembly.</summary>
internal sealed class ReferenceDirective(
    CSharpEngine engine, FSharpLanguage fsharp, PackageSet packages, PackageExtensions extensions, string baseDirectory) : IDirectiveHandler
{
    private const string PackagePrefix = "nuget:";

    public string Name => "#r";

    public string Help => "#r \"nuget: <package>, <version>\" or #r \"<file.dll>\": lets C# and F# cells use a package or an assembly";

    public async Task<Action?> ApplyAsync(CellDirective directive, CellRun run)
    {
        string target = directive.Arguments;
        if (target.StartsWith(PackagePrefix, StringComparison.OrdinalIgnoreCase))
        {
            await AddPackageAsync(PackageRequest.Parse(target[PackagePrefix.Length..]), run).ConfigureAwait(false);
            return null;
        }
        string path = Path.GetFullPath(target, baseDirectory);
        if (File.Exists(path))
            AddReference(path);
        else if (ScriptReferences.FindByName(target) is not { } framework)
            throw new UserException($"Line {directive.Line}: there is no assembly {path}. Paths are relative to {baseDirectory}.");
        else
            AddReference(framework);
        return null;
    }

    private async Task AddPackageAsync(PackageRequest request, CellRun run)
    {
        if (OwnPackages.Contains(request.Id))
        {
            foreach (string assembly in OwnPackages.Assemblies(request.Id))
                AddReference(assembly);
            OwnPackages.LoadExtension(request.Id);
            return;
        }
        PackageAssets assets = await packages.AddAsync(request, run.Cancellation).ConfigureAwait(false);
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
