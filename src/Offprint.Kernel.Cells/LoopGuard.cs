using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Offprint.Kernel.Cells;

/// <summary>Called by compiled cells at each turn of a loop and at each method's entry, so that an interrupt reaches code that never looks.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LoopGuard
{
    private static volatile bool s_stop;

    /// <summary>Returns at once unless the running cell has been interrupted.</summary>
    /// <exception cref="OperationCanceledException">The cell has been interrupted.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check()
    {
        if (s_stop)
            Stop();
    }

    /// <summary>As <see cref="Check"/>; a recursion without end becomes an exception here instead of ending the process.</summary>
    /// <exception cref="OperationCanceledException">The cell has been interrupted.</exception>
    /// <exception cref="InsufficientExecutionStackException">Too little of the stack is left.</exception>
    public static void Enter()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Check();
    }

    internal static void Raise() => s_stop = true;

    internal static void Lower() => s_stop = false;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Stop() => throw new OperationCanceledException("The cell was interrupted.");
}
