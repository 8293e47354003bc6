namespace Offprint.Experiments.Verification;

/// <summary>A stored cell that was computed again, or the reason why it was not.</summary>
/// <param name="Paper">The paper's slug.</param>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Cell">The cell's name; <see langword="null"/> where all of the experiment's are meant.</param>
/// <param name="Outcome">What it has shown.</param>
/// <param name="Detail">How far the cell went, the largest difference and its place, or the reason.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record CellVerification(
    string Paper, string Experiment, string? Cell, VerificationOutcome Outcome, string Detail, double Seconds = 0)
{
    /// <summary>Whether the cell was compared and agrees.</summary>
    public bool Passed => Outcome is VerificationOutcome.SameBits or VerificationOutcome.WithinTolerance;

    /// <summary>Whether the cell was compared and does not agree.</summary>
    public bool Failed => Outcome == VerificationOutcome.Different;

    internal static CellVerification Of(CellKey key, VerificationOutcome outcome, string detail, double seconds = 0) =>
        new(key.Paper, key.Experiment, key.Cell, outcome, detail, seconds);
}
