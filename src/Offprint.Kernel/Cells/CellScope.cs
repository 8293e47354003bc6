using System.Text.Json.Nodes;

namespace Offprint.Kernel.Cells;

/// <summary>
/// One execution of a cell. Threads and tasks that it starts keep it, so that what they print later goes to its own output.
/// </summary>
internal sealed class CellScope : IDisposable
{
    // The guards in cells' code look at every turn of a loop: they find the execution without asking for the context.
    private static readonly AsyncLocal<CellScope?> s_current = new(change => CellGuard.Running = change.CurrentValue?._execution);
    private static volatile CellScope? s_latest;

    private readonly CellExecution _execution;
    private readonly ICellOutput _output;
    private readonly ICellInput _input;
    private readonly StreamThrottle _streams;
    private readonly DisplayBudget _budget = new();

    public CellScope(CellExecution execution, ICellOutput output, ICellInput input)
    {
        _execution = execution;
        _output = output;
        _input = input;
        _streams = new StreamThrottle(output);
    }

    /// <summary>The execution that the calling code belongs to, else the latest one.</summary>
    public static CellScope? Current => s_current.Value ?? s_latest;

    public CancellationToken Cancellation => _execution.Stopping;

    /// <summary>Makes this the scope of the calling thread and of what it starts.</summary>
    public void Enter()
    {
        s_current.Value = s_latest = this;
        CellCulture.Enter();
    }

    public void Write(string stream, string text) => _streams.Append(stream, text);

    public void Display(JsonObject bundle, string? displayId = null, bool update = false)
    {
        if (!_budget.Take(bundle, update, out string? note))
        {
            if (note is not null)
                Write("stderr", note);
            return;
        }
        _streams.Flush();
        _output.Display(bundle, displayId, update);
    }

    /// <summary>Shows an error that is not the cell's own end.</summary>
    public void Fail(CellError error)
    {
        _streams.Flush();
        _output.Error(error);
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
    public void Dispose()
    {
        NativeOutput.Drain();
        _streams.Complete();
    }
}
