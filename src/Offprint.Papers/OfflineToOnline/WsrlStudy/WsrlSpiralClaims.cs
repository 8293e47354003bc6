using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineToOnline.WsrlStudy;

/// <summary>Claims of part A, and of the audit.</summary>
internal static class WsrlSpiralClaims
{
    public static IEnumerable<Claim> All()
    {
        yield return new Claim("closed-form",
            "The recursion of the one-weight spiral and its closed form are the same to 1e-9 in all five curves.", "ours", null, ClosedForm)
        {
            Kind = ClaimKind.Control, Quantity = "largest difference of recursion and closed form",
        };
        yield return new Claim("both-causes",
            "In the one-weight spiral the value falls below −150 within 50 updates only where successors follow the buffer's value " +
            "and are undervalued; calibration keeps it within 1 of where it was, and half of retained rows within 20.",
            "ours", null, BothCauses)
        {
            Kind = ClaimKind.Ours, Quantity = "value after 50 updates with both causes, from −60",
        };
        yield return new Claim("audit",
            "No batch of WSRL holds a row of the data set, no network changes in its warm-up, and T online steps after a warm-up of K " +
            "bring 4(T − K) updates of the critics and T − K of the actor.", "Algorithm 1", null, Audit)
        {
            Kind = ClaimKind.Control, Quantity = "offline rows in WSRL's batches",
        };
    }

    private static ClaimOutcome ClosedForm(PaperResults results)
    {
        double largest = results.Of(Papers.Wsrl.Spiral).Max(cell => cell.Result.Residual);
        return ClaimOutcome.From(largest < 1e-9, largest);
    }

    private static ClaimOutcome BothCauses(PaperResults results)
    {
        var cells = results.Of(Papers.Wsrl.Spiral);
        double Last(Func<SpiralSettings, bool> which) => cells.First(cell => which(cell.Settings)).Result.Values[^1];
        double start = cells[0].Result.Values[0], both = Last(s => s is { Generalization: 1, Offset: < 0, Retained: 0 }),
            pessimism = Last(s => s is { Generalization: < 1, Offset: < 0 }), generalization = Last(s => s is { Generalization: 1,
                Offset: > 0 }), neither = Last(s => s is { Generalization: < 1, Offset: > 0 }), retained = Last(s => s.Retained > 0);
        return ClaimOutcome.From(
            both < -150 && pessimism > start && neither > start && Math.Abs(generalization - start) < 1 && start - retained < 20, both,
            detail: CardTable.Of("",
                ((string Curve, double Value)[])[("both causes", both), ("pessimism alone", pessimism), ("generalization alone",
                    generalization), ("neither", neither), ("both, half retained", retained)],
                ("Curve", row => row.Curve), ("Value after 50 updates", row => row.Value)));
    }

    private static ClaimOutcome Audit(PaperResults results)
    {
        var cells = results.Of(Papers.Wsrl.Audit).Where(cell => cell.Settings.Method.Label is WsrlTrials.Wsrl or WsrlTrials.NoWarmUp)
            .ToList();
        bool holds = cells.All(cell =>
        {
            long learned = cell.Settings.Steps - cell.Settings.Method.Online.WarmUpSteps;
            return cell.Result is { OfflineRows: 0, OnlineRows: > 0, ChangedBeforeFirstUpdate: 0 }
                && cell.Result.Updates == cell.Settings.Method.Online.UpdatesPerStep * learned && cell.Result.ActorUpdates == learned;
        });
        return ClaimOutcome.From(holds, cells.Sum(cell => cell.Result.OfflineRows), seeds: cells[0].Cell.Seeds);
    }
}
