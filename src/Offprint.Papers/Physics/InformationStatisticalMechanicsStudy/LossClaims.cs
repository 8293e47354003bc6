using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>The paper's statements on information loss, and on circuit elements.</summary>
internal static class LossClaims
{
    public static IEnumerable<Claim> All()
    {
        yield return new("second-law",
            "Information is lost in every step of every run, and without driving the loss adds up to D(p₀‖p_eq) − D(p_T‖p_eq) to 10⁻⁹.",
            "Abstract: information loss as a second law", 0, r => SecondLaw(r))
        {
            Quantity = "smallest loss of a step",
        };
        yield return new("entropy-term",
            "Without the term from the instantaneous information entropy the loss is negative in some steps; that term alone is " +
            "negative in others.",
            "Abstract: novel contribution from the instantaneous information entropy", null, r => Parts(r))
        {
            Quantity = "most negative medium part of a step",
        };
        yield return new("exponential-enumerated", "⟨e^{−loss}⟩ = 1, to 10⁻¹², summed over every path of a driven channel.",
            "Abstract: information loss in stochastic processes", 1, r => Enumerated(r))
        {
            Quantity = "⟨e^{−loss}⟩",
        };
        yield return new("exponential-simulated",
            "⟨e^{−loss}⟩ = 1 within 3 standard errors over simulated paths, though single paths gain information.",
            "Abstract: information loss in stochastic processes", 1, r => Simulated(r))
        {
            Quantity = "⟨e^{−loss}⟩",
        };
        yield return new("work", "The work of a dragged trap has the mean of the closed form, twice that as variance, and ⟨e^{−W}⟩ = 1: " +
            "all within 3 standard errors.",
            "Abstract: integrated work functionals", 1, r => Work(r))
        {
            Quantity = "⟨e^{−W}⟩",
        };
        yield return new("circuit-elements",
            "Thermal charge at constant capacitance has ⟨q²⟩ = kT·C, current at constant inductance ⟨i²⟩ = kT/L: within 3 standard errors.",
            "Abstract: ensembles at constant capacitance, inductance, resistance", null, r => Circuit(r))
        {
            Quantity = "⟨q²⟩",
        };
    }

    private static ClaimOutcome SecondLaw(PaperResults results)
    {
        var runs = results.Of(Papers.InformationStatisticalMechanics.Relaxation);
        double least = runs.Min(c => c.Result.LeastTotal), gap = runs.Where(c => c.Result.Expected is not null)
            .Max(c => Math.Abs(c.Result.Accumulated - c.Result.Expected!.Value));
        // Near equilibrium a step's loss is a difference of numbers of order 1: rounding leaves some 10⁻¹⁵.
        return ClaimOutcome.From(least >= -1e-14 && gap <= 1e-9, least,
            note: $"smallest loss of a step, zero to rounding; largest gap of the sums {NumberText.Format(gap)}");
    }

    private static ClaimOutcome Parts(PaperResults results)
    {
        var runs = results.Of(Papers.InformationStatisticalMechanics.Relaxation);
        double medium = runs.Min(c => c.Result.LeastMedium), instantaneous = runs.Min(c => c.Result.LeastInstantaneous);
        var detail = CardTable.Of("", runs, ("Start", c => c.Cell.Key), ("Least loss", c => c.Result.LeastTotal),
            ("Least medium part", c => c.Result.LeastMedium), ("Least entropy part", c => c.Result.LeastInstantaneous));
        return ClaimOutcome.From(medium < -1e-6 && instantaneous < -1e-6, medium,
            note: $"most negative medium part of a step; most negative entropy part {NumberText.Format(instantaneous)}", detail: detail);
    }

    private static ClaimOutcome Enumerated(PaperResults results)
    {
        var result = results.Of(Papers.InformationStatisticalMechanics.Fluctuations, "enumeration").Result;
        double off = Math.Abs(result.Exponentials[0] - 1), mean = Math.Abs(result.Means[0] - result.ExactMean);
        return ClaimOutcome.From(off <= 1e-12 && mean <= 1e-12, result.Exponentials[0],
            note: $"{result.Enumerated:N0} paths; off by {NumberText.Format(off)}; the mean loss differs from the sum of steps by " +
                $"{NumberText.Format(mean)}");
    }

    private static ClaimOutcome Simulated(PaperResults results)
    {
        var cell = results.Of(Papers.InformationStatisticalMechanics.Fluctuations, "simulation");
        var estimate = MeanInterval.StudentT([.. cell.Result.Exponentials]);
        double off = KineticClaims.Deviation(cell.Result.Exponentials, 1),
            mean = KineticClaims.Deviation(cell.Result.Means, cell.Result.ExactMean);
        double gaining = cell.Result.Shares.Zip(cell.Result.Edges, (share, edge) => edge < -0.1 ? share : 0).Sum();
        return ClaimOutcome.From(off <= 3 && mean <= 3 && gaining > 0, estimate.Value, estimate.Interval, cell.Cell.Seeds,
            $"{off:F1} standard errors from 1; the mean loss {mean:F1} from its exact value; {gaining:P1} of the paths gain information");
    }

    private static ClaimOutcome Work(PaperResults results)
    {
        var cell = results.Of(Papers.InformationStatisticalMechanics.Trap)[0];
        var r = cell.Result;
        double[] off = [KineticClaims.Deviation(r.Means, r.ExactMean), KineticClaims.Deviation(r.Variances, 2 * r.ExactMean),
            KineticClaims.Deviation(r.Exponentials, 1)];
        var estimate = MeanInterval.StudentT([.. r.Exponentials]);
        return ClaimOutcome.From(off.Max() <= 3, estimate.Value, estimate.Interval, cell.Cell.Seeds,
            $"⟨e^{{−W}}⟩; standard errors off: mean {off[0]:F1}, variance {off[1]:F1}, exponential {off[2]:F1}");
    }

    private static ClaimOutcome Circuit(PaperResults results)
    {
        var cell = results.Of(Papers.InformationStatisticalMechanics.Circuit)[0];
        double charge = KineticClaims.Deviation(cell.Result.ChargeVariances, cell.Settings.Capacitance);
        double current = KineticClaims.Deviation(cell.Result.CurrentVariances, 1 / cell.Settings.Inductance);
        var estimate = MeanInterval.StudentT([.. cell.Result.ChargeVariances]);
        return ClaimOutcome.From(Math.Max(charge, current) <= 3, estimate.Value, estimate.Interval, cell.Cell.Seeds,
            $"⟨q²⟩, expected {cell.Settings.Capacitance}; standard errors off: charge {charge:F1}, current {current:F1}");
    }
}
