using Offprint.Kernel.Cells;

namespace Offprint.Kernel.Server;

/// <summary>An execution on its way, and the steps by which an interrupt ends it.</summary>
internal sealed class RunningCell(CellExecution execution) : IDisposable
{
    private static readonly TimeSpan s_untilWake = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_untilAbandoned = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ended = new();

    public CellExecution Execution => execution;

    public bool IsInterrupted => execution.IsStopped;

    /// <summary>Done when nothing has stopped the cell: it is left to itself.</summary>
    public Task Abandoned => _abandoned.Task;

    /// <summary>The thread that the cell began on.</summary>
    public Thread? Thread { get; set; }

    public void Interrupt()
    {
        if (!IsInterrupted)
            _ = StopAsync(_ended.Token);
    }

    public void Dispose() => _ended.Cancel();

    private async Task StopAsync(CancellationToken ended)
    {
        Task told = execution.Stop();
        await Task.Delay(s_untilWake, ended).ConfigureAwait(false);
        Thread?.Interrupt();
        await Task.Delay(s_untilAbandoned, ended).ConfigureAwait(false);
        _abandoned.TrySetResult();
        await told.ConfigureAwait(false);
    }
}
