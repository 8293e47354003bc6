using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.Tags;
using Microsoft.CodeAnalysis.Text;

namespace Offprint.Kernel.Language;

/// <summary>Completion of C# by Roslyn.</summary>
internal static class CSharpCompletion
{
    // A description takes a millisecond or more: the first ones, which a person sees, as far as time allows.
    private const int Described = 24;
    private static readonly TimeSpan s_descriptionBudget = TimeSpan.FromMilliseconds(60);

    private static readonly Dictionary<string, string> s_kinds = new(StringComparer.Ordinal)
    {
        [WellKnownTags.Method] = "function", [WellKnownTags.ExtensionMethod] = "function", [WellKnownTags.Operator] = "function",
        [WellKnownTags.Property] = "property", [WellKnownTags.Field] = "field", [WellKnownTags.Constant] = "constant",
        [WellKnownTags.Event] = "event", [WellKnownTags.Local] = "variable", [WellKnownTags.Parameter] = "variable",
        [WellKnownTags.RangeVariable] = "variable", [WellKnownTags.Class] = "class", [WellKnownTags.Structure] = "struct",
        [WellKnownTags.Interface] = "interface", [WellKnownTags.Enum] = "enum", [WellKnownTags.EnumMember] = "enumMember",
        [WellKnownTags.Delegate] = "class", [WellKnownTags.TypeParameter] = "typeParameter", [WellKnownTags.Namespace] = "module",
        [WellKnownTags.Keyword] = "keyword", [WellKnownTags.Label] = "label",
    };

    public static async Task<CompletionList> CompleteAsync(Document document, int position, CancellationToken cancellation)
    {
        CompletionService service = CompletionService.GetService(document)!;
        var list = await service.GetCompletionsAsync(document, position, cancellationToken: cancellation).ConfigureAwait(false);
        SourceText text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        TextSpan span = service.GetDefaultCompletionListSpan(text, position);
        // Those that would change more than the word itself, such as overrides and types of namespaces without a using, are left out.
        CompletionItem[] items = [.. Matching(service, document, [.. list.ItemsList.Where(i => !i.IsComplexTextEdit)], text.ToString(span))
            .DistinctBy(Text, StringComparer.Ordinal)];
        List<Completion> completions = [];
        long start = Stopwatch.GetTimestamp();
        foreach (CompletionItem item in items)
        {
            completions.Add(completions.Count < Described && Stopwatch.GetElapsedTime(start) < s_descriptionBudget
                ? await DescribeAsync(service, document, item, cancellation).ConfigureAwait(false)
                : new Completion(Text(item), Kind(item)));
        }
        return new CompletionList(span.Start, span.End, completions);
    }

    /// <summary>
    /// Words that begin with what is typed come first; without any, those that fit by their capitals, as <c>WL</c> WriteLine.
    /// </summary>
    private static IEnumerable<CompletionItem> Matching(CompletionService service, Document document, List<CompletionItem> items,
        string typed)
    {
        List<CompletionItem> starting = items.FindAll(i => i.FilterText.StartsWith(typed, StringComparison.OrdinalIgnoreCase));
        return starting.Count > 0
            ? starting.OrderByDescending(IsParameter).ThenByDescending(i => i.FilterText.StartsWith(typed, StringComparison.Ordinal))
                .ThenBy(i => i.SortText, StringComparer.OrdinalIgnoreCase)
            : service.FilterItems(document, [.. items], typed);
    }

    /// <summary>Inside a call the names of its parameters come before the many hundred that are in scope.</summary>
    private static bool IsParameter(CompletionItem item) => item.DisplayTextSuffix == ":";

    private static async Task<Completion> DescribeAsync(
        CompletionService service, Document document, CompletionItem item, CancellationToken cancellation)
    {
        CompletionDescription? description = await service.GetDescriptionAsync(document, item, cancellation).ConfigureAwait(false);
        string[] parts = (description?.Text ?? "").ReplaceLineEndings("\n").Split('\n', 2);
        return new Completion(Text(item), Kind(item), parts[0].Trim() is { Length: > 0 } signature ? signature : null,
            parts.Length > 1 && parts[1].Trim() is { Length: > 0 } rest ? rest : null);
    }

    private static string Text(CompletionItem item) => item.Properties.GetValueOrDefault("InsertionText")
        ?? item.DisplayText + (IsParameter(item) ? ": " : "");

    private static string Kind(CompletionItem item) => item.Tags.Select(s_kinds.GetValueOrDefault).FirstOrDefault(k => k is not null)
        ?? "instance";
}
