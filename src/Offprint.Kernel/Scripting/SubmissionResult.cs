namespace Offprint.Kernel.Scripting;

/// <summary>What a submission ended in: the value of its last expression, which may be null, or nothing.</summary>
internal readonly record struct SubmissionResult(bool HasValue, object? Value);
