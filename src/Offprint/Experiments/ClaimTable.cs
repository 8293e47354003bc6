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
        int waiting = claims.Count(c => c.Outcome.Verdict == Experiments.Verdict.Waiting);
        return new CardTable("Claims", ["", "Claim", "Source", "Ours", "Paper", "Seeds", "Note"], [.. rows])
        {
            Note = $"{holds} of {claims.Count} hold, {claims.Count - holds - open - waiting} do not, {open} cannot be decided by these results" +
                (waiting > 0 ? $", {waiting} wait for results to be computed again." : "."),
        };
    }

    private static TableCell Measured(ClaimOutcome outcome) =>
        outcome.Measured is { } measured ? TableCell.Of(measured, outcome.Interval) : (string?)null;

    private static TableCell Verdict(Verdict verdict) => verdict switch
    {
        Experiments.Verdict.Holds => new TableCell { Text = "holds", Emphasis = Emphasis.Good },
        Experiments.Verdict.DoesNotHold => new TableCell { Text = "does not hold", Emphasis = Emphasis.Bad },
        Experiments.Verdict.Waiting => new TableCell { Text = "waiting", Emphasis = Emphasis.Muted },
        _ => new TableCell { Text = "open", Emphasis = Emphasis.Muted },
    };
}
