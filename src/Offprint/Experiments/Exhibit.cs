using Offprint.Cards;

namespace Offprint.Experiments;

/// <summary>A figure or a table of a paper, drawn from our results.</summary>
/// <param name="Id">A short name, unique in the paper: lower-case letters, digits, hyphens.</param>
/// <param name="Source">What it stands for: "Figure 7", "Table 2", or "ours".</param>
/// <param name="Draw">Draws it; may throw <see cref="MissingResultsException"/> where the profile leaves out what it needs.</param>
public sealed record Exhibit(string Id, string Source, Func<PaperResults, IDescribable> Draw);
