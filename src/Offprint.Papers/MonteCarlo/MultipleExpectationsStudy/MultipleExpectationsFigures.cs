using Offprint.Cards;
using Offprint.Estimators.ControlVariates;
using Offprint.Estimators.Sensitivity;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Samplers.MonteCarlo;
using static Offprint.Papers.MonteCarlo.MultipleExpectationsStudy.EstimationMethod;

namespace Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

/// <summary>The figures.</summary>
public static class MultipleExpectationsFigures
{
    /// <summary>In one dimension: the law, what a run adapted to it, and the variance it left.</summary>
    /// <param name="result">A run on the moments.</param>
    /// <returns>Two panels: the auxiliary densities, and the mixture beside the optimal densities.</returns>
    public static PanelFigure Densities(AdaptiveImportanceSamplingResult result)
    {
        const int cells = 161;
        var grid = new PointMatrix(1, cells);
        for (int n = 0; n < cells; n++)
            grid[0][n] = -8 + 0.1 * n;
        double[] x = grid[0].ToArray();
        int count = result.Beta.Length;
        var fitted = Enumerable.Range(0, count).Select(j => Curve($"g{Subscript(j + 1)}", result.Proposal.Components[j], j + 1));
        var optimal = Enumerable.Range(0, count)
            .Select(j => Curve($"optimal for X{NumberText.Superscript(2 * (j + 1))}", GaussianMoments.Optimal(j + 1),
            j + 1) with { Stroke = Stroke.Dashed });
        var law = Curve("f", GaussianDensity.Standard(1), 0);
        return new PanelFigure("What adaptation finds in one dimension",
        [
            new LineFigure("Fitted normal laws and optimal densities", [law, .. fitted, .. optimal]) { X = new Axis("x"),
                Y = new Axis("density", Low: 0) },
            new LineFigure("The mixture that is sampled", [law, Curve("g with weights α", result.Proposal, 7)]) { X = new Axis("x"),
                Y = new Axis("density", Low: 0) },
        ], 2)
        { Caption = $"α = ({string.Join(", ", result.Proposal.Weights.Select(a => a.ToString("F2", CultureInfo.InvariantCulture)))}). " +
            $"The optimal densities have two modes and a hole at zero; a normal law covers both with wide tails." };

        Series Curve(string name, IDensity density, int color)
        {
            double[] logs = new double[cells];
            density.LogDensity(grid, logs);
            return new Series(name, x, [.. logs.Select(Math.Exp)]) { Color = color };
        }
    }

    /// <summary>A run round by round: the criterion, and α.</summary>
    /// <param name="result">The run.</param>
    /// <returns>Two panels.</returns>
    public static PanelFigure Trace(AdaptiveImportanceSamplingResult result)
    {
        double[] rounds = [.. Enumerable.Range(1, result.Rounds.Count).Select(k => (double)k)];
        var criterion = new Series("weighted variance of a term", rounds, [.. result.Rounds.Select(r => r.Variance)]) { Markers = true };
        var plan = new Series("the same over the points left", rounds,
            [.. result.Rounds.Select(r => r.Variance / (result.Rounds[^1].Used + result.Estimates.Samples - r.Used))])
        { Markers = true, Stroke = Stroke.Dashed };
        var largest = Enumerable.Range(0, result.Beta.Length).OrderByDescending(j => result.Rounds.Skip(1).Max(r => r.Alpha[j])).Take(6)
            .Order();
        return new PanelFigure($"One run: {result.Rounds.Count} rounds{(result.StoppedEarly ? ", stopped by the rule" : "")}",
        [
            new LineFigure("Criterion", [criterion, plan]) { X = new Axis("round"), Y = new Axis("Σ w Var", Logarithmic: true) },
            new LineFigure("Weights of the mixture",
                [.. largest.Select(j => new Series($"α{Subscript(j + 1)}", [.. rounds.Skip(1)],
                [.. result.Rounds.Skip(1).Select(r => r.Alpha[j])]) { Markers = true })])
            { X = new Axis("round"), Y = new Axis("α", Low: 0, High: 1) },
        ], 2)
        { Caption = "The rule stops when the dashed curve does not fall. Each round is measured on 2,000 points of its own. At most six " +
            "weights are shown." };
    }

    /// <summary>The distribution of the moments' estimates.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two panels: quantiles, and standard deviations.</returns>
    public static PanelFigure Moments(PaperResults results)
    {
        Repetitions plain = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Moments, MomentStudy.Case,
            EstimationMethod.MonteCarlo), ours = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Moments, MomentStudy.Case,
            Adaptive);
        var reported = Papers.MultipleExpectations.Reported("moments");
        double[] orders = [.. Enumerable.Range(1, ours.Size).Select(j => 2.0 * j)];
        double[] theory = [.. Enumerable.Range(1, ours.Size).Select(j => Math.Sqrt(GaussianMoments.MonteCarloVariance(j) / ours.Budget))];
        return new PanelFigure("Ten moments from one sample",
        [
            new LineFigure("Estimate over truth: median, 5–95 % of repetitions", [Band("Monte Carlo", plain, 0), Band("A-ISCV", ours, 1)])
            { X = new Axis("order 2j"), Y = new Axis("estimate / truth", Logarithmic: true), References = [new ReferenceLine(1, "")] },
            new LineFigure("Relative standard deviation",
            [
                new Series("Monte Carlo", orders, Deviations(plain)) { Color = 0, Markers = true },
                new Series("Monte Carlo, exact", orders, theory) { Color = 0, Stroke = Stroke.Dotted },
                new Series("A-ISCV", orders, Deviations(ours)) { Color = 1, Markers = true },
                new Series("A-ISCV, paper", orders,
                    [.. Enumerable.Range(1, ours.Size).Select(j =>
                    Math.Sqrt(reported[j.ToString(CultureInfo.InvariantCulture), "A-ISCV"] ?? double.NaN))]) { Color = 1,
                    Stroke = Stroke.Dashed },
            ])
            { X = new Axis("order 2j"), Y = new Axis("standard deviation / truth", Logarithmic: true) },
        ], 2)
        { Caption = $"{ours.Rows.Count} repetitions of N = {ours.Budget:N0}. Plain Monte Carlo of high moments is mostly too low, and " +
            $"so is its measured spread: the rare large values that make up both are missing." };

        Series Band(string name, Repetitions repetitions, int color)
        {
            var relative = repetitions.Columns.Select((c, j) => c.Select(v => v / GaussianMoments.Exact(j + 1)).ToArray()).ToList();
            double[] At(double share) => [.. relative.Select(c => RepetitionStatistics.Quantile(c, share))];
            return new Series(name, orders, At(0.5)) { Low = At(0.05), High = At(0.95), Color = color, Markers = true };
        }

        double[] Deviations(Repetitions repetitions) =>
            [.. repetitions.Variances.Select((v, j) => Math.Sqrt(v) / GaussianMoments.Exact(j + 1))];
    }

    /// <summary>Sobol' indices with the spread of repetitions.</summary>
    /// <param name="results">The paper's results.</param>
    /// <param name="problem">The case.</param>
    /// <returns>Bars an input.</returns>
    public static BarFigure Indices(PaperResults results, string problem)
    {
        bool beam = problem == SobolStudy.Beam;
        IReadOnlyList<double> exact = beam ? SobolIndices.FirstOrder([.. BeamQuadrature.Sobol().Expectations]) : Ishigami.Exact;
        Repetitions plain = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Sobol, problem,
            EstimationMethod.MonteCarlo).Indices, ours = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Sobol, problem,
            Adaptive).Indices;
        return new BarFigure(beam ? "First-order Sobol' indices of the beam" : "First-order Sobol' indices of Ishigami's function",
            beam ? CantileverBeam.Inputs : ["x₁", "x₂", "x₃"],
            [new BarSeries(beam ? "quadrature" : "closed form", exact), Spread("Monte Carlo", plain), Spread("A-ISCV", ours)])
        { Y = new Axis("S"), Caption =
            $"Bars: mean of {ours.Rows.Count} repetitions of N = {ours.Budget:N0}; whiskers: 5–95 % of repetitions." };

        static BarSeries Spread(string name, Repetitions repetitions) => new(name, [.. repetitions.Columns.Select(c => c.Average())])
        {
            Low = [.. repetitions.Columns.Select(c => RepetitionStatistics.Quantile(c, 0.05))],
            High = [.. repetitions.Columns.Select(c => RepetitionStatistics.Quantile(c, 0.95))],
        };
    }

    /// <summary>The hundred laws: errors and gains, one by one.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two panels.</returns>
    public static PanelFigure Laws(PaperResults results)
    {
        Repetitions Of(EstimationMethod method) => RepetitionStatistics.Of(results, Papers.MultipleExpectations.Laws, LawStudy.Case,
            method);
        Repetitions own = Of(Individual), mixture = Of(EstimationMethod.MonteCarlo), ours = Of(Adaptive);
        double[] exact = [.. CantileverBeam.Laws(ours.Size, LawStudy.DesignSeed).Select(law => 1e3 * BeamQuadrature.Mean(law))];
        double[] ranks = [.. Enumerable.Range(1, ours.Size).Select(r => (double)r)];
        return new PanelFigure("The mean deflection under many laws, from one sample",
        [
            new ScatterFigure("Root mean square error", [Errors("own samples", own, 0), Errors("sample of the mixture", mixture, 2),
                Errors("A-ISCV", ours, 1)])
            { X = new Axis("exact mean deflection [mm]"), Y = new Axis("error [mm]", Logarithmic: true) },
            new LineFigure("Variance over A-ISCV's, laws in order",
                [Gains("own samples", own, 0), Gains("sample of the mixture", mixture, 2)])
            { X = new Axis("law, by gain"), Y = new Axis("gain", Logarithmic: true), References = [new ReferenceLine(1, "no gain")] },
        ], 2)
        { Caption = $"{ours.Rows.Count} repetitions of N = {ours.Budget:N0}; exact values by quadrature." };

        Series Errors(string name, Repetitions repetitions, int color) => new(name, exact,
            [.. repetitions.Columns.Zip(exact, (c, e) => Math.Sqrt(c.Average(v => Math.Pow(1e3 * v - e, 2))))]) { Markers = true,
            Stroke = Stroke.None, Color = color };

        Series Gains(string name, Repetitions repetitions, int color) =>
            new(name, ranks, [.. repetitions.Variances.Zip(ours.Variances, (a, b) => a / b).Order()]) { Color = color };
    }

    /// <summary>What each part of the method contributes.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two panels: the moments, and the beam's indices.</returns>
    public static PanelFigure Ablation(PaperResults results)
    {
        EstimationMethod[] variants = [Adaptive, NoControls, EqualWeights, NoControlsEqualWeights];
        return new PanelFigure("Where the gain comes from",
        [
            Bars("Ten moments: Σ relative variances", [.. variants, KeepBest, TwoComponents], m =>
            {
                var repetitions = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Moments, MomentStudy.Case, m);
                return RepetitionStatistics.Summed(repetitions, MultipleExpectationsClaims.MomentWeights(repetitions));
            }),
            Bars("Beam: Σ variances of the six indices", [.. variants, EstimationMethod.MonteCarlo], m =>
                RepetitionStatistics.Summed(RepetitionStatistics.Of(results, Papers.MultipleExpectations.Sobol, SobolStudy.Beam,
                m).Indices)),
        ], 2)
        { Caption = "95 % bootstrap intervals over 200 repetitions of N = 20,000." };

        static BarFigure Bars(string title, EstimationMethod[] methods, Func<EstimationMethod, Statistics.Estimate> value)
        {
            var estimates = methods.Select(value).ToList();
            return new BarFigure(title, [.. methods.Select(m => m.Label)],
                [new BarSeries("", [.. estimates.Select(e => e.Value)]) { Low = [.. estimates.Select(e => e.Interval.Low)],
                    High = [.. estimates.Select(e => e.Interval.High)] }])
            { Y = new Axis("", Logarithmic: true) };
        }
    }

    /// <summary>Variance against the budget.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two panels.</returns>
    public static PanelFigure Budgets(PaperResults results)
    {
        int[] budgets = [.. MomentStudy.Budgets.Append(RepetitionStudy.PaperBudget).Order()];
        double exact = Enumerable.Range(1, MomentStudy.Moments).Sum(GaussianMoments.MonteCarloVariance);
        var plain = RepetitionStatistics.Summed(RepetitionStatistics.Of(results, Papers.MultipleExpectations.Sobol, SobolStudy.Beam,
            EstimationMethod.MonteCarlo).Indices).Value * RepetitionStudy.PaperBudget;
        return new PanelFigure("More budget",
        [
            Panel("Ten moments: Σ relative variances", n => exact / n, n =>
            {
                var repetitions = RepetitionStatistics.Of(results, Papers.MultipleExpectations.Moments, MomentStudy.Case, Adaptive, n);
                return RepetitionStatistics.Summed(repetitions, MultipleExpectationsClaims.MomentWeights(repetitions));
            }),
            Panel("Beam: Σ variances of the six indices", n => plain / n, n =>
                RepetitionStatistics.Summed(RepetitionStatistics.Of(results, Papers.MultipleExpectations.Sobol, SobolStudy.Beam, Adaptive,
                n).Indices)),
        ], 2)
        { Caption = "95 % bootstrap intervals over 200 and 100 repetitions. Monte Carlo: exact for the moments, extended from N = " +
            "20,000 for the beam." };

        LineFigure Panel(string title, Func<int, double> baseline, Func<int, Statistics.Estimate> value)
        {
            var estimates = budgets.Select(value).ToList();
            double[] x = [.. budgets.Select(n => (double)n)];
            return new LineFigure(title,
            [
                new Series("Monte Carlo", x, [.. budgets.Select(baseline)]) { Stroke = Stroke.Dashed, Color = 0 },
                new Series("A-ISCV", x, [.. estimates.Select(e => e.Value)]) { Low = [.. estimates.Select(e => e.Interval.Low)],
                    High = [.. estimates.Select(e => e.Interval.High)], Markers = true, Color = 1 },
            ])
            { X = new Axis("budget N", Logarithmic: true), Y = new Axis("", Logarithmic: true) };
        }
    }

    private static string Subscript(int number) =>
        string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(c => (char)('₀' + (c - '0'))));
}
