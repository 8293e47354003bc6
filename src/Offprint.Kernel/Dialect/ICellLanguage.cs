using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect;

/// <summary>Runs the segments that are in one language.</summary>
internal interface ICellLanguage
{
    /// <summary>What a magic or a cell's metadata calls it; the first is its name.</summary>
    IReadOnlyList<string> Names { get; }

    Task<SubmissionResult> RunAsync(string code, CellRun run);
}
