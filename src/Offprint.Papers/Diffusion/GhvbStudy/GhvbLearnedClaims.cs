using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>Claims about a trained model.</summary>
internal static class GhvbLearnedClaims
{
    private const double Guidance = 7.5;

    public static IEnumerable<Claim> All()
    {
        yield return new Claim("digits-hb",
            "On digits at guidance 7.5 and 8 steps PLMS4 with HB 0.9 has a lower Fréchet distance than PLMS4.",
            "Table 2", 6.69 / 7.31, results => Compare(results, "PLMS4 HB 0.9", "PLMS4", 8));
        yield return new Claim("digits-ghvb", "On digits at guidance 7.5 and 8 steps GHVB 3.8 has a lower Fréchet distance than PLMS4.",
            "Table 2", 6.63 / 7.31, results => Compare(results, "GHVB 3.8", "PLMS4", 8));
        yield return new Claim("digits-many-steps", "At 20 steps PLMS4, PLMS4 HB 0.9 and GHVB 3.8 are within 5 % of each other.",
            "Table 2", 5.22 / 5.19, Within)
        {
            Why = "at strong guidance the exact flow itself collapses onto the most typical digits, so that converged solvers have the " +
                "larger Fréchet distance",
        };
        yield return new Claim("digits-dpm", "Heavy ball lowers the Fréchet distance of DPM-Solver++ at 10 steps.",
            "Table 1", 47.10 / 66.77, results => Compare(results, "DPM-Solver++ HB 0.8", "DPM-Solver++", 10))
        {
            Why = "at 10 steps DPM-Solver++ is stable on this model; heavy ball helps at fewer steps, where it is not",
        };
        yield return new Claim("digits-splitting", "In splitting, GHVB 0.8 on the guidance part is better than the Euler step at 10 steps.",
            "Table 1", 37.43 / 45.32, results => Compare(results, "LTSP PLMS4, GHVB 0.8", "LTSP PLMS4, DDIM", 10));
        yield return new Claim("no-cost",
            "Momentum costs no time: at equal evaluations all methods take the same time an image within 2 %, and less than 5 % beyond " +
            "the network.",
            "Table 9", 1.02, NoCost)
        {
            Why = "wall times of equal methods differ by a few per cent between rounds; the part beyond the network is within its bound",
        };
    }

    private static ClaimOutcome Compare(PaperResults results, string method, string baseline, int steps)
    {
        var ours = Row(results, method, steps);
        var ratio = Ratio(ours.Frechet, Row(results, baseline, steps).Frechet);
        return ClaimOutcome.From(ratio.Interval.High < 1, ratio.Value, ratio.Interval, Cell(results, method).Cell.Seeds,
            "ratio of Fréchet distances, t interval over paired seeds; ours: digit features, the paper's: ImageNet",
            Detail(results, method, baseline));
    }

    private static ClaimOutcome Within(PaperResults results)
    {
        string[] methods = ["PLMS4", "PLMS4 HB 0.9", "GHVB 3.8"];
        double[] values = [.. methods.Select(m => Row(results, m, 20).Frechet.Average())];
        double spread = values.Max() / values.Min();
        return ClaimOutcome.From(spread <= 1.05, spread, seeds: Cell(results, "PLMS4").Cell.Seeds,
            note: "largest over smallest mean Fréchet distance");
    }

    private static ClaimOutcome NoCost(PaperResults results)
    {
        var times = results.Of(Papers.Ghvb.Time)[0].Result.Times.ToDictionary(t => t.Method, t => t.Fastest);
        double alone = times[SamplingTime.NetworkAlone];
        var methods = times.Where(t => t.Key != SamplingTime.NetworkAlone).ToList();
        double spread = methods.Max(t => t.Value) / methods.Min(t => t.Value), overhead = methods.Max(t => t.Value) / alone - 1;
        return ClaimOutcome.From(spread <= 1.02 && overhead < 0.05, spread,
            note: $"slowest method over fastest, each at its best of interleaved rounds; at most {overhead:P1} beyond the network");
    }

    private static CardTable Detail(PaperResults results, string method, string baseline)
    {
        var rows = Cell(results, method).Settings.Steps.Select(steps =>
        {
            IReadOnlyList<double> a = Row(results, method, steps).Frechet, b = Row(results, baseline, steps).Frechet;
            return (IReadOnlyList<TableCell>)[steps, MeanInterval.StudentT([.. a]), MeanInterval.StudentT([.. b]), Ratio(a, b)];
        });
        return new CardTable("", ["Steps", method, baseline, "Ratio"], [.. rows]);
    }

    private static CellResult<DigitSamplingSettings, DigitSamplingResult> Cell(PaperResults results, string method) =>
        results.Of(Papers.Ghvb.Digits).Single(c => c.Settings.Method == method && c.Settings.Scale == Guidance);

    private static DigitRow Row(PaperResults results, string method, int steps) =>
        Cell(results, method).Result.Rows.Single(r => r.Steps == steps);

    private static Estimate Ratio(IReadOnlyList<double> numerator, IReadOnlyList<double> denominator) =>
        MeanInterval.StudentT([.. numerator.Zip(denominator, (a, b) => a / b)]);
}
