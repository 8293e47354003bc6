using Offprint.Cards;

namespace Offprint.Experiments;

/// <summary>Claims with their outcomes as a table.</summary>
public static class ClaimTable
{
    /// <summary>Makes the table.</summary>
    /// <param name="claims">The claims.</param>
    /// <returns>A row a claim: verdict, statement, our number with its interval, the paper's, seeds.</returns>
    public static CardTable Of(IReadOnlyList<EvaluatedClaim> claims)
    {
        var rows = claims.Select(c => (IReadOnlyList<TableCell>)[
            Verdict(c.Outcome.Verdict),
            c.Claim.Statement,
            c.Claim.Source,
            Measured(c.Outcome),
            ((TableCell)c.Claim.PaperValue).With(Emphasis.Muted),
            c.Outcome.Seeds.Count == 0 ? "exact" : c.Outcome.Seeds.Count.ToString(CultureInfo.InvariantCulture),
            ((TableCell)(c.Outcome.Note ?? "")).With(Emphasis.Muted)]);
        int holds = claims.Count(c => c.Outcome.Verdict == Experiments.Verdict.Holds);
        int open = claims.Count(c => c.Outcome.Verdict == Experiments.Verdict.NotMeasurable);
        return new CardTable("Claims", ["", "Claim", "Source", "Ours", "Paper", "Seeds", "Note"], [.. rows])
        {
            Note = $"{holds} of {claims.Count} hold, {claims.Count - holds - open} do not, {open} cannot be decided by these results.",
        };
    }

    private static TableCell Measured(ClaimOutcome outcome) =>
        outcome.Measured is { } measured ? TableCell.Of(measured, outcome.Interval) : (string?)null;

    private static TableCell Verdict(Verdict verdict) => verdict switch
    {
        Experiments.Verdict.Holds => new TableCell { Text = "holds", Emphasis = Emphasis.Good },
        Experiments.Verdict.DoesNotHold => new TableCell { Text = "does not hold", Emphasis = Emphasis.Bad },
        _ => new TableCell { Text = "open", Emphasis = Emphasis.Muted },
    };
}
