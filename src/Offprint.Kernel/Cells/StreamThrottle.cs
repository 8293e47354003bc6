using System.Diagnostics;
using System.Text;

namespace Offprint.Kernel.Cells;

/// <summary>Joins a cell's writes into few messages: the first goes out at once, later ones at most every 50 ms.</summary>
/// <remarks>Past <see cref="Limit"/> characters only the end is kept, and sent when the cell ends, after a note of what is
/// missing.</remarks>
internal sealed class StreamThrottle(ICellOutput output)
{
    internal const int Limit = 8 << 20;
    internal const int Tail = 64 << 10;
    private const int LargestMessage = 256 << 10;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly StringBuilder _pending = new();
    private string _name = "stdout";
    private long _lastFlush;
    private long _sent;
    private long _omitted;
    private Timer? _timer;

    public void Append(string name, string text)
    {
        if (text.Length == 0)
            return;
        lock (_lock)
        {
            if (name != _name)
                Send();
            _name = name;
            // In pieces: a single text may be longer than all that a cell may print.
            for (int start = 0; start < text.Length; start += LargestMessage)
                Append(text.AsSpan(start, Math.Min(LargestMessage, text.Length - start)));
        }
    }

    public void Flush()
    {
        lock (_lock)
        {
            if (_sent < Limit)
                Send();
            _timer?.Dispose();
            _timer = null;
        }
    }

    /// <summary>Sends what is left, the kept end of an overlong output included.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            if (_omitted > 0)
                _pending.Insert(0, $"\n[… {_omitted:N0} characters left out: a cell's output is limited to {Limit >> 20} MB …]\n");
            Send();
            _omitted = 0;
            _timer?.Dispose();
            _timer = null;
        }
    }

    private void Append(ReadOnlySpan<char> text)
    {
        _pending.Append(text);
        if (_sent >= Limit)
            Trim();
        else if (_pending.Length >= LargestMessage || Stopwatch.GetElapsedTime(_lastFlush) >= s_interval)
            Send();
        else
            _timer ??= new Timer(_ => Flush(), null, s_interval, Timeout.InfiniteTimeSpan);
    }

    private void Send()
    {
        if (_pending.Length > 0)
        {
            output.Stream(_name, _pending.ToString());
            _sent += _pending.Length;
            _pending.Clear();
        }
        _lastFlush = Stopwatch.GetTimestamp();
    }

    private void Trim()
    {
        if (_pending.Length < 2 * Tail)
            return;
        _omitted += _pending.Length - Tail;
        _pending.Remove(0, _pending.Length - Tail);
    }
}
