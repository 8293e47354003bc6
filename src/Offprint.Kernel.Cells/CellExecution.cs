namespace Offprint.Kernel.Cells;

/// <summary>One execution of a cell, as the guards in its code know it.</summary>
/// <param name="number">Greater than those of all executions before it.</param>
internal sealed class CellExecution(int number)
{
    // Never disposed: threads that outlive their cell may still look at its token.
    private readonly CancellationTokenSource _stopping = new();
    private volatile bool _stopped;

    public int Number => number;

    /// <summary>Cancelled when the execution is interrupted.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public bool IsStopped => _stopped;

    /// <summary>
    /// Ends this execution for ever: none of its guards lets it go on. Does not wait for those who are told by the token.
    /// </summary>
    public Task Stop()
    {
        _stopped = true;
        CellGuard.Stop(this);
        // On another thread: what cells register with their token may take its time.
        return Task.Run(_stopping.Cancel);
    }
}
