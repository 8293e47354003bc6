using System.Diagnostics;
using System.Text.Json.Nodes;
using Offprint.Kernel.Cells;
using Offprint.Kernel.Messaging;
using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Running;

/// <summary>Executes a notebook's code cells in order, in a kernel of its own, and stores their outputs in it.</summary>
/// <param name="notebook">Changed in place; whatever happens, it holds all outputs that came.</param>
/// <param name="options">Limits and surroundings.</param>
/// <param name="progress">Told about each cell.</param>
/// <param name="checkpoint">Called after each cell, to save what is there.</param>
internal sealed class NotebookRunner(NotebookDocument notebook, RunOptions options, IRunProgress progress, Action checkpoint)
{
    private static readonly TimeSpan s_interruptLimit = TimeSpan.FromSeconds(6);

    private readonly Lock _gate = new(); // outputs come on another thread, and may still come when their cell is over
    private readonly Dictionary<string, List<JsonObject>> _displays = new(StringComparer.Ordinal);

    public async Task<RunOutcome> RunAsync(CancellationToken cancellation)
    {
        Task<KernelClient> starting = KernelClient.StartAsync(options.WorkingDirectory, cancellation, options.Environment, options.Program);
        IReadOnlyList<NotebookCell> cells = notebook.Cells;
        List<int> code = [.. Enumerable.Range(0, cells.Count).Where(i => cells[i].IsCode && !string.IsNullOrWhiteSpace(cells[i].Source))];
        foreach (NotebookCell cell in cells.Where(c => c.IsCode))
            (cell.Outputs, cell.ExecutionCount) = ([], null);
        try
        {
            using KernelClient kernel = await starting.ConfigureAwait(false);
            RunOutcome outcome = await RunAsync(kernel, cells, code, cancellation).ConfigureAwait(false);
            await kernel.ShutdownAsync().ConfigureAwait(false);
            return outcome;
        }
        catch (OperationCanceledException)
        {
            return new RunOutcome(RunStatus.Cancelled, "Stopped before the first cell.", 0);
        }
    }

    private async Task<RunOutcome> RunAsync(
        KernelClient kernel, IReadOnlyList<NotebookCell> cells, List<int> code, CancellationToken cancellation)
    {
        RunOutcome outcome = new(RunStatus.Succeeded, null, 0);
        for (int i = 0; i < code.Count; i++)
        {
            if (cancellation.IsCancellationRequested)
                return new RunOutcome(RunStatus.Cancelled, $"Stopped before cell {i + 1} of {code.Count}.", i);
            string title = CellTitle.Of(cells, code[i]);
            progress.CellStarted(i + 1, code.Count, title);
            long start = Stopwatch.GetTimestamp();
            (RunStatus status, string? problem) = await RunAsync(kernel, cells[code[i]], cancellation).ConfigureAwait(false);
            progress.CellEnded(i + 1, code.Count, title, Stopwatch.GetElapsedTime(start), status != RunStatus.Succeeded);
            lock (_gate)
                checkpoint();
            if (status == RunStatus.Succeeded)
            {
                outcome = outcome with { Executed = i + 1 };
                continue;
            }
            outcome = new RunOutcome(status, $"Cell {i + 1} of {code.Count} ({title}): {problem}", i + 1);
            bool mayGoOn = options.AllowErrors && status is (RunStatus.CellFailed or RunStatus.TimedOut) && !kernel.Exited.IsCompleted;
            if (!mayGoOn)
                return outcome;
        }
        // Errors that were allowed are in the notebook; the run as a whole did what was asked.
        return options.AllowErrors ? outcome with { Status = RunStatus.Succeeded } : outcome;
    }

    private async Task<(RunStatus Status, string? Problem)> RunAsync(KernelClient kernel, NotebookCell cell, CancellationToken cancellation)
    {
        OutputCollector outputs = new(_displays, _gate);
        outputs.MoveTo(cell);
        JsonObject metadata = (cell.Language ?? notebook.DefaultLanguage) is { } language
            ? new() { ["polyglot_notebook"] = new JsonObject { ["kernelName"] = language } }
            : [];
        Task<JsonObject> execution = kernel.ExecuteAsync(cell.Source, metadata, message => Receive(outputs, message));
        try
        {
            RunStatus? stopped = await WaitAsync(kernel, execution, cancellation).ConfigureAwait(false);
            if (stopped is not null && !execution.IsCompleted)
                kernel.Kill();
            JsonObject? reply = stopped is null || execution.IsCompletedSuccessfully ? await execution.ConfigureAwait(false) : null;
            cell.ExecutionCount = (int?)reply?["execution_count"];
            // A terminal's Ctrl-C reaches the kernel too, which may then be the first to stop.
            if (cancellation.IsCancellationRequested && (string?)reply?["ename"] == CellError.Interrupted)
                stopped = RunStatus.Cancelled;
            return stopped switch
            {
                RunStatus.TimedOut => Fail(outputs, RunStatus.TimedOut, "CellTimeout", TimeoutMessage(reply is null)),
                RunStatus.Cancelled => Fail(outputs, RunStatus.Cancelled, CellError.Interrupted, "The run was stopped in this cell."),
                _ => (string?)reply!["status"] == "ok" ? (RunStatus.Succeeded, null) : (RunStatus.CellFailed, Describe(reply)),
            };
        }
        catch (KernelDiedException e)
        {
            return Fail(outputs, RunStatus.KernelDied, "KernelDied", e.Message);
        }
    }

    /// <summary>Waits for a cell, and interrupts it when its time is over or the run is stopped.</summary>
    /// <returns>Why it was interrupted; null if it was not.</returns>
    private async Task<RunStatus?> WaitAsync(KernelClient kernel, Task execution, CancellationToken cancellation)
    {
        await Task.WhenAny(execution, Task.Delay(options.Timeout ?? Timeout.InfiniteTimeSpan, cancellation)).ConfigureAwait(false);
        if (execution.IsCompleted)
            return null;
        kernel.Interrupt();
        await Task.WhenAny(execution, Task.Delay(s_interruptLimit, CancellationToken.None)).ConfigureAwait(false);
        return cancellation.IsCancellationRequested ? RunStatus.Cancelled : RunStatus.TimedOut;
    }

    private void Receive(OutputCollector outputs, Message message)
    {
        outputs.Add(message);
        string? text = message.Type switch
        {
            MessageType.DisplayData or MessageType.UpdateDisplayData => (string?)message.Content["data"]?[MimeBundle.Text],
            MessageType.Stream => (string?)message.Content["text"],
            _ => null,
        };
        if (text?.Split('\n').LastOrDefault(l => !string.IsNullOrWhiteSpace(l)) is { } line)
            progress.Report(line.Trim());
    }

    private string TimeoutMessage(bool killed) =>
        $"The cell did not end within {options.Timeout!.Value.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds and was "
        + (killed ? "ended together with the kernel." : "interrupted.") + " Give it longer with --timeout, or less to do.";

    private static (RunStatus, string) Fail(OutputCollector outputs, RunStatus status, string name, string message)
    {
        outputs.RemoveError(CellError.Interrupted);
        outputs.AddError(name, message, message.Split('\n'));
        return (status, message);
    }

    private static string Describe(JsonObject reply) => $"{(string?)reply["ename"]}: {(string?)reply["evalue"]}";
}
