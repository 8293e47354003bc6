using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Scores;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>Data whose score is exact and whose dimension is known.</summary>
public enum ExactGeometry
{
    /// <summary>A standard normal law on a plane in R⁵, dimension 2.</summary>
    Plane,

    /// <summary>A thin Gaussian tube around the unit circle in R³, dimension 1 at noise above its width.</summary>
    Circle,
}

/// <summary>Exact scores with gauge terms of several strengths.</summary>
/// <param name="Geometry">The data.</param>
/// <param name="Strengths">c of the gauge terms c J ∇ log p.</param>
/// <param name="Points">Paths.</param>
/// <param name="Intervals">Kept times, even in λ.</param>
/// <param name="SubSteps">Runge–Kutta steps between them for c ≤ 1; more in proportion to c.</param>
public sealed record GaugeDimensionSettings(ExactGeometry Geometry, IReadOnlyList<double> Strengths, int Points, int Intervals,
    int SubSteps) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Geometry);
}

/// <summary>All strengths.</summary>
/// <param name="Dimension">The right dimension.</param>
/// <param name="Rows">One a strength.</param>
/// <param name="OracleError">The largest relative deviation of the plane's singular values from their closed form at c = 0;
/// <see langword="null"/> for the circle.</param>
public sealed record GaugeDimensionResult(int Dimension, IReadOnlyList<DimensionRow> Rows, double? OracleError);

/// <summary>Part 5: gauge terms and intrinsic dimension where the score is exact.</summary>
public sealed class GaugeDimension : Experiment<GaugeDimensionSettings, GaugeDimensionResult>
{
    private const double TubeWidth = 0.02, TubeEnd = 0.01;
    private const int TubeComponents = 256;
    private static readonly double[] s_plane = [1, 1, 0, 0, 0];

    /// <inheritdoc/>
    public override string Name => "gauge-dimension";

    /// <inheritdoc/>
    public override string Title => "Intrinsic dimension under gauge terms, exact scores";

    /// <summary>
    /// The antisymmetric matrix of all gauge terms in D dimensions: random, so that it mixes tangent and normal directions.
    /// </summary>
    /// <param name="dimension">D.</param>
    /// <returns>J, of unit spectral norm.</returns>
    public static double[,] Rotation(int dimension) => GaugePerturbedField.Random(dimension, new Seed(2402).Derive("rotation").Stream());

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<GaugeDimensionSettings>> Cells(Profile profile)
    {
        (int points, int intervals) = profile == Profile.Smoke ? (16, 10) : (64, 30);
        return [.. Enum.GetValues<ExactGeometry>().Select(geometry =>
            Cell.Of(new GaugeDimensionSettings(geometry, profile == Profile.Smoke ? [0, 5] : [0, 1, 2, 5, 10], points, intervals,
                profile == Profile.Smoke ? 10 : 8), [1]))];
    }

    /// <inheritdoc/>
    public override GaugeDimensionResult Run(Cell<GaugeDimensionSettings> cell, RunContext context)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var settings = cell.Settings;
        bool plane = settings.Geometry == ExactGeometry.Plane;
        using var tube = Tube();
        using var predictor = tube.Predictor(new VpLinearSchedule(end: TubeEnd));
        IDifferentiablePredictor exact = plane ? new GaussianPredictor(new VpLinearSchedule(), s_plane) : predictor;
        int dimension = plane ? 5 : 3, truth = plane ? 2 : 1;
        double[] values = new double[settings.Points * dimension];
        context.Seeds[0].Derive("paths").Stream().FillNormal(values);
        var start = tensor(values, [settings.Points, dimension]);
        var rows = settings.Strengths.Select((strength, i) =>
        {
            context.Report(i, settings.Strengths.Count, $"c = {strength}");
            using var field = new GaugePerturbedField(ScoreFields.Score(exact), Rotation(dimension), strength);
            int steps = settings.SubSteps * (int)Math.Max(1, Math.Ceiling(strength));
            return FlowDimension.Follow(ScoreFields.Predictor(exact.Schedule, field), start, 1, strength, truth, settings.Intervals,
                steps, context.Cancellation);
        }).ToList();
        return new GaugeDimensionResult(truth, rows, exact is GaussianPredictor gaussian ? OracleError(gaussian, rows[0]) : null);
    }

    /// <summary>σ_i(t) = √(V_i(t)/V_i(T)).</summary>
    private static double OracleError(GaussianPredictor exact, DimensionRow row)
    {
        double[] first = exact.Variances(row.Times[0]);
        return Enumerable.Range(0, row.Times.Count).Max(i =>
        {
            double[] now = exact.Variances(row.Times[i]);
            return Enumerable.Range(0, now.Length).Max(d => Math.Abs(row.FirstPath[i][d] / Math.Sqrt(now[d] / first[d]) - 1));
        });
    }

    private static GaussianMixture Tube()
    {
        double[] means = [.. Enumerable.Range(0, TubeComponents)
            .SelectMany(k => new[] { Math.Cos(2 * Math.PI * k / TubeComponents), Math.Sin(2 * Math.PI * k / TubeComponents), 0 })];
        return new GaussianMixture(ones(TubeComponents, ScalarType.Float64), tensor(means, [TubeComponents, 3]),
            tensor(TubeWidth, dtype: ScalarType.Float64));
    }
}
