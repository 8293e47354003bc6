using Offprint.Experiments;

namespace Offprint.Interactive;

/// <summary>
/// Progress shown in the running cell's output, replaced in place a few times a second whatever the number of reports.
/// The last report is always shown.
/// </summary>
/// <remarks>Without a notebook engine nothing is shown. Reports may come from any thread.</remarks>
/// <example><code>await paper.RunAsync(Profile.Standard, progress: new NotebookProgress());</code></example>
public sealed class NotebookProgress : IProgress<RunProgress>, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Func<INotebookDisplay?> _display;
    private ITimer? _timer;
    private IDisplayHandle? _handle;
    private RunProgress? _waiting;
    private long _shownAt;

    /// <summary>Makes a progress display; it appears with the first report.</summary>
    public NotebookProgress()
        : this(TimeProvider.System, () => NotebookHost.Display)
    {
    }

    internal NotebookProgress(TimeProvider time, Func<INotebookDisplay?> display)
    {
        _time = time;
        _display = display;
    }

    /// <inheritdoc/>
    public void Report(RunProgress value)
    {
        lock (_gate)
        {
            _waiting = value;
            var since = _handle is null ? Interval : _time.GetElapsedTime(_shownAt);
            if (since >= Interval || value.Fraction >= 1)
                ShowWaiting();
            else
                _timer ??= _time.CreateTimer(_ => Flush(), null, Interval - since, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Shows the last report now, if it is not shown yet.</summary>
    public void Dispose() => Flush();

    private void Flush()
    {
        lock (_gate)
            ShowWaiting();
    }

    private void ShowWaiting()
    {
        _timer?.Dispose();
        _timer = null;
        if (_waiting is not { } progress)
            return;
        _waiting = null;
        _shownAt = _time.GetTimestamp();
        var view = new ProgressView(progress);
        if (_handle is null)
            _handle = _display()?.Show(view);
        else
            _handle.Update(view);
    }
}
