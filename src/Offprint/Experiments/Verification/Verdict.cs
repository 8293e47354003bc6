namespace Offprint.Experiments.Verification;

/// <summary>Whether a difference is one that instructions explain.</summary>
/// <param name="Outcome">Same bits, within tolerance, or different.</param>
/// <param name="Detail">The difference and its place; how far the cell went where there is none.</param>
internal readonly record struct Verdict(VerificationOutcome Outcome, string Detail)
{
    /// <summary>Of a cell that went to its end.</summary>
    public static Verdict OfResult(StoredCell cell, ResultDifference difference) =>
        Of(difference, cell.Provenance, cell.Tolerance, "whole");

    /// <summary>
    /// Of a cell that went up to a mark. Marks that differ in their bits are compared by the size of their numbers, which is all that is
    /// stored of them.
    /// </summary>
    public static Verdict OfMarks(StoredCell cell, MarkRecord stored, IReadOnlyList<Mark> computed) =>
        Of(Compare(stored.Reached, computed), stored.By ?? cell.Provenance, cell.Tolerance, Way(computed));

    /// <summary>How far a cell went that stopped at a mark.</summary>
    public static string Way(IReadOnlyList<Mark> marks) =>
        $"up to '{marks[^1].Name}', {marks.Count} {(marks.Count == 1 ? "mark" : "marks")}";

    private static Verdict Of(ResultDifference difference, Provenance by, double? tolerance, string way)
    {
        if (difference.IsNone)
            return new(VerificationOutcome.SameBits, way);
        string found = FormattableString.Invariant($"{difference.Relative:E1} at {difference.Place}: {difference.Numbers}");
        if (by.PromisesBits())
            return new(VerificationOutcome.Different, $"{found}; the machine is alike, so the bits should be the same");
        string machine = $"stored with {by.Instructions?.ToString() ?? "unknown instructions"} on {by.Processor}";
        if (tolerance is not { } bound)
            return new(VerificationOutcome.OtherMachine, $"{found}; rounding decides its steps, and it was {machine}");
        string bounded = FormattableString.Invariant($"the tolerance between machines, {bound:E0}");
        return difference.Relative <= bound
            ? new(VerificationOutcome.WithinTolerance, $"{found}; within {bounded}")
            : new(VerificationOutcome.Different, $"{found}; beyond {bounded} ({machine})");
    }

    private static ResultDifference Compare(IReadOnlyList<Mark> stored, IReadOnlyList<Mark> computed)
    {
        foreach (var (a, b) in stored.Zip(computed))
        {
            if (a.Name != b.Name)
                return new(double.PositiveInfinity, "its marks", $"'{a.Name}' stored, '{b.Name}' computed");
            if (a.Hash == b.Hash)
                continue;
            // The sizes may agree to the last digit where the numbers do not.
            double relative = Math.Max(double.Epsilon, ResultDifference.OfNumbers(a.Size, b.Size));
            string sizes = FormattableString.Invariant($"root mean square {a.Size:R} stored, {b.Size:R} computed");
            return new(relative, $"the mark '{a.Name}'", sizes);
        }
        return default;
    }
}
