namespace Offprint.Experiments;

/// <summary>
/// Adds up the progress of cells that run side by side. It never goes back, even if a cell counts its parts one after the other.
/// </summary>
internal sealed class ProgressMeter(string stage, double total, double done, IProgress<RunProgress>? sink)
{
    private readonly Lock _gate = new();
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly double _initial = done;
    private readonly Dictionary<string, double> _running = [];
    private double _finished = done;

    public void Update(string cell, double work, string? detail)
    {
        lock (_gate)
        {
            _running[cell] = Math.Max(work, _running.GetValueOrDefault(cell));
            Send(detail is null ? cell : $"{cell}: {detail}");
        }
    }

    public void Finish(string cell, double work)
    {
        lock (_gate)
        {
            _running.Remove(cell);
            _finished += work;
            Send(cell);
        }
    }

    /// <summary>Reports without stored cells, so that the time left is that of the computation.</summary>
    private void Send(string detail) =>
        sink?.Report(new RunProgress(stage, _finished + _running.Values.Sum() - _initial, total - _initial,
            TimeProvider.System.GetElapsedTime(_start), detail));
}
