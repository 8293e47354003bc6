namespace Offprint.Kernel.Dialect.Directives;

/// <summary><c>#!import file</c>: runs a notebook's cells, or a file of code, as if it stood here.</summary>
internal sealed class ImportDirective(ImportedFiles files, string baseDirectory) : IDirectiveHandler
{
    private const string Usage = "#!import <file>";

    public string Name => "#!import";

    public string Help => Usage + ": runs a notebook or a file of code";

    public async Task<Action?> ApplyAsync(CellDirective directive, CellRun run)
    {
        MagicOptions options = MagicOptions.Parse(directive, Usage, []);
        if (options.Plain is not [_, ..])
            throw options.Error("name a file");
        // A path may hold spaces, with or without quotes around it.
        await files.RunAsync(Path.GetFullPath(string.Join(' ', options.Plain), files.Folder ?? baseDirectory), run).ConfigureAwait(false);
        return null;
    }
}
