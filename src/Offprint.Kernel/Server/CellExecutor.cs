using System.Text.Json.Nodes;
using Offprint.Kernel.Cells;
using Offprint.Kernel.Dialect;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Server;

/// <summary>Runs one cell at a time on a thread of its own, and stops it when it is interrupted.</summary>
/// <remarks>
/// An interrupt cancels <see cref="Notebook.Cancellation"/> and trips the guards in the cell's code; a thread that sleeps or waits is
/// then woken; what stops for none of these is left to itself, so that the kernel stays usable.
/// </remarks>
internal sealed class CellExecutor(Task<NotebookSession> starting)
{
    private const int StackSize = 8 << 20;

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _firstCell = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunningCell? _running;
    private int _count;
    private int _expected; // cells that are known of, but have not begun
    private bool _interruptNext;

    /// <summary>Done when a cell has run, whatever came of it.</summary>
    public Task FirstCell => _firstCell.Task;

    /// <summary>Runs a cell; the outcome is the formatted value of its last expression, if it has one, or an error.</summary>
    public async Task<CellOutcome> ExecuteAsync(CellRequest cell, ICellOutput output, ICellInput input)
    {
        CellExecution execution = new(++_count);
        using RunningCell running = new(execution);
        using CellScope scope = new(execution, output, input);
        Begin(running);
        try
        {
            NotebookSession session = await starting.WaitAsync(execution.Stopping).ConfigureAwait(false);
            Task<CellOutcome> work = Start(running, () => RunAsync(session, cell, new CellRun(scope, cell.Name, execution.Stopping)));
            await Task.WhenAny(work, running.Abandoned).ConfigureAwait(false);
            CellOutcome? outcome = work.IsCompleted ? await work.ConfigureAwait(false) : null;
            return running.IsInterrupted ? new CellOutcome(null, ErrorReport.Interruption(outcome is not null)) : outcome!;
        }
        catch (Exception e) when (running.IsInterrupted && ErrorReport.IsInterruption(e))
        {
            return new CellOutcome(null, ErrorReport.Interruption(true));
        }
        catch (Exception e)
        {
            return new CellOutcome(null, ErrorReport.From(e, cell.Name, cell.Code));
        }
        finally
        {
            lock (_lock)
                _running = null;
            _firstCell.TrySetResult();
        }
    }

    /// <summary>Counts cells that are on their way here: an interrupt that comes before one begins is meant for it.</summary>
    public void Expect(int more)
    {
        lock (_lock)
            _expected = Math.Max(0, _expected + more);
    }

    /// <summary>Stops the running cell, else the one that is about to run.</summary>
    public void Interrupt()
    {
        lock (_lock)
        {
            _interruptNext = _running is null && _expected > 0;
            _running?.Interrupt();
        }
    }

    private void Begin(RunningCell running)
    {
        lock (_lock)
        {
            _running = running;
            _expected = Math.Max(0, _expected - 1);
            if (_interruptNext)
                running.Interrupt();
            _interruptNext = false;
        }
    }

    private static async Task<CellOutcome> RunAsync(NotebookSession session, CellRequest cell, CellRun run)
    {
        run.Scope.Enter();
        SubmissionResult result = await session.ExecuteAsync(cell.Code, cell.Language, run).ConfigureAwait(false);
        JsonObject? formatted = result.HasValue ? MimeBundle.Of(result.Value) : null;
        JsonObject expressions = [];
        foreach ((string name, string expression) in cell.Expressions)
            expressions[name] = await EvaluateAsync(session, expression, run).ConfigureAwait(false);
        return new CellOutcome(formatted, null, expressions);
    }

    /// <summary>The value of a client's expression; one that fails does not fail the cell.</summary>
    private static async Task<JsonObject> EvaluateAsync(NotebookSession session, string expression, CellRun run)
    {
        try
        {
            SubmissionResult result = await session.ExecuteAsync(expression, Languages.CSharp, run with { Name = "expression" })
                .ConfigureAwait(false);
            return new() { ["status"] = "ok", ["data"] = result.HasValue ? MimeBundle.Of(result.Value) : new JsonObject(),
                ["metadata"] = new JsonObject() };
        }
        catch (Exception e) when (!run.Cancellation.IsCancellationRequested)
        {
            JsonObject failed = ErrorReport.From(e, "expression", expression).ToContent();
            failed["status"] = "error";
            return failed;
        }
    }

    /// <summary>A thread of its own may be interrupted, and has room for deep recursion.</summary>
    private static Task<CellOutcome> Start(RunningCell running, Func<Task<CellOutcome>> run)
    {
        TaskCompletionSource<CellOutcome> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() => run().ContinueWith(t => done.TrySetFromTask(t), TaskContinuationOptions.ExecuteSynchronously), StackSize)
        {
            IsBackground = true, Name = "cell",
        };
        running.Thread = thread;
        thread.Start();
        return done.Task;
    }
}
