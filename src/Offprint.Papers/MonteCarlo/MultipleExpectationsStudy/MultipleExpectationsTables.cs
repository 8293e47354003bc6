using Offprint.Cards;
using Offprint.Estimators.Sensitivity;
using Offprint.Experiments;
using static Offprint.Papers.MonteCarlo.MultipleExpectationsStudy.EstimationMethod;

namespace Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

/// <summary>The paper's numbers, recomputed from its stored repetitions, beside ours.</summary>
internal static class MultipleExpectationsTables
{
    /// <summary>Variances summed over expectations, and the gain over plain Monte Carlo.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two rows a criterion, ours and the paper's.</returns>
    public static CardTable Gains(PaperResults results)
    {
        var reported = Papers.MultipleExpectations.Reported("gains");
        var rows = new List<(string Criterion, TableCell Whose, TableCell Plain, TableCell Ours, TableCell Gain)>();
        Repetitions Of(RepetitionStudy study, string problem, EstimationMethod method) =>
            RepetitionStatistics.Of(results, study, problem, method);

        void Add(string name, string criterion, Repetitions plain, Repetitions ours, IReadOnlyList<double>? weights = null,
            string column = "Monte Carlo")
        {
            rows.Add((name, "ours", RepetitionStatistics.Summed(plain, weights), RepetitionStatistics.Summed(ours, weights),
                RepetitionStatistics.Ratio(plain, ours, weights)));
            double? before = reported[criterion, column], after = reported[criterion, "A-ISCV"];
            rows.Add(("", Muted("paper"), Muted(before), Muted(after), Muted(before / after)));
        }

        Repetitions moments = Of(Papers.MultipleExpectations.Moments, MomentStudy.Case, Adaptive),
            beam = Of(Papers.MultipleExpectations.Sobol, SobolStudy.Beam, Adaptive),
            laws = Of(Papers.MultipleExpectations.Laws, LawStudy.Case, Adaptive);
        Repetitions plainMoments = Of(Papers.MultipleExpectations.Moments, MomentStudy.Case, EstimationMethod.MonteCarlo),
            plainBeam = Of(Papers.MultipleExpectations.Sobol, SobolStudy.Beam, EstimationMethod.MonteCarlo);
        double[] relative = MultipleExpectationsClaims.MomentWeights(moments);
        Add("Ten moments, relative", "moments", plainMoments, moments, relative);
        double exact = Enumerable.Range(1, moments.Size).Sum(GaussianMoments.MonteCarloVariance) / moments.Budget;
        rows.Add(("", "exact Monte Carlo", exact, RepetitionStatistics.Summed(moments, relative).Value,
            exact / RepetitionStatistics.Summed(moments, relative).Value));
        Add("Beam, eight expectations", "beam expectations", plainBeam, beam);
        Add("Beam, six indices", "beam indices", plainBeam.Indices, beam.Indices);
        Add("Hundred laws, own samples", "laws", Of(Papers.MultipleExpectations.Laws, LawStudy.Case, Individual), laws,
            column: "individual");
        Add("Hundred laws, one sample of their mixture", "laws",
            Of(Papers.MultipleExpectations.Laws, LawStudy.Case, EstimationMethod.MonteCarlo), laws);
        return CardTable.Of("Variances summed over expectations", rows, ("Criterion", r => r.Criterion), ("", r => r.Whose),
            ("Monte Carlo", r => r.Plain), ("A-ISCV", r => r.Ours), ("Gain", r => r.Gain)) with
        { Note = $"95 % percentile bootstrap over repetitions. Paper: {reported.Source}. Its variance of plain Monte Carlo on the " +
            $"moments, measured like ours, misses rare large values: the exact one stands in the third row." };
    }

    /// <summary>The moments one by one.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a moment.</returns>
    public static CardTable Moments(PaperResults results)
    {
        var reported = Papers.MultipleExpectations.Reported("moments");
        Repetitions plain = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Moments, MomentStudy.Case,
            EstimationMethod.MonteCarlo), ours = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Moments, MomentStudy.Case,
            Adaptive);
        IReadOnlyList<double> measured = plain.Variances, adaptive = ours.Variances;
        var rows = Enumerable.Range(1, ours.Size).Select(j => (Order: j, Row: j.ToString(CultureInfo.InvariantCulture),
            Exact: GaussianMoments.Exact(j), Variance: GaussianMoments.MonteCarloVariance(j) / ours.Budget,
            Own: adaptive[j - 1] / Math.Pow(GaussianMoments.Exact(j), 2)));
        return CardTable.Of("Relative variances of the moments", rows, ("Order", r => 2 * r.Order), ("Exact value", r => r.Exact),
            ("Error of the paper's reference", r => Muted(reported[r.Row, "reference"] / r.Exact - 1)),
            ("Monte Carlo, exact", r => r.Variance), ("measured", r => measured[r.Order - 1] / (r.Exact * r.Exact)),
            ("paper", r => Muted(reported[r.Row, "Monte Carlo"])), ("A-ISCV", r => r.Own), ("paper", r => Muted(reported[r.Row, "A-ISCV"])),
            ("Gain", r => r.Variance / r.Own)) with
        { Note = "The authors' reference values come from numerical integration, which loses the tails. Measured variances of plain " +
            "Monte Carlo fall short of the exact ones more and more: the gain is against the exact ones." };
    }

    /// <summary>Sobol' indices of the beam.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row an input.</returns>
    public static CardTable Indices(PaperResults results)
    {
        var reported = Papers.MultipleExpectations.Reported("indices");
        double[] exact = SobolIndices.FirstOrder([.. BeamQuadrature.Sobol().Expectations]);
        Repetitions plain = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Sobol, SobolStudy.Beam,
            EstimationMethod.MonteCarlo).Indices, ours = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Sobol,
            SobolStudy.Beam, Adaptive).Indices;
        var (ownMeans, ownVariances, plainVariances) = (ours.Means, ours.Variances, plain.Variances);
        return CardTable.Of("First-order Sobol' indices of the beam", CantileverBeam.Inputs.Select((input, i) => (Name: input, At: i)),
            ("Input", r => r.Name), ("Quadrature", r => exact[r.At]), ("Paper's reference", r => Muted(reported[r.Name, "reference"])),
            ("A-ISCV, mean", r => ownMeans[r.At]), ("Monte Carlo, s.d.", r => Math.Sqrt(plainVariances[r.At])),
            ("paper", r => Muted(reported[r.Name, "Monte Carlo"])), ("A-ISCV, s.d.", r => Math.Sqrt(ownVariances[r.At])),
            ("paper", r => Muted(reported[r.Name, "A-ISCV"]))) with
        { Note = "The authors' reference is a Monte Carlo of 10⁷ points with errors near 10⁻³: that of F_Y is twice the true index. " +
            "Quadrature: closed forms and 20 nodes in each of four coordinates." };
    }

    private static TableCell Muted(TableCell cell) => cell.With(Emphasis.Muted);
}
