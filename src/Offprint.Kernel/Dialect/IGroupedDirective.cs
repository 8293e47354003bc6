namespace Offprint.Kernel.Dialect;

/// <summary>A directive of which several in a segment are carried out together, where the first of them stands.</summary>
internal interface IGroupedDirective
{
    /// <summary>Whether a directive belongs to the group.</summary>
    bool IsGrouped(CellDirective directive);

    Task ApplyAsync(IReadOnlyList<CellDirective> group, CellRun run);
}
