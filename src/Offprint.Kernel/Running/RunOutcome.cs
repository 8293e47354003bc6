namespace Offprint.Kernel.Running;

/// <summary>How a run ended.</summary>
/// <param name="Status">In one word.</param>
/// <param name="Problem">What went wrong, for the person at the terminal; null after success.</param>
/// <param name="Executed">Code cells that ran, the failed one included.</param>
internal sealed record RunOutcome(RunStatus Status, string? Problem, int Executed)
{
    public int ExitCode => Status switch
    {
        RunStatus.Succeeded => 0,
        RunStatus.Cancelled => 130, // as shells report an interrupted program
        _ => 1,
    };
}

/// <summary>In one word, how a run ended.</summary>
internal enum RunStatus
{
    Succeeded,
    CellFailed,
    TimedOut,
    KernelDied,
    Cancelled,
}
