using System.Text.Json.Nodes;
using Offprint.Kernel.Cells;
using Offprint.Kernel.Dialect;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Server;

/// <summary>Runs one cell at a time on a thread of its own, and stops it when it is interrupted.</summary>
/// <remarks>
/// An interrupt cancels <see cref="Notebook.Cancellation"/> and trips the guards in the cell's loops; a thread that sleeps or waits is
/// then woken; what stops for none of these is left to itself, so that the kernel stays usable.
/// </remarks>
internal sealed class CellExecutor(Task<NotebookSession> starting)
{
    private const int StackSize = 16 << 20;
    private static readonly TimeSpan s_untilWake = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_untilAbandoned = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _firstCell = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Running? _running;

    /// <summary>Done when a cell has run, whatever came of it.</summary>
    public Task FirstCell => _firstCell.Task;

    /// <summary>Runs a cell; the outcome is the formatted value of its last expression, if it has one, or an error.</summary>
    public async Task<CellOutcome> ExecuteAsync(CellRequest cell, ICellOutput output, ICellInput input)
    {
        NotebookSession session = await starting.ConfigureAwait(false);
        using Running running = new();
        using CellScope scope = new(output, input, running.Token);
        lock (_lock)
            _running = running;
        Task<CellOutcome> work = Start(running, () => RunAsync(session, cell, new CellRun(scope, cell.Name, running.Token)));
        try
        {
            await Task.WhenAny(work, running.Abandoned).ConfigureAwait(false);
            return work.IsCompleted ? await work.ConfigureAwait(false) : new CellOutcome(null, ErrorReport.Interruption(false));
        }
        catch (Exception e) when (running.IsInterrupted && e is OperationCanceledException or ThreadInterruptedException)
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
            {
                _running = null;
                LoopGuard.Lower();
            }
            _firstCell.TrySetResult();
        }
    }

    /// <summary>Stops the running cell, if there is one.</summary>
    public void Interrupt()
    {
        lock (_lock)
        {
            if (_running is not { IsInterrupted: false } running)
                return;
            LoopGuard.Raise();
            running.Interrupt(s_untilWake, s_untilAbandoned);
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
            SubmissionResult result = await session.ExecuteAsync(expression, Languages.CSharp, run with { Name = "expression" }).ConfigureAwait(false);
            return new() { ["status"] = "ok", ["data"] = result.HasValue ? MimeBundle.Of(result.Value) : new JsonObject(), ["metadata"] = new JsonObject() };
        }
        catch (Exception e) when (!run.Cancellation.IsCancellationRequested)
        {
            JsonObject failed = ErrorReport.From(e, "expression", expression).ToContent();
            failed["status"] = "error";
            return failed;
        }
    }

    /// <summary>A thread of its own may be interrupted, and has room for deep recursion.</summary>
    private static Task<CellOutcome> Start(Running running, Func<Task<CellOutcome>> run)
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

    private sealed class Running : IDisposable
    {
        private readonly CancellationTokenSource _cancellation = new();
        private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _ended = new();

        public CancellationToken Token => _cancellation.Token;

        public bool IsInterrupted { get; private set; }

        public Task Abandoned => _abandoned.Task;

        public Thread? Thread { get; set; }

        public void Interrupt(TimeSpan untilWake, TimeSpan untilAbandoned)
        {
            IsInterrupted = true;
            CancellationToken ended = _ended.Token;
            _ = Task.Run(async () =>
            {
                // On another thread: what cells register with their token may take its time.
                Task cancelling = Task.Run(_cancellation.Cancel, CancellationToken.None);
                await Task.Delay(untilWake, ended).ConfigureAwait(false);
                Thread?.Interrupt();
                await Task.Delay(untilAbandoned, ended).ConfigureAwait(false);
                _abandoned.TrySetResult();
                await cancelling.ConfigureAwait(false);
            }, CancellationToken.None);
        }

        // The tokens stay usable: threads that outlive their cell may still look at them.
        public void Dispose() => _ended.Cancel();
    }
}
