using Offprint.Cards;
using Offprint.Estimators.OffPolicy;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>The statements that the study decides.</summary>
internal static class RealizabilityClaims
{
    /// <summary>The median of |N(0, 1)|.</summary>
    public const double HalfNormalMedian = 0.6744898;

    private static RealizabilityPaper P => Papers.Realizability;

    public static IReadOnlyList<Claim> All { get; } =
    [
        new("finite-slope", "With two functions the rows needed for 15 % wrong choices grow like (1 − β)⁻²: the slope over β in [0.7, " +
            "0.985] is " +
            "−2 ± 0.15.", "Abstract: an inflation of the error, here of our family A", -2, FiniteSlope)
            { Quantity = "slope of log n in log(1 − β)" },
        new("finite-constant", "Over the same β the constant n(1 − β²)²‖E‖⁴/‖u‖² lies in [0.9, 1.3]; Gaussian noise makes it 1.10.",
            "Family A", null, FiniteConstant) { Kind = ClaimKind.Ours, Quantity = "constant furthest from 1.10" },
        new("linear-constant", "With one feature the median ‖E‖ is 0.6745 σ/√(n(1 − β²)): the constant lies in [0.58, 0.82] wherever " +
            "|A| ≥ 0.02, " +
            "also where FQE diverges.", "Our family B", null, LinearConstant) { Quantity =
                "constant furthest from 0.6745" },
        new("linear-slope", "A linear class pays (1 − β²)^(−1/2) only: the slope of log median ‖E‖ in log(1 − β²) is −0.5 ± 0.05.",
            "Family B", null, LinearSlope) { Kind = ClaimKind.Ours, Quantity = "slope of log ‖E‖ in log(1 − β²)" },
        new("divergence", "Where FQE's radius passes 1 (y ≥ 1.4) its error after 200 sweeps is more than ten times LSTD's, which stays " +
            "consistent.",
            "Abstract: temporal differences where they converge, our family B", null, Divergence)
            { Quantity = "least ratio of median errors, FQE over LSTD" },
        new("no-floor", "On an incomplete class LSTD's error has no floor: it falls as n^(−1/2), slope −0.5 ± 0.05 from n = 300 to " +
            "100,000.",
            "Abstract: no inherent-Bellman-error floor, our instance D", -0.5, NoFloor) { Quantity = "slope of log ‖E‖ in log n" },
        new("td", "What holds for LSTD holds for temporal differences where they converge: FQE's and TD(0)'s median errors are within " +
            "10 % of LSTD's at " +
            "every n.", "Abstract: temporal differences where they converge, our instance D", null, TemporalDifferences)
        {
            Quantity = "ratio of median errors to LSTD's, furthest from 1",
            Why = "TD(0) draws its rows with replacement: the mean of m iterates adds the noise of m more rows, a share n/m of the data's",
        },
        new("brm-floor", "The single-sample Bellman residual converges to an error of 0.2579 ± 0.003 and gets no better.",
            "Instance D",
            null, ResidualFloor) { Kind = ClaimKind.Ours, Quantity = "BRM's median error at the largest n" },
        new("coverage", "Lack of coverage costs an incomplete class ε⁻¹ and a complete one ε^(−1/2): slopes −1 ± 0.1 and −0.5 ± 0.1.",
            "Abstract: three factors multiply, our family C", null, Coverage) { Quantity = "slope of LSTD's log error in log ε" },
        new("entropy", "The squared error grows in proportion to the size of the class: slope 1 ± 0.1 in d and 1 ± 0.2 in log₂|F|.",
            "Abstract: metric entropy, our copies of a chain", 1, Entropy) { Quantity = "slope in d" },
        new("random-bound", "On random problems the median ‖E‖ stays below 1.3 σ√(d/(n(1 − β²))) in every one.",
            "Abstract: three factors, our family E", null,
            RandomBound) { Quantity = "greatest ratio of error and prediction" },
        new("random-needed", "Without the factor of incompleteness the same ratio exceeds 5 somewhere.",
            "Abstract: three factors, our family E", null,
            RandomNeeded)
            { Quantity = "greatest ratio without the factor" },
        new("random-ranks", "The prediction with β ranks the problems by error with a correlation above 0.9, and better than without β.",
            "Abstract: three factors, our family E", null, RandomRanks) { Quantity = "Spearman's correlation with the factor" },
        new("simulation", "|Prediction error| ≤ √C ‖E‖/(1 − γ) in every data set of every instance.",
            "Derived from both definitions",
            null, Simulation)
            { Kind = ClaimKind.Control, Quantity = "greatest ratio of error and bound" },
    ];

    /// <summary>4z² with Φ(−z) twice the failure rate: half of the ties are won by chance.</summary>
    public static double GaussianConstant(double failureRate)
    {
        double z = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, 1 - 2 * failureRate);
        return 4 * z * z;
    }

    private static List<CellResult<ThresholdSettings, ThresholdResult>> Steep(PaperResults results)
    {
        var cells = results.Of(P.Thresholds).Where(c => c.Settings.Beta is >= 0.7 and <= 0.985 && c.Result.Rows is not null).ToList();
        return cells.Count >= 3 ? cells
            : throw new MissingResultsException($"This profile has {cells.Count} values of β in [0.7, 0.985], too few for a slope.");
    }

    private static ClaimOutcome FiniteSlope(PaperResults results)
    {
        var cells = Steep(results);
        Estimate slope = LogLogFit.Of([.. cells.Select(c => 1 - c.Settings.Beta)],
            [.. cells.Select(c => (double)c.Result.Rows!.Value)]).Slope;
        return ClaimOutcome.From(Math.Abs(slope.Value + 2) <= 0.15, slope.Value, slope.Interval, cells[0].Cell.Seeds,
            $"{cells.Count} values of β, {cells[0].Settings.Repetitions:N0} data sets a number of rows; over these β the closed form " +
            "itself has the slope −2.06, and −2 as β → 1");
    }

    private static ClaimOutcome FiniteConstant(PaperResults results)
    {
        var cells = Steep(results);
        double[] constants = [.. cells.Select(c => c.Result.Normalized!.Value)];
        double theory = GaussianConstant(cells[0].Settings.FailureRate);
        return ClaimOutcome.From(constants.All(c => c is >= 0.9 and <= 1.3), constants.MaxBy(c => Math.Abs(c - theory)), null,
            cells[0].Cell.Seeds,
            detail: CardTable.Of("", cells, ("β", c => c.Settings.Beta), ("n", c => c.Result.Rows!.Value),
                ("constant", c => c.Result.Normalized)));
    }

    private static ClaimOutcome LinearConstant(PaperResults results)
    {
        var cells = results.Of(P.OneFeature).Where(c => Math.Abs(c.Settings.Pivot()) >= 0.02).ToList();
        var constants = cells.Select(c => c.Result.Of<Lstd>().Bellman.Times(Math.Sqrt(c.Settings.Rows * c.Result.Factors.Margin))).ToList();
        Estimate furthest = constants.MaxBy(c => Math.Abs(c.Value - HalfNormalMedian));
        return ClaimOutcome.From(constants.All(c => c.Value is >= 0.58 and <= 0.82), furthest.Value, furthest.Interval, cells[0].Cell.Seeds,
            $"{cells.Count} values of y, {cells.Count(c => c.Result.Factors.FqeRadius > 1)} of them with a diverging FQE",
            CardTable.Of("", cells.Zip(constants), ("y", p => p.First.Settings.Value), ("β", p => p.First.Result.Factors.Incompleteness),
                ("radius of FQE", p => p.First.Result.Factors.FqeRadius), ("constant", p => p.Second)));
    }

    private static ClaimOutcome LinearSlope(PaperResults results)
    {
        var cells = results.Of(P.OneFeature).Where(c => Math.Abs(c.Settings.Pivot()) >= 0.02).ToList();
        Estimate slope = LogLogFit.Of([.. cells.Select(c => c.Result.Factors.Margin)],
            [.. cells.Select(c => c.Result.Of<Lstd>().Bellman.Median)]).Slope;
        return ClaimOutcome.From(Math.Abs(slope.Value + 0.5) <= 0.05, slope.Value, slope.Interval, cells[0].Cell.Seeds);
    }

    private static ClaimOutcome Divergence(PaperResults results)
    {
        var cells = results.Of(P.OneFeature).Where(c => c.Settings.Value >= 1.4).ToList();
        double[] ratios = [.. cells.Select(c => c.Result.Of<FittedEvaluation>().Bellman.Median / c.Result.Of<Lstd>().Bellman.Median)];
        return ClaimOutcome.From(ratios.Min() > 10, ratios.Min(), null, cells[0].Cell.Seeds, $"{cells.Count} values of y from 1.4 on");
    }

    private static ClaimOutcome NoFloor(PaperResults results)
    {
        var cells = results.Of(P.Sizes);
        Estimate slope = LogLogFit.Of([.. cells.Select(c => (double)c.Result.Rows)],
            [.. cells.Select(c => c.Result.Of<Lstd>().Bellman.Median)]).Slope;
        return ClaimOutcome.From(Math.Abs(slope.Value + 0.5) <= 0.05, slope.Value, cells.Count > 2 ? slope.Interval : null,
            cells[0].Cell.Seeds,
            $"from {NumberText.Format(cells[0].Result.Of<Lstd>().Bellman.Median)} to " +
                $"{NumberText.Format(cells[^1].Result.Of<Lstd>().Bellman.Median)}; " +
            $"the classical floor is {NumberText.Format(cells[0].Result.Factors.Floor)}");
    }

    private static ClaimOutcome TemporalDifferences(PaperResults results)
    {
        var cells = results.Of(P.Sizes);
        var ratios = cells.Select(c => Ratio<FittedEvaluation>(c.Result))
            .Concat(results.Of(P.Temporal).Select(c => Ratio<TemporalDifference>(c.Result))).ToList();
        var furthest = ratios.MaxBy(r => Math.Abs(r.Ratio - 1));
        return ClaimOutcome.From(Math.Abs(furthest.Ratio - 1) <= 0.1, furthest.Ratio, null, cells[0].Cell.Seeds,
            $"{furthest.Method} at n = {furthest.Rows:N0}", CardTable.Of("", ratios, ("method", r => r.Method), ("n", r => r.Rows),
                ("ratio", r => r.Ratio)));
    }

    private static (string Method, int Rows, double Ratio) Ratio<TEstimator>(LinearErrors errors)
        where TEstimator : ValueEstimator
    {
        MethodErrors own = errors.Of<TEstimator>();
        return (own.Method.Label, errors.Rows, own.Bellman.Median / errors.Of<Lstd>().Bellman.Median);
    }

    private static ClaimOutcome ResidualFloor(PaperResults results)
    {
        var last = results.Of(P.Sizes)[^1];
        Estimate error = last.Result.Of<BellmanResidual>().Bellman.Times();
        var medians = results.Of(P.Sizes).Where(c => c.Result.Rows >= 1000)
            .Select(c => c.Result.Of<BellmanResidual>().Bellman.Median).ToList();
        return ClaimOutcome.From(medians.All(median => Math.Abs(median - 0.2579) <= 0.003), error.Value, error.Interval, last.Cell.Seeds,
            $"n = {last.Result.Rows:N0}; from 1,000 rows on between {NumberText.Format(medians.Min())} and " +
                $"{NumberText.Format(medians.Max())}");
    }

    private static ClaimOutcome Coverage(PaperResults results)
    {
        var cells = results.Of(P.Coverage);
        double[] x = [.. cells.Select(c => c.Settings.Share)];
        Estimate feature = LogLogFit.Of(x, [.. cells.Select(c => c.Result.Of<Lstd>().Prediction.Median)]).Slope,
            tabular = LogLogFit.Of(x, [.. cells.Select(c => c.Result.Of(m => m.Tabular).Prediction.Median)]).Slope;
        return ClaimOutcome.From(Math.Abs(feature.Value + 1) <= 0.1 && Math.Abs(tabular.Value + 0.5) <= 0.1, feature.Value,
            feature.Interval,
            cells[0].Cell.Seeds, $"the tabular class has the slope {tabular}");
    }

    private static ClaimOutcome Entropy(PaperResults results)
    {
        Estimate Slope(bool finite)
        {
            var own = results.Of(P.Entropy).Where(c => c.Settings.Finite == finite).ToList();
            return LogLogFit.Of([.. own.Select(c => (double)c.Settings.Copies)], [.. own.Select(c => c.Result.Mean)]).Slope;
        }

        Estimate features = Slope(false), functions = Slope(true);
        return ClaimOutcome.From(Math.Abs(features.Value - 1) <= 0.1 && Math.Abs(functions.Value - 1) <= 0.2, features.Value,
            features.Interval, [1],
            $"in log₂|F| the slope is {functions}");
    }

    private static List<(RandomRow Row, double Plain, double Predicted)> RandomRows(PaperResults results, double? discount = null) =>
        [.. results.Of(P.Random).Where(c => discount is null || c.Settings.Discount == discount).SelectMany(c => c.Result.Rows.Select(r =>
            (r, r.Plain(c.Settings.RowsPerFeature), r.Predicted(c.Settings.RowsPerFeature))))];

    private static ClaimOutcome RandomBound(PaperResults results)
    {
        double[] ratios = [.. RandomRows(results).Select(r => r.Row.Bellman / r.Predicted).Order()];
        return ClaimOutcome.From(ratios[^1] < 1.3, ratios[^1], null, [1], $"{ratios.Length} problems; the median ratio is " +
            $"{NumberText.Format(ratios[ratios.Length / 2])}");
    }

    private static ClaimOutcome RandomNeeded(PaperResults results)
    {
        var rows = RandomRows(results);
        return ClaimOutcome.From(rows.Max(r => r.Row.Bellman / r.Plain) > 5, rows.Max(r => r.Row.Bellman / r.Plain), null, [1],
            $"{rows.Count} problems");
    }

    private static ClaimOutcome RandomRanks(PaperResults results)
    {
        (Estimate With, double Without) Ranks(double? discount)
        {
            var rows = RandomRows(results, discount);
            double[] errors = [.. rows.Select(r => r.Row.Bellman)], with = [.. rows.Select(r => r.Predicted)];
            return (new(RankCorrelation.Spearman(errors, with), Bootstrap.OfPairs(errors, with, RankCorrelation.Spearman,
                new() { Resamples = 2000, Method = BootstrapMethod.Percentile })), RankCorrelation.Spearman(errors,
                    [.. rows.Select(r => r.Plain)]));
        }

        var all = Ranks(null);
        var far = Ranks(results.Of(P.Random).Max(c => c.Settings.Discount));
        return ClaimOutcome.From(all.With.Value > 0.9 && all.Without < all.With.Value, all.With.Value, all.With.Interval, [1],
            $"without β {NumberText.Format(all.Without)}; at the largest γ {NumberText.Format(far.With.Value)} against " +
                $"{NumberText.Format(far.Without)}");
    }

    private static ClaimOutcome Simulation(PaperResults results)
    {
        double[] ratios =
        [
            .. results.Of(P.Sizes).SelectMany(c => c.Result.Methods.Select(m => m.GreatestRatio)),
            .. results.Of(P.OneFeature).SelectMany(c => c.Result.Methods.Select(m => m.GreatestRatio)),
            .. results.Of(P.Coverage).SelectMany(c => c.Result.Methods.Select(m => m.GreatestRatio)),
            .. results.Of(P.Features).SelectMany(c => c.Result.Methods.Select(m => m.GreatestRatio)),
            .. results.Of(P.Random).SelectMany(c => c.Result.Rows.Select(r => r.WorstRatio)),
        ];
        return ClaimOutcome.From(ratios.Max() <= 1 + 1e-9, ratios.Max(), null, [1]);
    }
}
