namespace Offprint.Kernel.Language;

/// <summary>A word that could stand at the cursor.</summary>
/// <param name="Text">The word.</param>
/// <param name="Kind">What it is, in the words that clients have icons for: <c>function</c>, <c>class</c>, <c>keyword</c>.</param>
/// <param name="Signature">Its declaration; null where it was not looked up.</param>
/// <param name="Documentation">Its summary; null where there is none or it was not looked up.</param>
internal sealed record Completion(string Text, string Kind, string? Signature = null, string? Documentation = null);

/// <summary>The words that could stand in place of a span of the cell, the likeliest first.</summary>
internal sealed record CompletionList(int Start, int End, IReadOnlyList<Completion> Items);
