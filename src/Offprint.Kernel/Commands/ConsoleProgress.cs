using Offprint.Experiments;

namespace Offprint.Kernel.Commands;

/// <summary>
/// One line on the standard error stream, rewritten in a terminal, at most four times a second there and every ten seconds in a log.
/// </summary>
internal sealed class ConsoleProgress : IProgress<RunProgress>
{
    private readonly Lock _gate = new();
    private readonly TimeSpan _pause = Console.IsErrorRedirected ? TimeSpan.FromSeconds(10) : TimeSpan.FromMilliseconds(250);
    private long _last;

    public void Report(RunProgress value)
    {
        lock (_gate)
        {
            if (_last != 0 && TimeProvider.System.GetElapsedTime(_last) < _pause)
                return;
            _last = TimeProvider.System.GetTimestamp();
            string left = value.Remaining is { } remaining ? $", {remaining.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)} left"
                : "";
            string line = $"{value.Stage}: {value.Fraction:P0}{left}  {value.Detail}";
            Console.Error.Write(Console.IsErrorRedirected ? line + "\n"
                : "\r\e[K" + line[..Math.Min(line.Length, Math.Max(20, Console.WindowWidth - 1))]);
        }
    }
}
