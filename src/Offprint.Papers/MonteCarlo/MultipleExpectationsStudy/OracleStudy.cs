using Offprint.Estimators.ControlVariates;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Samplers.MonteCarlo;

namespace Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

/// <summary>The zero-variance family on case (a).</summary>
/// <param name="Moments">J.</param>
/// <param name="Samples">N.</param>
/// <param name="Factors">β as multiples of I.</param>
public sealed record OracleSettings(int Moments, int Samples, IReadOnlyList<double> Factors);

/// <summary>One choice of parameters.</summary>
/// <param name="Weights">How α was chosen.</param>
/// <param name="Factor">β / I.</param>
/// <param name="Measured">The sample variance of a term over I², [J].</param>
/// <param name="Predicted">(1 − β/I)² (∫ g_j²/g_α − 1), [J].</param>
public sealed record OracleRow(string Weights, double Factor, IReadOnlyList<double> Measured, IReadOnlyList<double> Predicted);

/// <summary>All choices.</summary>
/// <param name="Rows">One a choice.</param>
public sealed record OracleResult(IReadOnlyList<OracleRow> Rows);

/// <summary>What the theory promises where the optimal densities are known: zero variance for β = I, whatever α.</summary>
public sealed class OracleStudy : Experiment<OracleSettings, OracleResult>
{
    /// <inheritdoc/>
    public override string Name => "oracle";

    /// <inheritdoc/>
    public override string Title => "Zero variance with the optimal densities";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<OracleSettings>> Cells(Profile profile) =>
        [new("moments", new OracleSettings(MomentStudy.Moments, profile == Profile.Smoke ? 200_000 : 1_000_000, [1, 0.9, 0.5, 0]), [1])];

    /// <inheritdoc/>
    public override OracleResult Run(Cell<OracleSettings> cell, RunContext context)
    {
        int count = cell.Settings.Moments;
        var problem = GaussianMoments.Problem(count);
        IDensity[] optimal = [.. Enumerable.Range(1, count).Select(GaussianMoments.Optimal)];
        double[] exact = [.. Enumerable.Range(1, count).Select(GaussianMoments.Exact)];
        var random = context.Seeds[0].Stream();
        double[] drawn = new double[count];
        random.FillDirichlet([.. Enumerable.Repeat(1.0, count)], drawn);
        var rows = new List<OracleRow>();
        foreach (var (name, alpha) in new[] { ("equal", Enumerable.Repeat(1.0, count).ToArray()), ("random", drawn) })
        {
            var mixture = new MixtureDensity(optimal, alpha);
            double[] spread = Spread(mixture);
            foreach (double factor in cell.Settings.Factors)
            {
                context.Report(rows.Count, 2 * cell.Settings.Factors.Count, $"{name} weights, β = {factor} I");
                var estimates = ImportanceSampling.Estimate(problem, mixture, [.. exact.Select(i => factor * i)], cell.Settings.Samples,
                    random);
                rows.Add(new OracleRow(name, factor, [.. estimates.Variances.Zip(exact, (v, i) => v / (i * i))],
                    [.. spread.Select(s => Math.Pow(1 - factor, 2) * s)]));
            }
        }
        return new OracleResult(rows);
    }

    /// <summary>∫ g_j²/g_α − 1 by the midpoint rule, which converges faster than any power on functions that decay on both sides.</summary>
    private static double[] Spread(MixtureDensity mixture)
    {
        const int cells = 8_000;
        const double end = 14, step = 2 * end / cells;
        var grid = new PointMatrix(1, cells);
        for (int n = 0; n < cells; n++)
            grid[0][n] = -end + (n + 0.5) * step;
        var logs = new PointMatrix(mixture.Components.Count, cells);
        double[] total = new double[cells];
        mixture.LogDensities(grid, logs, total);
        return [.. Enumerable.Range(0, mixture.Components.Count).Select(j =>
            Enumerable.Range(0, cells).Sum(n => Math.Exp(2 * logs[j][n] - total[n])) * step - 1)];
    }
}
