using Offprint.Kernel.DotnetInteractive;

namespace Offprint.Kernel.Dialect;

/// <summary>Loads the assemblies and runs the scripts by which packages extend a notebook: once each, when a cell asks for the
/// package.</summary>
internal sealed class PackageExtensions(ImportedFiles files, ExtensionHost host)
{
    private readonly HashSet<string> _loaded = new(StringComparer.Ordinal);

    public async Task LoadAsync(IEnumerable<string> extensions, CellRun run)
    {
        foreach (string extension in extensions.Where(_loaded.Add).ToArray())
        {
            try
            {
                if (ExtensionHost.IsAssembly(extension))
                    await host.LoadAsync(extension, run).ConfigureAwait(false);
                else
                    await files.RunAsync(extension, run).ConfigureAwait(false);
            }
            catch (Exception e) when (!run.Cancellation.IsCancellationRequested)
            {
                // What was written for another version of .NET Interactive may fail; the package itself can be used all the same.
                run.Scope.Write("stderr", $"The package's notebook extension was not loaded ({extension}): {e.Message}\n");
            }
        }
    }
}
