using System.IO.Enumeration;

namespace Offprint.Kernel.Server;

/// <summary>The cells that ran in this session; it is not kept beyond it.</summary>
internal sealed class SessionHistory
{
    private readonly Lock _lock = new();
    private readonly List<HistoryEntry> _entries = [];

    public void Add(int line, string input)
    {
        lock (_lock)
            _entries.Add(new HistoryEntry(line, input));
    }

    /// <summary>Notes the text of a cell's result, once it has one.</summary>
    public void SetOutput(int line, string? output)
    {
        lock (_lock)
        {
            if (_entries.FindLastIndex(e => e.Line == line) is >= 0 and var last)
                _entries[last] = _entries[last] with { Output = output };
        }
    }

    /// <summary>The last <paramref name="count"/> cells, oldest first.</summary>
    public IReadOnlyList<HistoryEntry> Tail(int count) => [.. Snapshot().TakeLast(count)];

    /// <summary>The cells from one line to before another; to the end if that is null.</summary>
    public IReadOnlyList<HistoryEntry> Range(int start, int? stop) =>
        [.. Snapshot().Where(e => e.Line >= start && e.Line < (stop ?? int.MaxValue))];

    /// <summary>
    /// The last <paramref name="count"/> cells that match a pattern with <c>*</c> and <c>?</c>; of equal ones the last, if asked for.
    /// </summary>
    public IReadOnlyList<HistoryEntry> Search(string pattern, int count, bool unique)
    {
        IEnumerable<HistoryEntry> found = Snapshot().Where(e =>
            FileSystemName.MatchesSimpleExpression(pattern, e.Input, ignoreCase: false));
        if (unique)
            found = found.GroupBy(e => e.Input, StringComparer.Ordinal).Select(g => g.Last()).OrderBy(e => e.Line);
        return [.. found.TakeLast(count)];
    }

    private HistoryEntry[] Snapshot()
    {
        lock (_lock)
            return [.. _entries];
    }
}

/// <summary>A cell that ran.</summary>
/// <param name="Line">Its execution count.</param>
/// <param name="Input">Its code.</param>
/// <param name="Output">Its result as plain text; null if it had none.</param>
internal sealed record HistoryEntry(int Line, string Input, string? Output = null);
