using System.ComponentModel.DataAnnotations;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>Random problems on a grid with linear values.</summary>
/// <param name="Side">States along an edge of the unit square.</param>
/// <param name="Features">d, random Fourier features of state and action.</param>
/// <param name="Horizon">H.</param>
/// <param name="Rows">Logged steps, whose states crowd in a corner.</param>
/// <param name="Spread">Their deviation from the corner, in edges of the square.</param>
/// <param name="Perturbations">n, pseudo-rows of each kind for each logged step.</param>
/// <param name="Radius">ε, in edges of the square.</param>
/// <param name="Ridge">λ.</param>
/// <param name="Penalty">b: values are lowered by b √(φᵀ Λ⁻¹ φ).</param>
public sealed record PanelSettings(
    [property: Range(2, 101)] int Side, [property: Range(1, 512)] int Features, [property: Range(1, 100)] int Horizon,
    [property: Range(1, 10_000)] int Rows, [property: Range(0.0, 10.0)] double Spread, [property: Range(1, 100)] int Perturbations,
    [property: Range(0.0, 1.0)] double Radius, [property: Range(1e-9, 1e9)] double Ridge, [property: Range(0.0, 100.0)] double Penalty);

/// <summary>Which rows a fit has beside the logged ones.</summary>
public enum PanelRows
{
    /// <summary>None.</summary>
    Logged,

    /// <summary>Pessimistic values of random actions near logged states.</summary>
    OutOfDistribution,

    /// <summary>These, and differences of features near logged states, which are fitted to 0.</summary>
    Smooth,
}

/// <summary>What a fit gives, a number a problem; means are over all states of the grid as starts.</summary>
/// <param name="Rows">The fit's rows.</param>
/// <param name="Uncertainty">The mean of Γ over states and actions.</param>
/// <param name="Increase">The largest Γ − Γ(logged rows alone) of a state and action.</param>
/// <param name="Bound">2 Σ_h E_π* Γ_h.</param>
/// <param name="Gap">The policy's true suboptimality.</param>
/// <param name="Valid">The share of states, actions and stages where Γ covers the error of the fitted backup.</param>
public sealed record PanelFit(PanelRows Rows, [property: PerSeed] IReadOnlyList<double> Uncertainty,
    [property: PerSeed] IReadOnlyList<double> Increase, [property: PerSeed] IReadOnlyList<double> Bound,
    [property: PerSeed] IReadOnlyList<double> Gap, [property: PerSeed] IReadOnlyList<double> Valid);

/// <summary>How bound and gap grow with the distance of the start from the corner: means over problems with 95 % intervals.</summary>
/// <param name="Rows">The fit's rows.</param>
/// <param name="Distance">In edges of the square.</param>
/// <param name="Bound">[distance][mean, low, high].</param>
/// <param name="Gap">[distance][mean, low, high].</param>
public sealed record PanelShift(PanelRows Rows, IReadOnlyList<double> Distance, IReadOnlyList<double[]> Bound, IReadOnlyList<double[]> Gap);

/// <summary>Γ of the first problem, mean over actions.</summary>
/// <param name="Rows">The fit's rows.</param>
/// <param name="Values">[row from the bottom][column].</param>
public sealed record PanelMap(PanelRows Rows, IReadOnlyList<double[]> Values);

/// <summary>All problems.</summary>
/// <param name="Fits">One a kind of rows.</param>
/// <param name="Shifts">One a kind of rows.</param>
/// <param name="Maps">One a kind of rows.</param>
/// <param name="Logged">Coordinates of the first problem's logged states.</param>
public sealed record PanelResult(IReadOnlyList<PanelFit> Fits, IReadOnlyList<PanelShift> Shifts, IReadOnlyList<PanelMap> Maps,
    IReadOnlyList<double[]> Logged)
{
    /// <summary>The fit of a kind of rows.</summary>
    /// <param name="rows">The kind.</param>
    /// <returns>The fit.</returns>
    public PanelFit Of(PanelRows rows) => Fits.First(fit => fit.Rows == rows);
}

/// <summary>The paper's theory as numbers: pseudo-rows enlarge the covariance of features, so that uncertainty and bound fall.</summary>
public sealed class PanelStudy : Experiment<PanelSettings, PanelResult>
{
    private const int Digits = 5, Problems = 200;

    /// <inheritdoc/>
    public override string Name => "linear-panel";

    /// <inheritdoc/>
    public override string Title => "Uncertainty, bound and true gap of pessimistic least squares";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<PanelSettings>> Cells(Profile profile) =>
        [new("grid", new(21, 32, 10, 60, 0.15, 4, 0.1, 1, 1), [.. Enumerable.Range(1, Problems)])];

    /// <inheritdoc/>
    public override PanelResult Run(Cell<PanelSettings> cell, RunContext context)
    {
        PanelSettings settings = cell.Settings;
        PanelRows[] kinds = Enum.GetValues<PanelRows>();
        var outcomes = new List<PanelOutcome[]>(); // [problem][kind]
        PanelProblem? first = null;
        for (int i = 0; i < context.Seeds.Count; i++)
        {
            context.Report(i, context.Seeds.Count);
            var problem = new PanelProblem(settings, context.Seeds[i]);
            first ??= problem;
            outcomes.Add(problem.Solve());
        }
        return new(
            [.. kinds.Select((kind, k) => new PanelFit(kind, Each(k, o => o.Uncertainty), Each(k, o => o.Increase),
                Each(k, o => o.Bounds.Average()), Each(k, o => o.Gaps.Average()), Each(k, o => o.Valid)))],
            [.. kinds.Select((kind, k) => new PanelShift(kind, first!.Distances,
                ByDistance(k, o => o.Bounds), ByDistance(k, o => o.Gaps)))],
            [.. kinds.Select((kind, k) => new PanelMap(kind, [.. outcomes[0][k].Map.Chunk(settings.Side).Select(row =>
                Array.ConvertAll(row, Round))]))],
            [.. first!.Logged.Select(point => new[] { Round(point.X), Round(point.Y) })]);

        double[] Each(int kind, Func<PanelOutcome, double> number) => [.. outcomes.Select(problem => Round(number(problem[kind])))];

        double[][] ByDistance(int kind, Func<PanelOutcome, double[]> ofStarts) => [.. first!.Distances.Select((_, d) =>
        {
            Estimate mean = MeanInterval.StudentT([.. outcomes.Select(problem => first.At(d).Average(s => ofStarts(problem[kind])[s]))]);
            return new[] { Round(mean.Value), Round(mean.Interval.Low), Round(mean.Interval.High) };
        })];
    }

    private static double Round(double value) => StoredNumbers.Significant(value, Digits);
}
