using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Offprint.Kernel.Dialect;
using Offprint.Kernel.Server;

namespace Offprint.Kernel.Language;

/// <summary>Answers an editor's questions about a cell that has not run; also while another one runs.</summary>
internal sealed partial class LanguageService(Task<NotebookSession> starting)
{
    private readonly Lazy<ScriptWorkspace> _workspace = new();
    private readonly PlaceCompletion _places = new();

    public async Task<CompletionList> CompleteAsync(string cell, string? language, int position, CancellationToken cancellation)
    {
        NotebookSession session = await starting.ConfigureAwait(false);
        int line = position == 0 ? 0 : cell.LastIndexOf('\n', position - 1) + 1;
        if (await _places.OfAsync(cell[line..position], position, session.PackageSources).ConfigureAwait(false) is { } places)
            return places;
        if (cell[line..position].TrimStart() is ['#', '!', ..] magic)
            return new CompletionList(position - magic.Length, position, [.. Magics(session.Magics, magic)]);
        if (session.Magics.LanguageOf("#!" + LanguageAt(cell[..line], language, session.Magics)) is { } name
            && session.Magics.Language(name) is ICompletingLanguage other)
            return Complete(other, cell[line..position], position);
        CSharpView view = CSharpView.Of(cell, language, session.Magics);
        return view.IsCode(position)
            ? await CSharpCompletion.CompleteAsync(Open(session, view), position, cancellation).ConfigureAwait(false)
            : new CompletionList(position, position, []);
    }

    /// <returns>Null where there is nothing to say.</returns>
    public async Task<Inspection?> InspectAsync(string cell, string? language, int position, CancellationToken cancellation)
    {
        NotebookSession session = await starting.ConfigureAwait(false);
        CSharpView view = CSharpView.Of(cell, language, session.Magics);
        if (!view.IsCode(position))
            return null;
        Document document = Open(session, view);
        return await CSharpHover.InspectAsync(document, position, cancellation).ConfigureAwait(false)
            ?? await CSharpSignatures.InspectAsync(document, position, cancellation).ConfigureAwait(false);
    }

    public async Task<Completeness> CheckAsync(string cell, string? language)
    {
        NotebookSession session = await starting.ConfigureAwait(false);
        return Completeness.Of(CSharpView.Of(cell, language, session.Magics));
    }

    /// <summary>Asks something small, so that the first person to ask need not wait for Roslyn's editing features to be loaded.</summary>
    public async Task WarmUpAsync()
    {
        const string call = "Console.Write";
        await CompleteAsync(call, null, call.Length, CancellationToken.None).ConfigureAwait(false);
        await InspectAsync(call + "(", null, call.Length, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The language in which a cell goes on.</summary>
    private static string LanguageAt(string above, string? language, MagicTable magics) => above.Split('\n')
        .Select(l => CellParser.MagicLine().Match(l)).Where(m => m.Success).Select(m => magics.LanguageOf(m.Groups["name"].Value))
        .LastOrDefault(l => l is not null) ?? language ?? Languages.CSharp;

    private static CompletionList Complete(ICompletingLanguage language, string line, int position)
    {
        string identifier = Identifier().Match(line).Value;
        int typed = identifier.Length - (identifier.LastIndexOf('.') + 1);
        return new CompletionList(position - typed, position, identifier.Length == 0 ? []
            : [.. language.Complete(identifier).Select(name => new Completion(name, "value"))]);
    }

    [GeneratedRegex(@"[\p{L}_][\p{L}\p{Nd}_'.]*$")]
    private static partial Regex Identifier();

    private static IEnumerable<Completion> Magics(MagicTable magics, string typed) => magics.Names
        .Where(n => n.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Select(n => new Completion(n, "magic"));

    private Document Open(NotebookSession session, CSharpView view) => _workspace.Value.Open(session.Context, view.Code);
}
