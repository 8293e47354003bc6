using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>The paper's statements on equilibrium.</summary>
internal static class EquilibriumClaims
{
    public static IEnumerable<Claim> All()
    {
        yield return new("ensembles",
            "Maximum entropy with four means returns the grand-canonical law of the channel: multipliers (−ln c_K, −ln c_Na, 1, 1) to " +
            "10⁻⁶.",
            "Abstract: ensembles from constraints", null, r => Multipliers(r))
        {
            Quantity = "largest error of a multiplier",
        };
        yield return new("added-information",
            "The information gained at each level adds up to the divergence of the exact law from the uniform one, to 10⁻⁸, and the " +
            "entropy falls at every level.",
            "Abstract: successively adding information", null, r => Ladder(r))
        {
            Quantity = "|Σ gains − D|, nats",
        };
        yield return new("insertion-energies",
            "An effective site energy estimated from n sampled insertion energies is too high by Var/(2n⟨·⟩²), and its error falls as " +
            "n^{−1/2} (exponent within 0.1).",
            "Abstract: information from atomistic simulations", -0.5, r => Insertion(r))
        {
            Quantity = "exponent of the error in n",
        };
        yield return new("indistinguishability",
            "The count of labelled ions tends to a^n/n! times the configurational sum: the distance falls like 1/M (slope within 0.05) " +
            "and obeys Le Cam's bound a²/M in the box.",
            "Abstract: (in)distinguishability factors", -1, r => Counting(r))
        {
            Quantity = "slope of the distance in M, box",
        };
        yield return new("maxwell-relations",
            "d⟨n_K⟩/d ln c_K = Var n_K and d⟨n_Na⟩/d ln c_K = Cov(n_K, n_Na) at every concentration, to 10⁻⁶ relative.",
            "Abstract: Gibbs–Maxwell relation", null, r => Identities(r))
        {
            Quantity = "largest relative difference",
        };
    }

    private static ClaimOutcome Multipliers(PaperResults results)
    {
        var result = results.Of(Papers.InformationStatisticalMechanics.Ladder)[0].Result;
        double worst = result.Rungs[^1].Multipliers.Zip(result.Expected, (a, b) => Math.Abs(a - b)).Max();
        return ClaimOutcome.From(worst <= 1e-6, worst, note: "largest error of a multiplier");
    }

    private static ClaimOutcome Ladder(PaperResults results)
    {
        var result = results.Of(Papers.InformationStatisticalMechanics.Ladder)[0].Result;
        double gap = Math.Abs(result.Rungs.Sum(r => r.Gain) - result.Total);
        bool falls = result.Rungs.Zip(result.Rungs.Skip(1)).All(pair => pair.Second.Entropy < pair.First.Entropy);
        var detail = CardTable.Of("", result.Rungs, ("Level", r => r.Added), ("Entropy", r => r.Entropy), ("Gain", r => r.Gain),
            ("Remaining", r => r.Remaining));
        return ClaimOutcome.From(gap <= 1e-8 && falls, gap, note: $"|Σ gains − D|, D = {NumberText.Format(result.Total)} nats",
            detail: detail);
    }

    private static ClaimOutcome Insertion(PaperResults results)
    {
        var cell = results.Of(Papers.InformationStatisticalMechanics.Insertion)[0];
        var fitted = cell.Result.Rows.Where(r => r.Samples >= 50).ToList();
        var slope = LogLogFit.Of([.. fitted.Select(r => (double)r.Samples)], [.. fitted.Select(r => r.Deviation)]).Slope;
        // The bias must be seen where it is large, and agree with its leading order where that is small.
        var first = cell.Result.Rows[0];
        double worst = fitted.Max(r => Math.Abs(r.Mean - cell.Result.Exact - r.PredictedBias) / r.StandardError);
        bool biased = first.Mean - cell.Result.Exact > 3 * first.StandardError;
        return ClaimOutcome.From(Math.Abs(slope.Value + 0.5) <= 0.1 && biased && worst <= 3.5, slope.Value, slope.Interval, cell.Cell.Seeds,
            $"exponent for n ≥ 50; bias within {worst:F1} standard errors of its leading order there; {cell.Settings.Repetitions} " +
                "repetitions");
    }

    private static ClaimOutcome Counting(PaperResults results)
    {
        var rows = results.Of(Papers.InformationStatisticalMechanics.Counting).Select(cell =>
        {
            double[] ions = [.. cell.Settings.Ions.Select(m => (double)m)];
            double slope = LogLogFit.Of(ions.AsSpan(4), [.. cell.Result.Distances.Skip(4)]).Slope.Value;
            double bound = cell.Settings.Activity * cell.Settings.Activity;
            bool obeys = cell.Settings.Interacting || cell.Result.Distances.Zip(ions, (d, m) => d <= bound / m).All(holds => holds);
            return (cell.Cell.Key, slope, Holds: obeys && Math.Abs(slope + 1) <= 0.05);
        }).ToList();
        return ClaimOutcome.From(rows.All(r => r.Holds), rows.MaxBy(r => Math.Abs(r.slope + 1)).slope,
            note: "slope of the distance against M ≥ 200: " + string.Join(", ", rows.Select(r => $"{r.Key} {NumberText.Format(r.slope)}")));
    }

    private static ClaimOutcome Identities(PaperResults results)
    {
        var points = results.Of(Papers.InformationStatisticalMechanics.Titration)[0].Result.Points;
        double worst = points.Max(p => Math.Max(Math.Abs(p.PotassiumSlope / p.Variance - 1), Math.Abs(p.SodiumSlope / p.Covariance - 1)));
        return ClaimOutcome.From(worst <= 1e-6, worst, note: $"largest relative difference over {points.Count} activities");
    }
}
