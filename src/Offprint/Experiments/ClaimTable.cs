using Offprint.Cards;
using Offprint.Files.Tables;

namespace Offprint.Experiments;

/// <summary>Claims with their outcomes as a table.</summary>
public static class ClaimTable
{
    /// <summary>Makes the table.</summary>
    /// <param name="claims">The claims.</param>
    /// <returns>A row a claim: verdict, statement over its source, our number with its interval over its meaning, the paper's,
    /// seeds.</returns>
    public static CardTable Of(IReadOnlyList<EvaluatedClaim> claims) => CardTable.Of("Claims", claims,
        ("", c => Verdict(c.Outcome.Verdict)),
        (new TableColumn("Claim") { Wide = true }, c => new TableCell { Text = c.Claim.Statement, Detail = Under(c) }),
        ("Ours", Measured),
        ("Paper", c => ((TableCell)c.Claim.PaperValue).With(Emphasis.Muted)),
        ("Seeds", c => c.Outcome.Seeds.Count == 0 ? "exact" : c.Outcome.Seeds.Count.ToString(CultureInfo.InvariantCulture)))
        with
        { Note = ClaimTotals.Sentence(ClaimTotals.Of(claims)) };

    /// <summary>The claims as a table of values, for files and frames.</summary>
    /// <param name="claims">The claims.</param>
    /// <returns>A row a claim.</returns>
    public static ColumnTable ToTable(IReadOnlyList<EvaluatedClaim> claims) =>
        ColumnTable.Of("claims", [.. claims.Select(c => new Dictionary<string, object?>
    {
        ["claim"] = c.Claim.Id,
        ["kind"] = c.Claim.Kind,
        ["statement"] = c.Claim.Statement,
        ["source"] = c.Claim.Source,
        ["verdict"] = Word(c.Outcome.Verdict),
        ["quantity"] = c.Claim.Quantity,
        ["measured"] = c.Outcome.Measured,
        ["low"] = c.Outcome.Interval?.Low,
        ["high"] = c.Outcome.Interval?.High,
        ["reported"] = c.Claim.PaperValue,
        ["seeds"] = c.Outcome.Seeds.Count,
        ["note"] = c.Outcome.Note,
        ["why"] = c.Outcome.Verdict == Experiments.Verdict.DoesNotHold ? c.Claim.Why : null,
    })]);

    private static string Under(EvaluatedClaim claim)
    {
        List<string> parts = [claim.Claim.Kind switch
        {
            ClaimKind.Control => $"control, {claim.Claim.Source}",
            ClaimKind.Ours => $"ours, {claim.Claim.Source}",
            _ => claim.Claim.Source,
        }];
        if (claim.Outcome.Note is { Length: > 0 } note)
            parts.Add(note);
        if (claim.Outcome.Verdict == Experiments.Verdict.DoesNotHold && claim.Claim.Why is { } why)
            parts.Add($"why not: {why}");
        if (claim.Claim.Former is { } former)
            parts.Add($"formerly \"{former.Statement}\" ({Word(former.Verdict)}): {former.Wrong}");
        return string.Join(" · ", parts);
    }

    private static TableCell Measured(EvaluatedClaim claim) => claim.Outcome.Measured is { } measured
        ? TableCell.Of(measured, claim.Outcome.Interval) with { Detail = claim.Claim.Quantity }
        : (string?)null;

    private static TableCell Verdict(Verdict verdict) => new()
    {
        Text = Word(verdict),
        Emphasis = verdict switch
        {
            Experiments.Verdict.Holds => Emphasis.Good, Experiments.Verdict.DoesNotHold => Emphasis.Bad, _ => Emphasis.Muted,
        },
    };

    private static string Word(Verdict verdict) => verdict switch
    {
        Experiments.Verdict.Holds => "holds", Experiments.Verdict.DoesNotHold => "does not hold", Experiments.Verdict.Waiting => "waiting",
        _ => "undecided",
    };
}
