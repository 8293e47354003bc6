namespace Offprint.Estimators.OffPolicy.Logged;

/// <summary>A log cannot answer the question: its rows, its support or its size forbid it. The message names the remedy.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
/// <param name="rows">The rows concerned, the first of them if there are many; empty if it is no matter of single rows.</param>
public sealed class LogException(string message, IReadOnlyList<int>? rows = null) : ArgumentException(message)
{
    /// <summary>The rows concerned: places in time-major columns, step · N + trajectory.</summary>
    public IReadOnlyList<int> Rows { get; } = rows ?? [];
}
