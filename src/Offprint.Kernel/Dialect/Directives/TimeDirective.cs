using System.Diagnostics;
using Offprint.Kernel.Cells;

namespace Offprint.Kernel.Dialect.Directives;

/// <summary><c>#!time</c>: shows how long the cell took from here on.</summary>
internal sealed class TimeDirective : IDirectiveHandler
{
    public string Name => "#!time";

    public string Help => "#!time: shows how long the cell took from here on";

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
