namespace Offprint.Kernel.Scripting;

/// <summary>What a submission ended in: the value of its last expression, which may be null, or nothing.</summary>
/// <param name="EndsInValue">Whether its last expression has a value.</param>
/// <param name="Value">That value.</param>
internal readonly record struct SubmissionResult(bool EndsInValue, object? Value)
{
    /// <summary>Whether there is something to show: the handle of what has been shown already is nothing.</summary>
    public bool HasValue => EndsInValue && Value is not Cells.DisplayedValue;
}
