using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Offprint.Experiments;

/// <summary>Collects a cell's first marks, and stops it where it was to go no further.</summary>
internal sealed class MarkLog
{
    /// <summary>So many marks are kept: enough to tell where two runs part, few enough to be stored with each result.</summary>
    public const int Capacity = 16;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<Mark> _marks = [];

    /// <summary>Stops the cell once there are so many; <see langword="null"/> to go on.</summary>
    public int? StopAfter { get; init; }

    /// <summary>Stops the cell after so many seconds, but not before its first mark; <see langword="null"/> to go on.</summary>
    public double? StopSeconds { get; init; }

    public IReadOnlyList<Mark> Marks => _marks;

    public bool IsOpen => _marks.Count < Capacity;

    /// <summary>Stops a cell that has been going on for long enough since its last mark, or has none to come.</summary>
    /// <exception cref="MarksReachedException">It has.</exception>
    public void CheckTime()
    {
        if (StopSeconds is { } seconds && _marks.Count > 0 && (!IsOpen || _clock.Elapsed.TotalSeconds >= seconds))
            throw new MarksReachedException();
    }

    /// <exception cref="MarksReachedException">This was the last mark that was asked for.</exception>
    public void Add<T>(string name, ReadOnlySpan<T> state)
        where T : unmanaged, INumberBase<T>
    {
        if (!IsOpen)
            return;
        double squares = 0;
        foreach (T value in state)
            squares += double.CreateChecked(value) * double.CreateChecked(value);
        string hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(state)));
        double size = Math.Sqrt(squares / Math.Max(1, state.Length)), seconds = _clock.Elapsed.TotalSeconds;
        _marks.Add(new(name, hash, size, Math.Round(seconds, 3)));
        if (_marks.Count >= StopAfter)
            throw new MarksReachedException();
        CheckTime();
    }
}
