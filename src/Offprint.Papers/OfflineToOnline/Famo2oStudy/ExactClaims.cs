using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>Claims of part A: what a mistake in the closed forms would break.</summary>
internal static class ExactClaims
{
    private const double Tolerance = 2e-3, Step = 1e-5, SlopeError = 1e-6, Rounding = 1e-8;

    public static IEnumerable<Claim> All()
    {
        yield return new Claim("closed-balance",
            "In the exact crossing maze the entropy-regularized balance (T = 0.1, advantages of the behavior) rests at 0.952 of the " +
            "range [0.02, 0.5] in the gap without guidance and at 0.546 in the gap with it, and at 0.500 of [8, 14] in both (to 0.002).",
            "Part A", null, ClosedBalance)
        {
            Kind = ClaimKind.Control, Quantity = "largest distance from the four numbers",
        };
        yield return new Claim("slope-is-variance",
            "The slope of E_β[A] is Var_β(A), and so never negative: in all cells and at five β a difference quotient " +
            "agrees to 10⁻⁶ of it (of 1 where it is less).",
            "Part A", null, SlopeIsVariance)
        {
            Kind = ClaimKind.Control, Quantity = "largest distance of slope and variance",
        };
        yield return new Claim("one-multiplier",
            "With exact advantages a bound on the mean divergence is best spent by one β for all states: at equal mean KL its mean " +
            "advantage is at least that of equal bounds in all states.",
            "Part A", null, OneMultiplier)
        {
            Kind = ClaimKind.Control, Quantity = "least gain of one β over one bound",
        };
    }

    private static ClaimOutcome ClosedBalance(PaperResults results)
    {
        TabularResult exact = ExactFigures.Cell(results, AdvantageKind.Behavior).Result;
        IReadOnlyList<double> free = exact.At(CrossingMaze.Unguided).Balance, guided = exact.At(CrossingMaze.Guided).Balance;
        double[] distances = [free[0] - 0.952, guided[0] - 0.546, free[1] - 0.5, guided[1] - 0.5];
        double worst = distances.Max(Math.Abs);
        return ClaimOutcome.From(worst <= Tolerance, worst,
            note: $"{NumberText.Format(free[0])}, {NumberText.Format(guided[0])}; {NumberText.Format(free[1])}, " +
            NumberText.Format(guided[1]));
    }

    private static ClaimOutcome SlopeIsVariance(PaperResults results)
    {
        double worst = (from cell in results.Of(Papers.Famo2o.Tabular)
                        from row in cell.Result.Rows
                        let family = row.Family()
                        from beta in (double[])[0, 0.1, 0.5, 1, 5]
                        let slope = (family.Mean(beta + Step) - family.Mean(beta - Step)) / (2 * Step)
                        select Math.Abs(slope - family.Variance(beta)) / Math.Max(1, family.Variance(beta))).Max();
        return ClaimOutcome.From(worst <= SlopeError, worst, note: "over both kinds of advantages");
    }

    private static ClaimOutcome OneMultiplier(PaperResults results)
    {
        double least = results.Of(Papers.Famo2o.Tabular).Min(cell => cell.Result.Budgets.Min(row => row.OneBeta - row.OneBound));
        return ClaimOutcome.From(least >= -Rounding, least, note: "over both kinds of advantages and all divergences");
    }
}
