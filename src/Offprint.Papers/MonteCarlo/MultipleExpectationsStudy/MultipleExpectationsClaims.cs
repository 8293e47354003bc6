using Offprint.Cards;
using Offprint.Estimators.Sensitivity;
using Offprint.Experiments;
using Offprint.Statistics;
using static Offprint.Papers.MonteCarlo.MultipleExpectationsStudy.EstimationMethod;

namespace Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

/// <summary>
/// The paper's statements as conditions on results. Its numbers are those of <c>data/reported/multiple-expectations/gains.csv</c>.
/// </summary>
internal static class MultipleExpectationsClaims
{
    public static IReadOnlyList<Claim> All() =>
    [
        new Claim("oracle", "With the optimal densities and β = I every estimator has zero variance, whatever α (below 10⁻²⁴ relative); " +
            "for other β it is (1 − β/I)² (∫ g_j²/g_α − 1).",
            "Section on the optimal family", 0, Oracle)
        {
            Quantity = "largest relative variance at β = I",
        },
        new Claim("moment-variance",
            "Ten moments: the sum of relative variances is at most 3·10⁻³ at N = 20,000, and at any N at least 100 times below the " +
            "exact one of plain Monte Carlo.",
            "Section on Gaussian moments", 0.001631, MomentVariance)
        {
            Quantity = "sum of relative variances at N = 20,000",
        },
        new Claim("moment-bias", "Ten moments: the means over repetitions are within 3 standard errors of the exact moments up to order " +
            "16.",
            "Section on Gaussian moments", null, MomentBias)
        {
            Quantity = "largest bias in standard errors",
        },
        new Claim("stopping", "Ten moments: the stopping rule ends the adaptation before its last round in more than half of the " +
            "repetitions, the interval's lower end above one half.",
            "Section on the stopping criterion", null, Stopping)
        {
            Quantity = "share of repetitions that end early",
            Former = new("Ten moments: the stopping rule ends the adaptation before its last round in a part of the repetitions.",
                Verdict.Holds, "a single repetition of 200 would have satisfied it"),
        },
        new Claim("moment-ablation",
            "Ten moments: without control variates, with equal weights, or with neither, variances stay within a factor 2 of each " +
            "other: the gain comes from the sampling density.",
            "ours", null, MomentAblation)
        {
            Quantity = "largest over smallest sum of relative variances",
            Kind = ClaimKind.Ours,
        },
        new Claim("closer-fit", "Ten moments: auxiliary densities that fit better, mixtures of two normal laws, raise the sum of " +
            "relative variances at least tenfold.",
            "ours, an option of the authors' code", null, CloserFit)
        {
            Quantity = "ratio of sums of relative variances, two components over one",
            Kind = ClaimKind.Ours,
        },
        new Claim("sobol-gain", "Beam: the sum of the six indices' variances is at least 6 times below that of plain Monte Carlo, the " +
            "interval's lower end above 4.",
            "Section on Sobol' indices", 0.002533 / 0.0001733, SobolGain)
        {
            Quantity = "ratio of the indices' variances, Monte Carlo over A-ISCV",
        },
        new Claim("sobol-bias", "Beam: mean indices are within 3 standard errors of the quadrature.",
            "Section on Sobol' indices", null, results =>
                SobolBias(results, SobolStudy.Beam, SobolIndices.FirstOrder([.. BeamQuadrature.Sobol().Expectations])))
        {
            Quantity = "largest bias in standard errors",
        },
        new Claim("sobol-ablation",
            "Beam: the gain is the control variates': without them the sum of the indices' variances is at least 4 times as large, while " +
            "equal instead of optimized weights change it by less than a factor of 1.5, by the intervals.",
            "ours", null, SobolAblation)
        {
            Former = new("Beam: control variates lower the sum of the indices' variances at least 4 times, and optimized weights do not " +
                "raise it.", Verdict.Holds, "its second half could hardly fail: an interval that covers 1 satisfied it, however wide"),
            Quantity = "ratio of variances, without control variates over with them",
            Kind = ClaimKind.Ours,
        },
        new Claim("ishigami", "Ishigami's function, which changes its sign, plus a constant: mean indices are within 3 standard errors " +
            "of the closed forms.",
            "ours", null, results => SobolBias(results, SobolStudy.IshigamiCase, Ishigami.Exact))
        {
            Quantity = "largest bias in standard errors",
            Kind = ClaimKind.Control,
        },
        new Claim("law-gain", "A hundred laws: the sum of variances is at least 15 times below that of a sample for each law, and 6 " +
            "times below that of one sample of their mixture.",
            "Section on input distributions", 0.0001309 / 4.379e-06, LawGain)
        {
            Quantity = "ratio of variances, own samples over A-ISCV",
        },
        new Claim("law-each", "A hundred laws: at least 95 of 100 have a lower variance than with a sample of their own.",
            "Section on input distributions", 1, LawEach)
        {
            Quantity = "share of laws that gain",
        },
    ];

    private static ClaimOutcome Oracle(PaperResults results)
    {
        var rows = results.Of(Papers.MultipleExpectations.Oracle)[0].Result.Rows;
        double zero = rows.Where(r => r.Factor == 1).Max(r => r.Measured.Max());
        double off = rows.Where(r => r.Factor != 1).Max(r => r.Measured.Zip(r.Predicted, (m, p) => Math.Abs(m / p - 1)).Max());
        return ClaimOutcome.From(zero < 1e-24 && off < 0.1, zero,
            note: $"largest relative variance at β = I; at other β measured and predicted variances differ by at most {off:P1}",
            detail: CardTable.Of("", rows, ("α", r => r.Weights), ("β / I", r => r.Factor),
                ("Largest variance", r => r.Measured.Max()), ("Predicted", r => r.Predicted.Max())));
    }

    private static ClaimOutcome MomentVariance(PaperResults results)
    {
        var ours = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Moments, MomentStudy.Case, Adaptive);
        var sum = RepetitionStatistics.Summed(ours, MomentWeights(ours));
        double exact = Enumerable.Range(1, ours.Size).Sum(GaussianMoments.MonteCarloVariance) / ours.Budget;
        bool low = ours.Budget < RepetitionStudy.PaperBudget || sum.Value <= 3e-3;
        return ClaimOutcome.From(low && exact / sum.Value >= 100, sum.Value, sum.Interval, ours.Seeds,
            $"plain Monte Carlo: {NumberText.Format(exact)} exactly, a factor of {NumberText.Format(exact / sum.Value)}");
    }

    private static ClaimOutcome MomentBias(PaperResults results)
    {
        var ours = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Moments, MomentStudy.Case, Adaptive);
        return Bias(ours, [.. Enumerable.Range(1, ours.Size).Select(GaussianMoments.Exact)], 8, "E[X²ʲ], j = ");
    }

    private static ClaimOutcome Stopping(PaperResults results)
    {
        var ours = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Moments, MomentStudy.Case, Adaptive);
        int most = new Estimators.ControlVariates.AdaptiveImportanceSamplingOptions().Rounds;
        Estimate share = ProportionInterval.Wilson(ours.Rounds.Count(r => r < most), ours.Rounds.Count);
        return ClaimOutcome.From(share.Interval.Low > 0.5, share.Value, share.Interval, ours.Seeds,
            "share of repetitions of fewer than five rounds: " +
            string.Join(", ", ours.Rounds.GroupBy(r => r).OrderBy(g => g.Key).Select(g => $"{g.Count()} of {g.Key} rounds")));
    }

    private static ClaimOutcome MomentAblation(PaperResults results)
    {
        var sums = new[] { Adaptive, NoControls, EqualWeights, NoControlsEqualWeights }.Select(m =>
        {
            var repetitions = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Moments, MomentStudy.Case, m);
            return (Method: m, Sum: RepetitionStatistics.Summed(repetitions, MomentWeights(repetitions)));
        }).ToList();
        double spread = sums.Max(s => s.Sum.Value) / sums.Min(s => s.Sum.Value);
        return ClaimOutcome.From(spread <= 2, spread, note: "largest over smallest sum of relative variances",
            detail: CardTable.Of("", sums, ("Method", s => s.Method.Label), ("Sum of relative variances", s => s.Sum)));
    }

    private static ClaimOutcome CloserFit(PaperResults results)
    {
        Repetitions mixtures = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Moments, MomentStudy.Case, TwoComponents),
            ours = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Moments, MomentStudy.Case, Adaptive);
        var ratio = RepetitionStatistics.Ratio(mixtures, ours, MomentWeights(ours));
        return ClaimOutcome.From(ratio.Value >= 10, ratio.Value, ratio.Interval, ours.Seeds,
            "sum of relative variances, two components over one");
    }

    private static ClaimOutcome SobolGain(PaperResults results)
    {
        Repetitions plain = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Sobol, SobolStudy.Beam,
            EstimationMethod.MonteCarlo), ours = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Sobol, SobolStudy.Beam,
            Adaptive);
        var ratio = RepetitionStatistics.Ratio(plain.Indices, ours.Indices);
        var expectations = RepetitionStatistics.Ratio(plain, ours);
        return ClaimOutcome.From(ratio.Value >= 6 && ratio.Interval.Low > 4, ratio.Value, ratio.Interval, ours.Seeds,
            $"of the indices' variances; of the eight expectations' {expectations}, the criterion that is minimized");
    }

    private static ClaimOutcome SobolBias(PaperResults results, string problem, IReadOnlyList<double> exact) =>
        Bias(RepetitionStatistics.Of(results, Papers.MultipleExpectations.Sobol, problem, Adaptive).Indices, exact, exact.Count, "S");

    private static ClaimOutcome SobolAblation(PaperResults results)
    {
        Repetitions Of(EstimationMethod method) => RepetitionStatistics.Of(results, Papers.MultipleExpectations.Sobol, SobolStudy.Beam,
            method).Indices;
        var ours = Of(Adaptive);
        Estimate controls = RepetitionStatistics.Ratio(Of(NoControls), ours), weights = RepetitionStatistics.Ratio(Of(EqualWeights), ours);
        return ClaimOutcome.From(controls.Interval.Low >= 4 && weights.Interval is { Low: > 1 / 1.5, High: < 1.5 }, controls.Value,
            controls.Interval, ours.Seeds,
            $"without control variates over with them; equal over optimized weights: {weights}");
    }

    private static ClaimOutcome LawGain(PaperResults results)
    {
        Repetitions Of(EstimationMethod method) => RepetitionStatistics.Of(results, Papers.MultipleExpectations.Laws, LawStudy.Case,
            method);
        var ours = Of(Adaptive);
        Estimate individual = RepetitionStatistics.Ratio(Of(Individual), ours),
            mixture = RepetitionStatistics.Ratio(Of(EstimationMethod.MonteCarlo), ours);
        return ClaimOutcome.From(individual.Value >= 15 && mixture.Value >= 6, individual.Value, individual.Interval, ours.Seeds,
            $"individual samples over A-ISCV; one sample of the mixture over A-ISCV: {mixture}");
    }

    private static ClaimOutcome LawEach(PaperResults results)
    {
        Repetitions plain = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Laws, LawStudy.Case, Individual),
            ours = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Laws, LawStudy.Case, Adaptive);
        double[] gains = [.. plain.Variances.Zip(ours.Variances, (a, b) => a / b)];
        double share = gains.Count(g => g > 1) / (double)gains.Length;
        return ClaimOutcome.From(share >= 0.95, share, seeds: ours.Seeds,
            note: $"share of laws that gain; the gain runs from {NumberText.Format(gains.Min())} to {NumberText.Format(gains.Max())}, " +
                $"median {NumberText.Format(RepetitionStatistics.Quantile(gains, 0.5))}");
    }

    private static ClaimOutcome Bias(Repetitions repetitions, IReadOnlyList<double> exact, int count, string name)
    {
        var off = RepetitionStatistics.BiasInStandardErrors(repetitions, exact);
        double worst = off.Take(count).Max(Math.Abs);
        var means = repetitions.Means;
        return ClaimOutcome.From(worst <= 3, worst, seeds: repetitions.Seeds, note: "largest bias in standard errors",
            detail: CardTable.Of("", Enumerable.Range(0, off.Count), ("", j => $"{name}{j + 1}"), ("Mean", j => means[j]),
                ("Exact", j => exact[j]), ("Bias in standard errors", j => off[j])));
    }

    internal static double[] MomentWeights(Repetitions repetitions) =>
        [.. Enumerable.Range(1, repetitions.Size).Select(j => Math.Pow(GaussianMoments.Exact(j), -2))];
}
