using Offprint.Cards;
using Offprint.Numerics;

namespace Offprint.Experiments;

/// <summary>What results say of a claim.</summary>
public enum Verdict
{
    /// <summary>The results agree with the statement.</summary>
    Holds,

    /// <summary>The results contradict the statement.</summary>
    DoesNotHold,

    /// <summary>These results cannot decide it; the note says what would.</summary>
    Undecided,

    /// <summary>The results are of earlier network kernels: see <see cref="WaitingResults"/>.</summary>
    Waiting,
}

/// <summary>The outcome of a claim.</summary>
/// <param name="Verdict">What the results say.</param>
/// <param name="Measured">Our number, comparable to the paper's.</param>
/// <param name="Interval">Its interval.</param>
/// <param name="Seeds">The seeds behind it; empty for deterministic results.</param>
/// <param name="Note">What else a reader should know: differences of setting, what was tried.</param>
/// <param name="Detail">The single conditions, where there are several: all must hold.</param>
public sealed record ClaimOutcome(
    Verdict Verdict, double? Measured, Interval? Interval, IReadOnlyList<int> Seeds, string? Note = null, CardTable? Detail = null)
{
    /// <summary>Makes the outcome of a condition.</summary>
    /// <param name="holds">Whether the condition holds.</param>
    /// <param name="measured">Our number.</param>
    /// <param name="interval">Its interval.</param>
    /// <param name="seeds">The seeds behind it.</param>
    /// <param name="note">What else a reader should know.</param>
    /// <param name="detail">The single conditions.</param>
    /// <returns>The outcome.</returns>
    public static ClaimOutcome From(bool holds, double? measured, Interval? interval = null, IReadOnlyList<int>? seeds = null,
        string? note = null, CardTable? detail = null) =>
        new(holds ? Verdict.Holds : Verdict.DoesNotHold, measured, interval, seeds ?? [], note, detail);

    /// <summary>Makes the outcome of a claim that these results cannot decide.</summary>
    /// <param name="note">What would decide it.</param>
    /// <returns>The outcome.</returns>
    public static ClaimOutcome Undecided(string note) => new(Verdict.Undecided, null, null, [], note);
}

/// <summary>A claim with its outcome.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Outcome">Its outcome.</param>
/// <param name="Profile">The profile whose results decided it.</param>
public sealed record EvaluatedClaim(Claim Claim, ClaimOutcome Outcome, Profile Profile);
