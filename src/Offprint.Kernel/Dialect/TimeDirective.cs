using System.Diagnostics;
using Offprint.Kernel.Cells;

namespace Offprint.Kernel.Dialect;

/// <summary><c>#!time</c>: shows how long the segment took.</summary>
internal sealed class TimeDirective : IDirectiveHandler
{
    public string Name => "#!time";

    public Task<Action?> ApplyAsync(CellDirective directive, CellRun run)
    {
        long start = Stopwatch.GetTimestamp();
        return Task.FromResult<Action?>(() =>
        {
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            run.Scope.Display(new() { [MimeBundle.Text] = $"Wall time: {milliseconds.ToString("0.###", CultureInfo.InvariantCulture)}ms" });
        });
    }
}
