using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>The analytical statements, on problems whose scores are exact.</summary>
internal static class GaugeExactClaims
{
    // About 2 % of 0.93, the mixture's standard deviation a coordinate.
    private const double SampleMargin = 0.02;

    public static IEnumerable<Claim> All()
    {
        yield return new Claim("gaussian-exact",
            "On a Gaussian the log-density is exact to 10⁻⁶ for gauge terms c of 0, 2 and 5, end points move by more than 0.5 on " +
            "average, " +
            "and the samples' covariance agrees with the truth within 3 standard errors.", "Section 3: not conservative, yet exact", null,
                Gaussian)
        {
            Quantity = "largest error of the log-density, nats",
        };
        yield return new Claim("weak-gauge",
            "The weak condition div(p r) = 0 suffices for the density if the divergence of the whole field is integrated (error below " +
            "10⁻⁶); with the " +
            "score's divergence alone it is wrong by more than 0.1 nats.", "Section 3", null, Weak)
        {
            Quantity = "largest error of the log-density, nats",
        };
        yield return new Claim("conservative-not-sufficient",
            "The gradient error −κ x with κ = 0.05 keeps the field conservative, but the log-density at the mode is wrong by more than " +
            "0.2 nats " +
            "and standard deviations are 22 % too small.", "Section 3: conservative, yet wrong", null, Contraction)
        {
            Quantity = "error of the log-density at the mode, nats",
        };
        yield return new Claim("mixture-likelihood",
            "On a mixture the mean log-likelihood with c = 3 equals that with c = 0 within 10⁻³ nats.",
            "Section 3", null, Likelihood)
        {
            Quantity = "largest difference of mean log-likelihoods, nats",
        };
        yield return new Claim("mixture-samples",
            "On a mixture the sliced W2 of samples to data is the same for c = 0 and c = 3 within 0.02, some 2 % of the law's standard " +
            "deviation, for the flow and for the reverse SDE (paired test of equivalence over seeds, α = 5 %).",
            "Section 3", null, Samples)
        {
            Quantity = "difference of sliced W2, c = 3 less c = 0, flow",
            Former = new("On a mixture the sliced W2 of samples to data is the same for c = 0 and c = 3: intervals over seeds overlap, " +
                "for the flow and for the reverse SDE.", Verdict.Holds,
                "intervals that overlap show no equality, only few seeds; the margin was set after these runs, from the law's width"),
        };
        yield return new Claim("discretization",
            "Solvers do see the gauge term: at 20 DDIM steps even in t the error with c = 1 is at least five times that with c = 0, and " +
            "c = 3 diverges (error above 100).",
            "Open reviews: discretization", null, Discretization)
        {
            Quantity = "ratio of errors, c = 1 over c = 0",
        };
        yield return new Claim("gauge-dimension",
            "With the exact score of the plane in R⁵, gauge terms with c ≤ 5 leave the estimate at 2 on every path.",
            "Section 4", null, Dimension)
        {
            Quantity = "smallest share of right estimates",
        };
    }

    private static ClaimOutcome Gaussian(PaperResults results)
    {
        var cell = results.Of(Papers.GaugeFreedom.Gaussian)[0];
        var rows = cell.Result.Rows;
        double error = rows.Max(r => r.DensityError);
        bool moved = rows.Where(r => r.Strength > 0).All(r => r.Displacement > 0.5);
        bool covariance = rows.All(r => r.CovarianceScores.All(z => Math.Abs(z) <= 3));
        var detail = CardTable.Of("", rows, ("c", r => r.Strength), ("largest density error", r => r.DensityError),
            ("mean displacement", r => r.Displacement),
            ("covariance: largest deviation (standard errors)", r => r.CovarianceScores.Max(Math.Abs)),
            ("distance from the closed form", r => r.TurnError));
        return ClaimOutcome.From(error < 1e-6 && moved && covariance, error, seeds: cell.Cell.Seeds,
            note: "largest error of the log-density in nats", detail: detail);
    }

    private static ClaimOutcome Weak(PaperResults results)
    {
        var result = results.Of(Papers.GaugeFreedom.Gaussian)[0].Result;
        return ClaimOutcome.From(result.WeakDensityError < 1e-6 && result.WeakPlainError > 0.1, result.WeakDensityError,
            note: $"largest error in nats; with the score's divergence alone {NumberText.Format(result.WeakPlainError)}");
    }

    private static ClaimOutcome Contraction(PaperResults results)
    {
        var result = results.Of(Papers.GaugeFreedom.Gaussian)[0].Result;
        // exp(−κ ∫β/2) = exp(−0.05 · 10.05/2) = 0.778: variances shrink by exp(−κ ∫β).
        bool narrow = result.ContractionDeviation.All(d => Math.Abs(1 - d - 0.22) <= 0.01);
        return ClaimOutcome.From(result.ContractionDensityError > 0.2 && narrow && result.ContractionAsymmetry < 1e-12,
            result.ContractionDensityError,
            note: $"nats at the mode; {NumberText.Format(result.ContractionMeanError)} on average over the data; standard deviations " +
                "times " +
                string.Join(" and ", result.ContractionDeviation.Select(NumberText.Format)));
    }

    private static ClaimOutcome Likelihood(PaperResults results)
    {
        var (none, strong) = (Cell(results, 0), Cell(results, 3));
        double worst = none.Result.LogLikelihood.Zip(strong.Result.LogLikelihood, (a, b) => Math.Abs(a - b)).Max();
        return ClaimOutcome.From(worst <= 1e-3, worst, seeds: none.Cell.Seeds,
            note: "largest difference of a seed's mean log-likelihood, in nats");
    }

    private static ClaimOutcome Samples(PaperResults results)
    {
        var none = Cell(results, 0).Result;
        var rows = MixtureGauge.Strengths.Where(c => c > 0).Select(c => (C: c, Cell(results, c).Result)).Select(r => (r.C,
            Flow: PairedEquivalence.Of([.. r.Result.Distance], [.. none.Distance], SampleMargin),
            Sde: PairedEquivalence.Of([.. r.Result.StochasticDistance], [.. none.StochasticDistance], SampleMargin))).ToList();
        var last = rows[^1];
        var detail = CardTable.Of("", rows, ("c", r => r.C), ("flow: change from c = 0", r => r.Flow.Difference), ("p", r => r.Flow.PValue),
            ("reverse SDE: change", r => r.Sde.Difference), ("p, SDE", r => r.Sde.PValue));
        return ClaimOutcome.From(last.Flow.Equivalent && last.Sde.Equivalent, last.Flow.Difference.Value, last.Flow.Difference.Interval,
            Cell(results, 0).Cell.Seeds, $"90 % interval, margin {SampleMargin}; reverse SDE {last.Sde.Difference}", detail);
    }

    private static ClaimOutcome Discretization(PaperResults results)
    {
        double[] errors = [.. new double[] { 0, 1, 3 }.Select(c =>
        {
            var cell = Cell(results, c);
            return cell.Result.Solvers.Single(s => s.Solver == MixtureGauge.Ddim).Errors[cell.Settings.Evaluations.ToList().IndexOf(20)];
        })];
        return ClaimOutcome.From(errors[1] >= 5 * errors[0] && errors[2] > 100, errors[1] / errors[0],
            note: $"ratio of errors c = 1 to c = 0; errors with c of 0, 1 and 3: {string.Join(", ", errors.Select(NumberText.Format))}");
    }

    private static ClaimOutcome Dimension(PaperResults results)
    {
        var cell = results.Of(Papers.GaugeFreedom.GaugeDimension, s => s.Geometry == ExactGeometry.Plane);
        double worst = cell.Result.Rows.Where(r => r.Strength <= 5).Min(r => r.Accuracy[0]);
        var circle = results.Of(Papers.GaugeFreedom.GaugeDimension, s => s.Geometry == ExactGeometry.Circle).Result;
        var detail = CardTable.Of("", cell.Result.Rows.Zip(circle.Rows), ("c", r => r.First.Strength),
            ("plane in R⁵", r => r.First.Accuracy[0]), ("circle in R³", r => r.Second.Accuracy[0]));
        return ClaimOutcome.From(worst == 1, worst, seeds: cell.Cell.Seeds, note: "smallest share of right estimates", detail: detail);
    }

    private static CellResult<MixtureGaugeSettings, MixtureGaugeResult> Cell(PaperResults results, double strength) =>
        results.Of(Papers.GaugeFreedom.Mixture).Single(c => c.Settings.Strength == strength);
}
