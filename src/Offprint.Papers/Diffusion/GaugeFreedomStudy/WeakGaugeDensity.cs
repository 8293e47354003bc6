using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Samplers.Diffusion.Solvers;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>
/// A gauge field that fulfills the weak condition div(p r) = 0 only, r = c J∇(p q)/p with q = x₁: it flows along level lines of p q and has
/// a
/// divergence of its own, which a density read off along its paths must include.
/// </summary>
internal static class WeakGaugeDensity
{
    private const double Strength = 0.3;

    /// <summary>r = c J (e₁ + x₁ s) with J (a, b) = (−b, a).</summary>
    public static IDifferentiableField Remainder(IVectorField score) => ScoreFields.Differentiable((x, t) =>
    {
        var s = score.Evaluate(x, t);
        var first = x.narrow(1, 0, 1);
        return Strength * cat([-first * s.narrow(1, 1, 1), 1 + first * s.narrow(1, 0, 1)], 1);
    });

    /// <summary>
    /// The largest error of the log-density, with the divergence of the field that is integrated and with the score's alone.
    /// </summary>
    public static (double Whole, double Plain) Errors(GaussianPredictor exact, Tensor points, CancellationToken ct)
    {
        using var scope = NewDisposeScope();
        var (schedule, score) = (exact.Schedule, ScoreFields.Score(exact));
        var remainder = Remainder(score);
        var field = ScoreFields.Differentiable((x, t) => score.Evaluate(x, t) + remainder.Evaluate(x, t));
        var flow = new ProbabilityFlow(new ProbabilityFlowOptions { Tolerance = 1e-9 });
        return (Error(ScoreFields.Predictor(schedule, field)), Error(new PlainDivergence(ScoreFields.Predictor(schedule, field), exact)));

        double Error(IDifferentiablePredictor model) =>
            (flow.LogDensity(model, points, schedule.TEnd, x => exact.LogDensity(x, schedule.T), ct) -
                exact.LogDensity(points, schedule.TEnd)).abs().max().ToDouble();
    }

    /// <summary>The path of one field with the derivatives of another: the mistake to show.</summary>
    private sealed class PlainDivergence(INoisePredictor path, IDifferentiablePredictor derivatives) : IDifferentiablePredictor
    {
        public NoiseSchedule Schedule => path.Schedule;

        public Tensor Predict(Tensor x, double t) => path.Predict(x, t);

        public Tensor Jacobian(Tensor x, double t) => derivatives.Jacobian(x, t);
    }
}
