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
    private Running? _running;

    /// <summary>Runs a cell; the outcome is the formatted value of its last expression, if it has one, or an error.</summary>
    public async Task<CellOutcome> ExecuteAsync(string cell, string? language, string name, ICellOutput output)
    {
        NotebookSession session = await starting.ConfigureAwait(false);
        using Running running = new();
        using CellScope scope = new(output, running.Token);
        lock (_lock)
            _running = running;
        Task<JsonObject?> work = Start(running, () => RunAsync(session, cell, language, new CellRun(scope, name, running.Token)));
        try
        {
            await Task.WhenAny(work, running.Abandoned).ConfigureAwait(false);
            return work.IsCompleted ? new CellOutcome(await work.ConfigureAwait(false), null) : new CellOutcome(null, ErrorReport.Interruption(false));
        }
        catch (Exception e) when (running.IsInterrupted && e is OperationCanceledException or ThreadInterruptedException)
        {
            return new CellOutcome(null, ErrorReport.Interruption(true));
        }
        catch (Exception e)
        {
            return new CellOutcome(null, ErrorReport.From(e, name, cell));
        }
        finally
        {
            lock (_lock)
            {
                _running = null;
                LoopGuard.Lower();
            }
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

    private static async Task<JsonObject?> RunAsync(NotebookSession session, string cell, string? language, CellRun run)
    {
        run.Scope.Enter();
        SubmissionResult result = await session.ExecuteAsync(cell, language, run).ConfigureAwait(false);
        return result.HasValue ? MimeBundle.Of(result.Value) : null;
    }

    /// <summary>A thread of its own may be interrupted, and has room for deep recursion.</summary>
    private static Task<JsonObject?> Start(Running running, Func<Task<JsonObject?>> run)
    {
        TaskCompletionSource<JsonObject?> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
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
