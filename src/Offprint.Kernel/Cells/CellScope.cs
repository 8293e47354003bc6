using System.Text.Json.Nodes;

namespace Offprint.Kernel.Cells;

/// <summary>One execution of a cell. Threads and tasks that it starts keep it, so that what they print later goes to its own output.</summary>
internal sealed class CellScope : IDisposable
{
    private static readonly AsyncLocal<CellScope?> s_current = new();
    private static volatile CellScope? s_latest;

    private readonly ICellOutput _output;
    private readonly ICellInput _input;
    private readonly StreamThrottle _streams;

    public CellScope(ICellOutput output, ICellInput input, CancellationToken cancellation)
    {
        _output = output;
        _input = input;
        _streams = new StreamThrottle(output);
        Cancellation = cancellation;
    }

    /// <summary>The execution that the calling code belongs to, else the latest one.</summary>
    public static CellScope? Current => s_current.Value ?? s_latest;

    public CancellationToken Cancellation { get; }

    /// <summary>Makes this the scope of the calling thread and of what it starts.</summary>
    public void Enter() => s_current.Value = s_latest = this;

    public void Write(string stream, string text) => _streams.Append(stream, text);

    public void Display(JsonObject bundle, string? displayId = null, bool update = false)
    {
        _streams.Flush();
        _output.Display(bundle, displayId, update);
    }

    public void Flush() => _streams.Flush();

    public void Clear(bool wait)
    {
        _streams.Flush();
        _output.Clear(wait);
    }

    /// <summary>Asks the person at the notebook, who first sees what the cell has printed.</summary>
    public string Ask(string prompt, bool password)
    {
        _streams.Flush();
        return _input.Ask(prompt, password, Cancellation);
    }

    /// <summary>Ends the cell's execution; what its threads print later is still passed on.</summary>
    public void Dispose() => _streams.Complete();
}
