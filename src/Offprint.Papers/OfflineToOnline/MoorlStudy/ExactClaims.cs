using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineToOnline.MoorlStudy;

/// <summary>Claims of parts A and B.</summary>
internal static class ExactClaims
{
    public static IEnumerable<Claim> All()
    {
        yield return new Claim("fixed-points",
            "On two quadratic losses the mean meta map rests at Σ w c / Σ w with w = 1 − (1 − η a)^K, whatever ε (to 10⁻⁹).",
            "Part A", null, FixedPoints)
        {
            Kind = ClaimKind.Control, Quantity = "largest distance from the closed form",
        };
        yield return new Claim("meta-rate-noise",
            "Where sources are drawn by lot, ε decides the noise around that point and not the point: means over seeds lie within 3 % of " +
            "the distance of the minima, deviations within 5 % of the closed form.",
            "Part A", null, MetaRateNoise)
        {
            Kind = ClaimKind.Control, Quantity = "largest relative error of a deviation",
        };
        yield return new Claim("less-forgetting",
            "On a curve from two sources, Reptile with ε = 0.5 forgets less of the offline range than learning from one source after the " +
            "other: the paired 95 % interval of the difference of errors on [0, 1] lies below 0.",
            "Part B", null, results => Errors(results, new ReptileRegression(0.5), new SequentialRegression(), result => result.Left))
        {
            Kind = ClaimKind.Ours, Quantity = "difference of RMSE on [0, 1]",
        };
        yield return new Claim("interpolation-over-mixing",
            "There, interpolating is also better than symmetric batches: the paired 95 % interval of the difference of errors on [0, 2] " +
            "lies below 0.",
            "Part B", null, results => Errors(results, new ReptileRegression(0.5), new SymmetricRegression(), Whole))
        {
            Kind = ClaimKind.Ours, Quantity = "difference of RMSE on [0, 2]",
            Why = "on the range that only one source knows it is still learning when symmetric batches have finished: each iteration " +
                "goes half of the way",
        };
        yield return new Claim("as-half-the-rate",
            "There, Reptile with ε = 0.5 does what half of the learning rate does: the paired 95 % interval of the difference of its " +
            "errors on [0, 2] from those of alternating blocks at half of Adam's rate lies within ±0.02.",
            "Part B", null, AsHalfTheRate)
        {
            Kind = ClaimKind.Ours, Quantity = "difference of RMSE on [0, 2]",
        };
    }

    /// <summary>The result of a method of part B.</summary>
    public static CellResult<TwoSourceSettings, TwoSourceResult> Cell(PaperResults results, RegressionMethod method,
        double rate = TwoSourceStudy.Rate) =>
        results.Of(Papers.Moorl.TwoSource).FirstOrDefault(cell => cell.Settings.Method == method && cell.Settings.LearningRate == rate)
            ?? throw new MissingResultsException($"The results of {Papers.Moorl.TwoSource.Name} lack '{method.Label}'.");

    /// <summary>The error on both halves together, [checkpoint][seed].</summary>
    public static IReadOnlyList<double[]> Whole(TwoSourceResult result) =>
        [.. result.Left.Zip(result.Right, (left, right) => left.Zip(right, (l, r) => Math.Sqrt((l * l + r * r) / 2)).ToArray())];

    private static ClaimOutcome FixedPoints(PaperResults results)
    {
        double worst = results.Of(Papers.Moorl.Quadratic).Max(cell => cell.Result.Rows.Max(row => Math.Abs(row.Resting -
            QuadraticPair.FixedPoint(cell.Settings.Tasks, cell.Settings.Steps, cell.Settings.Rate))));
        return ClaimOutcome.From(worst < 1e-9, worst, note: "over all K and ε");
    }

    private static ClaimOutcome MetaRateNoise(PaperResults results)
    {
        double means = 0, deviations = 0;
        var cells = results.Of(Papers.Moorl.Quadratic);
        foreach (var cell in cells)
        {
            QuadraticSettings s = cell.Settings;
            double span = s.Tasks.Max(task => task.Minimum) - s.Tasks.Min(task => task.Minimum);
            foreach (QuadraticRow row in cell.Result.Rows)
            {
                double rest = QuadraticPair.FixedPoint(s.Tasks, s.Steps, s.Rate);
                double deviation = QuadraticPair.Deviation(s.Tasks, s.Steps, s.Rate, row.MetaRate);
                means = Math.Max(means, Math.Abs(row.Means.Average() - rest) / span);
                deviations = Math.Max(deviations, Math.Abs(row.Deviations.Average() / deviation - 1));
            }
        }
        return ClaimOutcome.From(means < 0.03 && deviations < 0.05, deviations, seeds: cells[0].Cell.Seeds,
            note: $"largest error of a mean: {NumberText.Format(100 * means)} % of the distance of the minima");
    }

    private static ClaimOutcome AsHalfTheRate(PaperResults results)
    {
        const double margin = 0.02;
        var cell = Cell(results, new ReptileRegression(0.5));
        var slower = Cell(results, new ReptileRegression(1), TwoSourceStudy.Rate / 2);
        Estimate difference = PairedDifference.Of(Whole(cell.Result)[^1], Whole(slower.Result)[^1]).Difference;
        return ClaimOutcome.From(difference.Interval.Low > -margin && difference.Interval.High < margin, difference.Value,
            difference.Interval, cell.Cell.Seeds, $"({cell.Settings.Label}) − ({slower.Settings.Label}), seed by seed");
    }

    private static ClaimOutcome Errors(PaperResults results, RegressionMethod method, RegressionMethod rival,
        Func<TwoSourceResult, IReadOnlyList<double[]>> error)
    {
        var cell = Cell(results, method);
        Estimate difference = PairedDifference.Of(error(cell.Result)[^1], error(Cell(results, rival).Result)[^1]).Difference;
        return ClaimOutcome.From(difference.Interval.High < 0, difference.Value, difference.Interval, cell.Cell.Seeds,
            $"({method.Label}) − ({rival.Label}), seed by seed");
    }
}
