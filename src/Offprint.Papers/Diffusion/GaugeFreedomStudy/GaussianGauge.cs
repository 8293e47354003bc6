using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>The exact Gaussian N(0, diag(1, 1/4)) in the plane.</summary>
/// <param name="Strengths">c of the gauge terms c J ∇ log p.</param>
/// <param name="Contraction">κ of the gradient error −κ x.</param>
/// <param name="Paths">Sampled paths.</param>
/// <param name="DensityPoints">Points at which densities are compared.</param>
/// <param name="Tolerance">Of the integrated flow.</param>
public sealed record GaussianGaugeSettings(IReadOnlyList<double> Strengths, double Contraction, int Paths, int DensityPoints,
    double Tolerance) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Strengths.Count, "strengths");
}

/// <summary>One field.</summary>
/// <param name="Strength">c.</param>
/// <param name="DensityError">The largest |log p_model − log p|.</param>
/// <param name="Displacement">The mean distance of end points from those of the score itself, same starts.</param>
/// <param name="CovarianceScores">Deviations of the end points' (xx, xy, yy) second moments from the truth, in standard errors.</param>
/// <param name="Turn">The closed form of the angle by which whitened end points turn against whitened starts.</param>
/// <param name="TurnError">The largest distance between end points and that closed form.</param>
/// <param name="PathX">Two paths for pictures: first coordinates, one list a path.</param>
/// <param name="PathY">Their second coordinates.</param>
/// <param name="CloudX">Some end points: first coordinates.</param>
/// <param name="CloudY">Their second coordinates.</param>
public sealed record GaussianGaugeRow(double Strength, double DensityError, double Displacement, IReadOnlyList<double> CovarianceScores,
    double Turn,
    double TurnError, IReadOnlyList<IReadOnlyList<double>> PathX, IReadOnlyList<IReadOnlyList<double>> PathY,
    IReadOnlyList<double> CloudX, IReadOnlyList<double> CloudY);

/// <summary>All fields.</summary>
/// <param name="Rows">One a strength.</param>
/// <param name="ContractionDensityError">|log p_model − log p| at the mode under the gradient error.</param>
/// <param name="ContractionMeanError">Its mean over samples of the data.</param>
/// <param name="ContractionDeviation">Standard deviations of end points under the gradient error over those of the score itself, same
/// starts.</param>
/// <param name="ContractionAsymmetry">The largest entry of J − Jᵀ of that field: it is a gradient.</param>
/// <param name="WeakDensityError">A gauge field that fulfills the weak condition only: the largest error with the divergence of the whole
/// field.</param>
/// <param name="WeakPlainError">The same with the divergence of the score alone along the path.</param>
public sealed record GaussianGaugeResult(IReadOnlyList<GaussianGaugeRow> Rows, double ContractionDensityError, double ContractionMeanError,
    IReadOnlyList<double> ContractionDeviation, double ContractionAsymmetry, double WeakDensityError, double WeakPlainError);

/// <summary>Part 1: gauge terms move every particle and change no density; a gradient error changes it.</summary>
public sealed class GaussianGauge : Experiment<GaussianGaugeSettings, GaussianGaugeResult>
{
    private static readonly double[] s_variances = [1, 0.25];
    private static readonly double[,] s_pictured = { { 1.8, 0.6 }, { -0.6, -1.2 } };

    /// <inheritdoc/>
    public override string Name => "gaussian-gauge";

    /// <inheritdoc/>
    public override string Title => "Gauge terms and gradient errors on an exact Gaussian";

    /// <inheritdoc/>
    /// <remarks>Densities are solved to 10⁻¹⁰; their errors, of that size, were 2.4·10⁻¹³ apart between two makers' processors.</remarks>
    public override double? Tolerance => 1e-5;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<GaussianGaugeSettings>> Cells(Profile profile) =>
        [Cell.Of(new GaussianGaugeSettings([0, 2, 5], 0.05, profile == Profile.Smoke ? 1000 : 10_000, 200, 1e-10), [1])];

    /// <summary>Θ = (c/2) ∫ β/√det C_t dt, with β = g² of a schedule that preserves variance.</summary>
    /// <param name="predictor">The exact predictor, of dimension 2.</param>
    /// <param name="strength">c.</param>
    /// <param name="from">The lower time.</param>
    /// <param name="to">The upper time.</param>
    /// <returns>The angle, by Simpson's rule in t.</returns>
    public static double Turn(GaussianPredictor predictor, double strength, double from, double to)
    {
        const int intervals = 20_000;
        double h = (to - from) / intervals, sum = 0;
        for (int i = 0; i <= intervals; i++)
        {
            double t = from + i * h;
            double[] v = predictor.Variances(t);
            sum += (i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2) * predictor.Schedule.SquaredDiffusion(t) / Math.Sqrt(v[0] * v[1]);
        }
        return strength / 2 * sum * h / 3;
    }

    /// <inheritdoc/>
    public override GaussianGaugeResult Run(Cell<GaussianGaugeSettings> cell, RunContext context)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var settings = cell.Settings;
        var exact = new GaussianPredictor(new VpLinearSchedule(), s_variances);
        var score = ScoreFields.Score(exact);
        var schedule = exact.Schedule;
        var flow = new ProbabilityFlow(new ProbabilityFlowOptions { Tolerance = settings.Tolerance });
        var random = context.Seeds[0].Derive("gaussian gauge").Stream();
        var start = Draw(settings.Paths, exact.Variances(schedule.T), random);
        var points = Draw(settings.DensityPoints, exact.Variances(schedule.TEnd), random);
        var still = flow.Solve(exact, start, schedule.T, schedule.TEnd, context.Cancellation);
        var rows = settings.Strengths.Select((strength, i) =>
        {
            context.Report(i, settings.Strengths.Count + 2, $"c = {strength}");
            using var field = new GaugePerturbedField(score, GaugePerturbedField.Quarter(2), strength);
            return Row(exact, ScoreFields.Predictor(schedule, field), strength, flow, start, still, points);
        }).ToList();
        var contracted = ScoreFields.Differentiable((x, t) => score.Evaluate(x, t) - settings.Contraction * x);
        var wrong = ScoreFields.Predictor(schedule, contracted);
        var ends = flow.Solve(wrong, start, schedule.T, schedule.TEnd, context.Cancellation);
        var jacobian = contracted.Jacobian(points, schedule.TEnd);
        var mode = zeros(1, 2, dtype: ScalarType.Float64);
        var (weak, plain) = WeakGaugeDensity.Errors(exact, points.narrow(0, 0, Math.Min(50, settings.DensityPoints)), context.Cancellation);
        return new GaussianGaugeResult(rows, DensityErrors(exact, wrong, flow, mode).max().ToDouble(),
            DensityErrors(exact, wrong, flow, points).mean().ToDouble(),
            [.. Enumerable.Range(0, 2).Select(d =>
                Math.Sqrt(ends.select(1, d).Squared().mean().ToDouble() / still.select(1, d).Squared().mean().ToDouble()))],
            (jacobian - jacobian.transpose(1, 2)).abs().max().ToDouble(), weak, plain);
    }

    private static GaussianGaugeRow Row(GaussianPredictor exact, IDifferentiablePredictor model, double strength, ProbabilityFlow flow,
        Tensor start, Tensor still, Tensor points)
    {
        using var scope = NewDisposeScope();
        var schedule = exact.Schedule;
        var ends = flow.Solve(model, start, schedule.T, schedule.TEnd);
        double turn = Turn(exact, strength, schedule.TEnd, schedule.T);
        var trajectory = new ProbabilityFlow(new ProbabilityFlowOptions { SubSteps = 10 })
            .Sample(model, tensor(s_pictured), TimeGrid.UniformLambda(schedule, 250),
                new SampleOptions { KeepTrajectory = true }).Trajectory!;
        return new GaussianGaugeRow(strength, DensityErrors(exact, model, flow, points).max().ToDouble(),
            (ends - still).Squared().sum(1).sqrt().mean().ToDouble(),
            SecondMomentScores(ends, exact.Variances(schedule.TEnd)), turn, (Turned(exact, start, turn) - ends).abs().max().ToDouble(),
            [.. Enumerable.Range(0, 2).Select(p => (IReadOnlyList<double>)[.. trajectory.Select(x => Math.Round(x[p, 0].ToDouble(), 4))])],
            [.. Enumerable.Range(0, 2).Select(p => (IReadOnlyList<double>)[.. trajectory.Select(x => Math.Round(x[p, 1].ToDouble(), 4))])],
            Rounded(ends.narrow(0, 0, 400).select(1, 0)), Rounded(ends.narrow(0, 0, 400).select(1, 1)));
    }

    private static Tensor DensityErrors(GaussianPredictor exact, IDifferentiablePredictor model, ProbabilityFlow flow, Tensor points)
    {
        double t = exact.Schedule.TEnd;
        return (flow.LogDensity(model, points, t, x => exact.LogDensity(x, exact.Schedule.T)) - exact.LogDensity(points, t)).abs();
    }

    /// <summary>The closed form C_t^{1/2} R(Θ) C_T^{−1/2} x_T: whitened particles turn by −Θ.</summary>
    private static Tensor Turned(GaussianPredictor exact, Tensor start, double turn)
    {
        Tensor first = tensor(exact.Variances(exact.Schedule.T)).sqrt(), last = tensor(exact.Variances(exact.Schedule.TEnd)).sqrt();
        // y = C^{−1/2} x solves dy/dt = (c g²/2)/√det C · J y, and time falls; rows are multiplied by the transpose of the turn by −Θ.
        var rotation = tensor(new[,] { { Math.Cos(turn), -Math.Sin(turn) }, { Math.Sin(turn), Math.Cos(turn) } });
        return (start / first).matmul(rotation) * last;
    }

    private static double[] SecondMomentScores(Tensor x, double[] variances)
    {
        double n = x.shape[0];
        Tensor a = x.select(1, 0) / Math.Sqrt(variances[0]), b = x.select(1, 1) / Math.Sqrt(variances[1]);
        // Standard normal coordinates: a² has variance 2, ab has 1.
        return [(a.Squared().mean().ToDouble() - 1) * Math.Sqrt(n / 2), (a * b).mean().ToDouble() * Math.Sqrt(n),
            (b.Squared().mean().ToDouble() - 1) * Math.Sqrt(n / 2)];
    }

    private static Tensor Draw(int count, double[] variances, RandomStream random)
    {
        double[] values = new double[2 * count];
        random.FillNormal(values);
        return tensor(values, [count, 2]) * tensor(variances).sqrt();
    }

    private static double[] Rounded(Tensor values) => [.. values.contiguous().data<double>().Select(v => Math.Round(v, 3))];
}
