using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Statistics;
using static Offprint.Samplers.Diffusion.Solvers.LinearMultistepOptions;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>Claims about a trained model.</summary>
internal static class GhvbLearnedClaims
{
    private const double Guidance = 7.5;

    public static IEnumerable<Claim> All()
    {
        yield return new Claim("digits-hb",
            "On digits at guidance 7.5 and 8 steps PLMS4 with HB 0.9 has a lower Fréchet distance than PLMS4.",
            "Table 2", 6.69 / 7.31, results => Compare(results, HeavyBall(4, 0.9), Plms(4), 8))
        {
            Quantity = "ratio of Fréchet distances, HB 0.9 over PLMS4",
        };
        yield return new Claim("digits-ghvb", "On digits at guidance 7.5 and 8 steps GHVB 3.8 has a lower Fréchet distance than PLMS4.",
            "Table 2", 6.63 / 7.31, results => Compare(results, Ghvb(3.8), Plms(4), 8))
        {
            Quantity = "ratio of Fréchet distances, GHVB 3.8 over PLMS4",
        };
        yield return new Claim("digits-many-steps", "At 20 steps PLMS4, PLMS4 HB 0.9 and GHVB 3.8 are within 5 % of each other.",
            "Table 2", 5.22 / 5.19, Within)
        {
            Quantity = "largest over smallest mean Fréchet distance",
            Why = "at strong guidance the exact flow itself collapses onto the most typical digits, so that converged solvers have the " +
                "larger Fréchet distance",
        };
        yield return new Claim("digits-dpm", "Heavy ball lowers the Fréchet distance of DPM-Solver++ at 10 steps.",
            "Table 1", 47.10 / 66.77, results =>
                Compare(results, new MomentumOptions(new DpmSolverPlusPlusOptions(), 0.8), new DpmSolverPlusPlusOptions(), 10))
        {
            Quantity = "ratio of Fréchet distances, with HB 0.8 over without",
            Why = "at 10 steps DPM-Solver++ is stable on this model; heavy ball helps at fewer steps, where it is not",
        };
        yield return new Claim("digits-splitting", "In splitting, GHVB 0.8 on the guidance part is better than the Euler step at 10 steps.",
            "Table 1", 37.43 / 45.32, results =>
                Compare(results, new SplittingOptions(Plms(4), Ghvb(0.8)), new SplittingOptions(Plms(4), Ddim), 10))
        {
            Quantity = "ratio of Fréchet distances, GHVB 0.8 over Euler",
        };
        yield return new Claim("no-cost",
            "Momentum costs no time: at equal evaluations all methods take the same time an image within 2 %, and less than 5 % beyond " +
            "the network.",
            "Table 9", 1.02, NoCost)
        {
            Quantity = "slowest over fastest method",
            Why = "wall times of equal methods differ by a few per cent between rounds; the part beyond the network is within its bound",
        };
    }

    private static ClaimOutcome Compare(PaperResults results, SolverOptions method, SolverOptions baseline, int steps)
    {
        var ours = Row(results, method, steps);
        var ratio = Ratio(ours.Frechet, Row(results, baseline, steps).Frechet);
        return ClaimOutcome.From(ratio.Interval.High < 1, ratio.Value, ratio.Interval, Cell(results, method).Cell.Seeds,
            "ratio of Fréchet distances, t interval over paired seeds; ours: digit features, the paper's: ImageNet",
            Detail(results, method, baseline));
    }

    private static ClaimOutcome Within(PaperResults results)
    {
        LinearMultistepOptions[] methods = [Plms(4), HeavyBall(4, 0.9), Ghvb(3.8)];
        double[] values = [.. methods.Select(m => Row(results, m, 20).Frechet.Average())];
        double spread = values.Max() / values.Min();
        return ClaimOutcome.From(spread <= 1.05, spread, seeds: Cell(results, Plms(4)).Cell.Seeds,
            note: "largest over smallest mean Fréchet distance");
    }

    private static ClaimOutcome NoCost(PaperResults results)
    {
        var result = results.Of(Papers.Ghvb.Time)[0].Result;
        double[] fastest = [.. result.Times.Where(t => t.Method is not null).Select(t => t.Fastest)];
        double spread = fastest.Max() / fastest.Min(), overhead = fastest.Max() / result.NetworkAlone.Fastest - 1;
        return ClaimOutcome.From(spread <= 1.02 && overhead < 0.05, spread,
            note: $"slowest method over fastest, each at its best of interleaved rounds; at most {overhead:P1} beyond the network");
    }

    private static CardTable Detail(PaperResults results, SolverOptions method, SolverOptions baseline)
    {
        IReadOnlyList<double> Frechet(SolverOptions of, int steps) => Row(results, of, steps).Frechet;
        return CardTable.Of("", Cell(results, method).Settings.Steps, ("Steps", steps => steps),
            (method.PaperName(), steps => MeanInterval.StudentT([.. Frechet(method, steps)])),
            (baseline.PaperName(), steps => MeanInterval.StudentT([.. Frechet(baseline, steps)])),
            ("Ratio", steps => Ratio(Frechet(method, steps), Frechet(baseline, steps))));
    }

    private static CellResult<DigitSamplingSettings, DigitSamplingResult> Cell(PaperResults results, SolverOptions method) =>
        results.Of(Papers.Ghvb.Digits).Single(c => c.Settings.Method == method && c.Settings.Scale == Guidance);

    private static DigitRow Row(PaperResults results, SolverOptions method, int steps) =>
        Cell(results, method).Result.Rows.Single(r => r.Steps == steps);

    private static Estimate Ratio(IReadOnlyList<double> numerator, IReadOnlyList<double> denominator) =>
        MeanInterval.StudentT([.. numerator.Zip(denominator, (a, b) => a / b)]);
}
