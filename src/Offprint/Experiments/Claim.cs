namespace Offprint.Experiments;

/// <summary>Whose statement a claim is.</summary>
public enum ClaimKind
{
    /// <summary>The paper's: it counts in the paper's total whatever comes out.</summary>
    Paper,

    /// <summary>A control that only a bug could break: an identity, a limit known in closed form. Counted apart.</summary>
    Control,

    /// <summary>Ours: what we added to understand the paper's. Counted apart.</summary>
    Ours,
}

/// <summary>A statement that results decide.</summary>
/// <param name="Id">A short name, unique in the paper; it stays when the sentence is repaired.</param>
/// <param name="Statement">The statement, one sentence.</param>
/// <param name="Source">The paper's figure, table or section.</param>
/// <param name="PaperValue">The paper's number, where it states one.</param>
/// <param name="Evaluate">Decides the statement from results; may ask only for experiments that the profile computes.</param>
public sealed record Claim(string Id, string Statement, string Source, double? PaperValue, Func<PaperResults, ClaimOutcome> Evaluate)
{
    /// <summary>Whose statement it is. Default: the paper's.</summary>
    public ClaimKind Kind { get; init; }

    /// <summary>What the measured number is: "ratio of scores, HB 0.9 over PLMS4".</summary>
    public string? Quantity { get; init; }

    /// <summary>Why the statement does not hold here, as far as we know, and what was tried; shown where it does not hold.</summary>
    public string? Why { get; init; }

    /// <summary>The sentence that this one repairs; <see langword="null"/> if it was never changed.</summary>
    public FormerClaim? Former { get; init; }
}

/// <summary>The wording that a claim had before it was repaired.</summary>
/// <param name="Statement">The old sentence.</param>
/// <param name="Verdict">What results said of it.</param>
/// <param name="Wrong">What was wrong with it.</param>
public sealed record FormerClaim(string Statement, Verdict Verdict, string Wrong);
