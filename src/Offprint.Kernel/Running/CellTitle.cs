using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Running;

/// <summary>What a cell is called while it runs: the heading just above it, else its first line.</summary>
internal static class CellTitle
{
    private const int Longest = 60;

    public static string Of(IReadOnlyList<NotebookCell> cells, int index)
    {
        string? heading = index > 0 && cells[index - 1].IsMarkdown
            ? cells[index - 1].Source.Split('\n').LastOrDefault(l => l.StartsWith('#'))?.TrimStart('#').Trim()
            : null;
        string title = string.IsNullOrEmpty(heading)
            ? cells[index].Source.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0) ?? ""
            : heading;
        return title.Length <= Longest ? title : title[..(Longest - 1)] + "…";
    }
}
