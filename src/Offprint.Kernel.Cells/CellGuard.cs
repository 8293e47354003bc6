using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Offprint.Kernel.Cells;

/// <summary>Called by compiled cells in loops, in functions and around awaits: an interrupt reaches code that never looks for it.</summary>
/// <remarks>
/// What is stopped is an execution: the code that it runs, wherever that was written, on the threads and tasks that it started, for ever
/// after. Code that belongs to other executions is not touched. The number that each call carries is that of the execution that compiled
/// it: code of a later cell that happens to run on a thread of a stopped one is that later cell's own.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellGuard
{
    private static readonly ConcurrentDictionary<int, bool> s_stopped = new();
    private static volatile bool s_anyStopped;

    [ThreadStatic]
    private static CellExecution? t_running;

    /// <summary>The execution that the calling thread works for.</summary>
    internal static CellExecution? Running { get => t_running; set => t_running = value; }

    /// <summary>Returns at once unless the execution that calls it has been interrupted.</summary>
    /// <param name="cell">The number of the execution that compiled the call.</param>
    /// <exception cref="OperationCanceledException">The execution has been interrupted.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(int cell)
    {
        if (s_anyStopped && IsStopped(cell))
            Stop();
    }

    /// <summary>As <see cref="Check"/>; a recursion without end becomes an exception here instead of ending the process.</summary>
    /// <param name="cell">The number of the execution that compiled the call.</param>
    /// <returns>True, for use inside expressions.</returns>
    /// <exception cref="OperationCanceledException">The execution has been interrupted.</exception>
    /// <exception cref="InsufficientExecutionStackException">Too little of the stack is left.</exception>
    public static bool Enter(int cell)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Check(cell);
        return true;
    }

    /// <summary>Passes a value on, unless the execution has been interrupted while it was made.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="cell">The number of the execution that compiled the call.</param>
    /// <returns>The value.</returns>
    /// <exception cref="OperationCanceledException">The execution has been interrupted.</exception>
    public static T Passed<T>(T value, int cell)
        where T : allows ref struct
    {
        Check(cell);
        return value;
    }

    /// <summary>What a cell awaits, which an interrupt ends.</summary>
    /// <param name="task">The task.</param>
    /// <param name="cell">The number of the execution that compiled the call.</param>
    /// <returns>The task, or one that an interrupt cancels.</returns>
    public static Task Awaited(Task task, int cell) => task is null || task.IsCompleted ? task! : task.WaitAsync(Token(cell));

    /// <inheritdoc cref="Awaited(Task, int)"/>
    /// <typeparam name="T">The type of the task's result.</typeparam>
    public static Task<T> Awaited<T>(Task<T> task, int cell) => task is null || task.IsCompleted ? task! : task.WaitAsync(Token(cell));

    /// <inheritdoc cref="Awaited(Task, int)"/>
    public static ValueTask Awaited(ValueTask task, int cell) =>
        task.IsCompleted ? task : new ValueTask(task.AsTask().WaitAsync(Token(cell)));

    /// <inheritdoc cref="Awaited(Task, int)"/>
    /// <typeparam name="T">The type of the task's result.</typeparam>
    public static ValueTask<T> Awaited<T>(ValueTask<T> task, int cell) =>
        task.IsCompleted ? task : new ValueTask<T>(task.AsTask().WaitAsync(Token(cell)));

    /// <summary>Anything else that can be awaited, as it is.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="awaitable">What is awaited.</param>
    /// <param name="cell">The number of the execution that compiled the call.</param>
    /// <returns><paramref name="awaitable"/>.</returns>
    public static T Awaited<T>(T awaitable, int cell)
        where T : allows ref struct
    {
        Check(cell);
        return awaitable;
    }

    internal static void Stop(CellExecution execution)
    {
        s_stopped[execution.Number] = true;
        s_anyStopped = true;
    }

    private static CancellationToken Token(int cell) =>
        t_running is { } running && cell <= running.Number ? running.Stopping : CancellationToken.None;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsStopped(int cell) =>
        t_running is { } running ? running.IsStopped && cell <= running.Number : s_stopped.ContainsKey(cell);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Stop() => throw new OperationCanceledException("The cell was interrupted.");
}
