namespace Offprint.Experiments;

/// <summary>How many claims of one kind have which outcome.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Holds">Those that hold.</param>
/// <param name="DoesNotHold">Those that do not.</param>
/// <param name="Undecided">Those that these results cannot decide, and those that wait for results to be computed again.</param>
public sealed record ClaimTotals(ClaimKind Kind, int Holds, int DoesNotHold, int Undecided)
{
    /// <summary>All of them.</summary>
    public int Count => Holds + DoesNotHold + Undecided;

    /// <summary>Counts claims kind by kind: an explanation never removes a claim from its total.</summary>
    /// <param name="claims">The claims with their outcomes.</param>
    /// <returns>One total a kind that occurs, the paper's own first.</returns>
    public static IReadOnlyList<ClaimTotals> Of(IEnumerable<EvaluatedClaim> claims) =>
    [
        .. from claim in claims
           group claim.Outcome.Verdict by claim.Claim.Kind into kind
           orderby kind.Key
           select new ClaimTotals(kind.Key, kind.Count(v => v == Verdict.Holds), kind.Count(v => v == Verdict.DoesNotHold),
               kind.Count(v => v is Verdict.Undecided or Verdict.Waiting)),
    ];

    /// <summary>The totals in a sentence.</summary>
    /// <param name="totals">One a kind.</param>
    /// <returns>"Of the paper's 9 claims 6 hold, 2 do not, 1 is undecided; 3 of 3 controls and 2 of 4 of our own hold."</returns>
    public static string Sentence(IReadOnlyList<ClaimTotals> totals)
    {
        List<string> parts = [];
        if (totals.FirstOrDefault(t => t.Kind == ClaimKind.Paper) is { } own)
            parts.Add($"Of the paper's {own.Count} claims {own.Holds} hold, {own.DoesNotHold} do not, {own.Undecided} are undecided");
        foreach (ClaimTotals other in totals.Where(t => t.Kind != ClaimKind.Paper))
            parts.Add($"of {other.Count} {(other.Kind == ClaimKind.Control ? "controls" : "claims of ours")} {other.Holds} hold");
        return parts.Count == 0 ? "No claims." : string.Join("; ", parts) + ".";
    }
}
