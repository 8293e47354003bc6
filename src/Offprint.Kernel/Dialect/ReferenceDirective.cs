using Offprint.Kernel.Packages;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect;

/// <summary><c>#r "nuget: Id, version"</c> and <c>#r "file.dll"</c>: lets cells use a package or an assembly.</summary>
internal sealed class ReferenceDirective(CSharpEngine engine, PackageSet packages, string baseDirectory) : IDirectiveHandler
{
    private const string PackagePrefix = "nuget:";

    public string Name => "#r";

    public async Task<Action?> ApplyAsync(CellDirective directive, CellRun run)
    {
        string target = directive.Arguments;
        if (target.StartsWith(PackagePrefix, StringComparison.OrdinalIgnoreCase))
        {
            await AddPackageAsync(PackageRequest.Parse(target[PackagePrefix.Length..]), run.Cancellation).ConfigureAwait(false);
            return null;
        }
        string path = Path.GetFullPath(target, baseDirectory);
        if (File.Exists(path))
            engine.AddReference(path);
        else if (ScriptReferences.FindByName(target) is not { } framework)
            throw new UserException($"Line {directive.Line}: there is no assembly {path}. Paths are relative to {baseDirectory}.");
        else
            engine.AddReference(framework);
        return null;
    }

    private async Task AddPackageAsync(PackageRequest request, CancellationToken cancellation)
    {
        if (OwnPackages.Contains(request.Id))
        {
            foreach (string assembly in OwnPackages.Assemblies(request.Id))
                engine.AddReference(assembly);
            OwnPackages.LoadExtension(request.Id);
            return;
        }
        PackageAssets assets = await packages.AddAsync(request, cancellation).ConfigureAwait(false);
        foreach (string assembly in assets.Compile)
            engine.AddReference(assembly);
        foreach (string file in assets.Runtime.Concat(assets.Native))
            engine.AddProbe(file);
    }
}
