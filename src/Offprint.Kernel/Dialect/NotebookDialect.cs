using Offprint.Kernel.Cells;
using Offprint.Kernel.Dialect.Directives;
using Offprint.Kernel.DotnetInteractive;
using Offprint.Kernel.Packages;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect;

/// <summary>The languages and magics of a running notebook, and their state.</summary>
internal sealed class NotebookDialect
{
    public NotebookDialect(string baseDirectory)
    {
        CSharp = new CSharpEngine(baseDirectory);
        FSharpLanguage fsharp = new();
        ImportedFiles files = new(RunAsync, CSharp.AddLibrary);
        PackageExtensions extensions = new(files, new ExtensionHost(RunAsync));
        Magics = new MagicTable(
            [new CSharpLanguage(CSharp), fsharp, new JavaScriptLanguage(), new MermaidLanguage(), .. DisplayedLanguage.All],
            [
                new ReferenceDirective(CSharp, fsharp, Packages, extensions, baseDirectory),
                new SourceDirective(Packages),
                new ShareDirective(() => Magics!), new SetDirective(() => Magics!), new ImportDirective(files, baseDirectory),
                new VariablesDirective(() => Magics!, false), new VariablesDirective(() => Magics!, true),
                new LanguageVersionDirective(CSharp), new TimeDirective(), new ListMagicsDirective(() => Magics!), new AboutDirective(),
            ]);
    }

    public CSharpEngine CSharp { get; }

    public PackageSet Packages { get; } = new();

    public MagicTable Magics { get; }

    /// <summary>Runs a cell's segments in turn; the value is that of the last one.</summary>
    public async Task<SubmissionResult> RunAsync(string cell, string language, CellRun run)
    {
        SubmissionResult result = default;
        List<Action> endings = [];
        foreach (CellSegment segment in CellParser.Parse(cell, Magics.Language(language).Names[0], Magics))
        {
            if (result.HasValue)
                run.Scope.Display(MimeBundle.Of(result.Value));
            await ApplyAsync(segment.Directives, endings, run).ConfigureAwait(false);
            result = segment.HasCode
                ? await Magics.Language(segment.Language).RunAsync(segment.Code, run).ConfigureAwait(false)
                : default;
        }
        endings.ForEach(ending => ending());
        return result;
    }

    private async Task ApplyAsync(IReadOnlyList<CellDirective> directives, List<Action> endings, CellRun run)
    {
        HashSet<CellDirective> done = [];
        foreach (CellDirective directive in directives.Where(d => !done.Contains(d)))
        {
            IDirectiveHandler handler = Magics.Directive(directive.Name);
            if (handler is IGroupedDirective grouped && grouped.IsGrouped(directive))
            {
                CellDirective[] group = [.. directives.Where(grouped.IsGrouped)];
                done.UnionWith(group);
                await grouped.ApplyAsync(group, run).ConfigureAwait(false);
            }
            else if (await handler.ApplyAsync(directive, run).ConfigureAwait(false) is { } ending)
            {
                endings.Add(ending);
            }
        }
    }
}
