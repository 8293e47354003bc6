using Offprint.Kernel.Packages;

namespace Offprint.Kernel.Dialect.Directives;

/// <summary><c>#i "nuget: folder or URL"</c>: adds a place to look for packages.</summary>
internal sealed class SourceDirective(PackageSet packages) : IDirectiveHandler
{
    public string Name => "#i";

    public string Help => "#i \"nuget: <folder or URL>\": adds a place to look for packages";

    public Task<Action?> ApplyAsync(CellDirective directive, CellRun run)
    {
        const string prefix = "nuget:";
        if (!directive.Arguments.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            throw new UserException($"Line {directive.Line}: write #i \"nuget: <folder or URL>\".");
        packages.AddSource(directive.Arguments[prefix.Length..].Trim());
        return Task.FromResult<Action?>(null);
    }
}
