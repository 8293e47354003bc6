using MathNet.Numerics.Distributions;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>The paper's statements on kinetics and response.</summary>
internal static class KineticClaims
{
    public static IEnumerable<Claim> All()
    {
        yield return new("nernst", "A channel with one species carries no current at its Nernst potential: |J| < 10⁻¹².",
            "Abstract: ion channel kinetics", 0, r => Nernst(r))
        {
            Quantity = "largest |J|",
        };
        yield return new("steady-loss", "In every steady state the information lost in unit time is Σ current × affinity, to 10⁻¹⁰.",
            "Abstract: second law", null, r => SteadyLoss(r))
        {
            Quantity = "largest difference",
        };
        yield return new("uncertainty",
            "In every driven steady state loss × noise ≥ 2 J² (thermodynamic uncertainty), with equality approached towards u = 0.",
            "Abstract: second law; the inequality is later work", null, r => Uncertainty(r))
        {
            Quantity = "smallest loss × noise over 2 J²",
        };
        yield return new("simulation",
            "Simulated paths agree with the exact currents, occupancy, loss and noise: all within 3.5 standard errors.",
            "Our check of the kinetics", null, r => Simulation(r))
        {
            Quantity = "largest deviation in standard errors",
            Kind = ClaimKind.Control,
        };
        yield return new("conductance-equilibrium",
            "At u = 0 the slope dJ/du, half the noise and the Green–Kubo sums at every step length agree to 10⁻⁶.",
            "Abstract: Green–Kubo relation", null, r => AtRest(r))
        {
            Quantity = "dJ/du at u = 0",
        };
        yield return new("conductance-driven",
            "At u = 4 the sum of the causal response still tends to the slope dJ/du, linearly in dt and to 10⁻⁶ in the limit; the " +
            "equilibrium estimates do not: half the noise there and the conductance at u = 0 are more than 1 % off.",
            "Abstract: Green–Kubo relation arbitrarily far from equilibrium", null, r => Driven(r))
        {
            Quantity = "dJ/du at u = 4",
        };
        yield return new("causal-response",
            "Under step, pulse and sinusoidal driving the causal response equals finite differences to 10⁻⁸ and vanishes for forces in " +
            "the future.",
            "Abstract: fluctuation–dissipation theorem, transient driving", null, r => Causal(r))
        {
            Quantity = "largest relative difference",
        };
        yield return new("process-free-energy",
            "The Hessian of the process free energy, by finite differences, is symmetric to 10⁻¹⁰ and equals the covariance of the " +
            "charges: it responds to forces in the future, as no physical response can.",
            "Abstract: process free energy", null, r => Tilted(r))
        {
            Quantity = "largest asymmetry of the Hessian",
        };
        yield return new("transient",
            "After a small voltage step from u = 4 the causal response predicts the transient current to 5 % of the long-time rise, the " +
            "equilibrium response does not.",
            "Abstract: non-local, time-dependent response", null, r => Transient(r))
        {
            Quantity = "largest error relative to the long-time rise",
        };
        yield return new("langevin",
            "½⟨A (Δx − D f dt)⟩ is the response of a Langevin equation also when driven: within the 95 % simultaneous band of the " +
            "pathwise derivative, while the equilibrium formula is not.",
            "Abstract: Green–Kubo relation arbitrarily far from equilibrium", null, r => Langevin(r))
        {
            Quantity = "largest distance in half-widths of the band",
        };
    }

    /// <summary>
    /// The distance of a mean over seeds from an expected value in standard errors; with few seeds, whose standard error is itself
    /// uncertain, the normal deviate of the same probability.
    /// </summary>
    public static double Deviation(IReadOnlyList<double> values, double expected)
    {
        var moments = new RunningMoments();
        foreach (double value in values)
            moments.Add(value);
        double t = Math.Abs(moments.Mean - expected) / moments.StandardError;
        return -Normal.InvCDF(0, 1, StudentT.CDF(0, 1, moments.Count - 1, -t));
    }

    private static ClaimOutcome Nernst(PaperResults results)
    {
        double worst = results.Of(Papers.InformationStatisticalMechanics.SteadyStates).Where(c => !c.Settings.Sodium)
            .Max(c => Math.Abs(c.Result.CurrentAtNernst));
        return ClaimOutcome.From(worst < 1e-12, worst, note: "largest |J| over three pairs of baths, K⁺ alone");
    }

    private static ClaimOutcome SteadyLoss(PaperResults results)
    {
        double worst = results.Of(Papers.InformationStatisticalMechanics.SteadyStates).SelectMany(c => c.Result.Rows)
            .Max(r => Math.Abs(r.Loss - r.Dissipation));
        return ClaimOutcome.From(worst <= 1e-10, worst, note: "largest difference");
    }

    private static ClaimOutcome Uncertainty(PaperResults results)
    {
        var ratios = results.Of(Papers.InformationStatisticalMechanics.SteadyStates)
            .SelectMany(c => c.Result.Rows.Where(r => Math.Abs(r.Current) > 1e-9)
            .Select(r => (Nearness: Math.Abs(r.Voltage) + Math.Abs(c.Result.Nernst),
                Ratio: r.Loss * r.Noise / (2 * r.Current * r.Current)))).ToList();
        double least = ratios.Min(r => r.Ratio);
        var (nearness, near) = ratios.MinBy(r => r.Nearness);
        bool approached = nearness > 1 || near < 1.05; // the smoke profile has no state near equilibrium
        return ClaimOutcome.From(least >= 1 - 1e-9 && approached, least,
            note: $"smallest loss × noise/(2J²) of {ratios.Count} states; nearest to equilibrium {NumberText.Format(near)}, largest " +
                $"{NumberText.Format(ratios.Max(r => r.Ratio))}");
    }

    private static ClaimOutcome Simulation(PaperResults results)
    {
        var cells = results.Of(Papers.InformationStatisticalMechanics.Simulation);
        var all = cells.SelectMany(c => c.Result.Quantities.Select(q =>
            (c.Settings.Voltage, q.Quantity, Off: Deviation(q.Simulated, q.Exact)))).ToList();
        var worst = all.MaxBy(a => a.Off);
        return ClaimOutcome.From(worst.Off <= 3.5, worst.Off, seeds: cells[0].Cell.Seeds,
            note: $"standard errors between simulation and exact value, largest of {all.Count}: {worst.Quantity} at u = {worst.Voltage}");
    }

    private static ClaimOutcome AtRest(PaperResults results)
    {
        var row = results.Of(Papers.InformationStatisticalMechanics.Conductance)[0].Result.Rows.Single(r => r.Voltage == 0);
        double noise = Math.Max(Math.Abs(row.HalfNoise / row.Slope - 1), Math.Abs(row.HalfCurvature / row.Slope - 1));
        double sums = row.Sums.Max(sum => Math.Abs(sum / row.Slope - 1));
        return ClaimOutcome.From(Math.Max(noise, sums) <= 1e-6, row.Slope,
            note: $"dJ/du; relative differences: noise {NumberText.Format(noise)}, sums {NumberText.Format(sums)}");
    }

    private static ClaimOutcome Driven(PaperResults results)
    {
        var cell = results.Of(Papers.InformationStatisticalMechanics.Conductance)[0];
        var row = cell.Result.Rows.Single(r => r.Voltage == 4);
        double rest = cell.Result.Rows.Single(r => r.Voltage == 0).Slope, causal = Math.Abs(row.Limit / row.Slope - 1);
        double order = LogLogFit.Of([.. cell.Settings.Steps], [.. row.Sums.Select(sum => Math.Abs(sum - row.Slope))]).Slope.Value;
        double noise = row.HalfNoise / row.Slope - 1, frozen = rest / row.Slope - 1;
        return ClaimOutcome.From(causal <= 1e-6 && Math.Abs(order - 1) <= 0.1 && Math.Min(Math.Abs(noise), Math.Abs(frozen)) > 0.01,
            row.Slope,
            note: $"dJ/du at u = 4; the limit of the causal response is off by {NumberText.Format(causal)} (its sums converge with " +
                $"order {NumberText.Format(order)} in dt), half the noise by {noise:P1}, the conductance at rest by {frozen:P1}");
    }

    private static ClaimOutcome Causal(PaperResults results)
    {
        var cells = results.Of(Papers.InformationStatisticalMechanics.Response);
        double worst = cells.Max(c => c.Result.CausalError), future = cells.Max(c => c.Result.Future);
        var detail = CardTable.Of("", cells, ("Driving", c => c.Cell.Key), ("Against finite differences", c => c.Result.CausalError),
            ("Future", c => c.Result.Future), ("Equilibrium response off by", c => c.Result.EquilibriumError));
        return ClaimOutcome.From(worst <= 1e-8 && future == 0, worst, note: "largest difference, relative to the largest response",
            detail: detail);
    }

    private static ClaimOutcome Tilted(PaperResults results)
    {
        var cells = results.Of(Papers.InformationStatisticalMechanics.Response);
        double asymmetry = cells.Max(c => c.Result.TiltedAsymmetry), error = cells.Max(c => c.Result.TiltedError),
            future = cells.Min(c => c.Result.TiltedFuture);
        return ClaimOutcome.From(asymmetry <= 1e-10 && error <= 1e-8 && future > 0.1, asymmetry,
            note: $"largest asymmetry; from the covariance {NumberText.Format(error)}; entries off the diagonal reach " +
                $"{NumberText.Format(future)} of the causal ones at least");
    }

    private static ClaimOutcome Transient(PaperResults results)
    {
        var result = results.Of(Papers.InformationStatisticalMechanics.VoltageStep, "from-4").Result;
        double rise = Math.Abs(result.Exact[^1]);
        double Off(IReadOnlyList<double> prediction) => prediction.Zip(result.Exact, (a, b) => Math.Abs(a - b)).Max() / rise;
        double causal = Off(result.Causal), equilibrium = Off(result.Equilibrium);
        return ClaimOutcome.From(causal <= 0.05 && equilibrium > 0.05, causal,
            note: $"largest error over time relative to the long-time rise; of the equilibrium response {NumberText.Format(equilibrium)}");
    }

    private static ClaimOutcome Langevin(PaperResults results)
    {
        var cells = results.Of(Papers.InformationStatisticalMechanics.Langevin);
        var rows = cells.Select(c =>
        {
            int count = c.Result.Times.Count;
            var expected = c.Settings.Force == Force.Well ? c.Result.Closed : c.Result.Tangent;
            double worst = Enumerable.Range(0, count).Max(s => Deviation([.. c.Result.Score.Select(run => run[s])], expected[s]));
            double limit = -Normal.InvCDF(0, 1, 0.025 / count);
            double equilibrium = Enumerable.Range(0, count).Max(s => Math.Abs(c.Result.Equilibrium[s] - expected[s]));
            return (c.Settings.Force, worst, limit, equilibrium);
        }).ToList();
        double driven = rows.Single(r => r.Force == Force.Washboard).equilibrium;
        return ClaimOutcome.From(rows.All(r => r.worst <= r.limit) && driven > 0.1, rows.Max(r => r.worst / r.limit),
            seeds: cells[0].Cell.Seeds,
            note: $"largest distance, in half-widths of the simultaneous (Bonferroni) band over {cells[0].Result.Times.Count} times; " +
                $"the equilibrium formula is off by up to {NumberText.Format(driven)} on the washboard");
    }
}
