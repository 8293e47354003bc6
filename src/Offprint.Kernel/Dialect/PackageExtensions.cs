namespace Offprint.Kernel.Dialect;

/// <summary>Runs the scripts by which packages extend a notebook: once each, when a cell asks for the package.</summary>
internal sealed class PackageExtensions(ImportedFiles files)
{
    private readonly HashSet<string> _loaded = new(StringComparer.Ordinal);

    public async Task LoadAsync(IEnumerable<string> scripts, CellRun run)
    {
        foreach (string script in scripts.Where(_loaded.Add).ToArray())
        {
            try
            {
                await files.RunAsync(script, run).ConfigureAwait(false);
            }
            catch (Exception e) when (!run.Cancellation.IsCancellationRequested)
            {
                // Scripts written against .NET Interactive's own assemblies cannot run here; the package itself can be used all the same.
                run.Scope.Write("stderr", $"The package's notebook extension was not loaded ({script}): {e.Message}\n");
            }
        }
    }
}
