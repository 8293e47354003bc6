using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Scores;

/// <summary>Noise predictors as score fields and back: s = −ε/σ.</summary>
public static class ScoreFields
{
    /// <summary>The score of a predictor.</summary>
    /// <param name="predictor">The predictor; its Jacobian is used.</param>
    /// <returns>s = −ε/σ_t.</returns>
    public static IDifferentiableField Score(IDifferentiablePredictor predictor) => new PredictorScore(predictor);

    /// <summary>A field as a noise predictor, for the solvers.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="score">The score.</param>
    /// <returns>ε = −σ_t s.</returns>
    public static IDifferentiablePredictor Predictor(NoiseSchedule schedule, IDifferentiableField score) =>
        new ScorePredictor(schedule, score);

    /// <summary>A field made of a function, differentiated automatically.</summary>
    /// <param name="function">x [B, D] and t to [B, D], each row for itself.</param>
    /// <returns>The field.</returns>
    public static IDifferentiableField Differentiable(Func<Tensor, double, Tensor> function) => new FunctionField(function);

    /// <summary>
    /// How far a field r is from a gauge field of the density with the score ∇ log p: div r + r·∇ log p = div(p r)/p. Adding r to the score
    /// leaves every marginal law unchanged if and only if this is zero at all times.
    /// </summary>
    /// <param name="remainder">r.</param>
    /// <param name="score">∇ log p.</param>
    /// <param name="x">[B, D].</param>
    /// <param name="t">The time.</param>
    /// <returns>[B].</returns>
    public static Tensor GaugeResidual(IDifferentiableField remainder, IVectorField score, Tensor x, double t)
    {
        using var scope = NewDisposeScope();
        return (remainder.Divergence(x, t) + (remainder.Evaluate(x, t) * score.Evaluate(x, t)).sum(-1)).MoveToOuterDisposeScope();
    }

    private sealed class PredictorScore(IDifferentiablePredictor predictor) : IDifferentiableField
    {
        public Tensor Evaluate(Tensor x, double t)
        {
            using var noise = predictor.Predict(x, t);
            return noise / -predictor.Schedule.Sigma(t);
        }

        public Tensor Jacobian(Tensor x, double t)
        {
            using var jacobian = predictor.Jacobian(x, t);
            return jacobian / -predictor.Schedule.Sigma(t);
        }

        public Tensor Divergence(Tensor x, double t)
        {
            using var scope = NewDisposeScope();
            return Derivatives.Trace(Jacobian(x, t)).MoveToOuterDisposeScope();
        }
    }

    private sealed class ScorePredictor(NoiseSchedule schedule, IDifferentiableField score) : IDifferentiablePredictor
    {
        public NoiseSchedule Schedule => schedule;

        public Tensor Predict(Tensor x, double t)
        {
            using var value = score.Evaluate(x, t);
            return value * -schedule.Sigma(t);
        }

        public Tensor Jacobian(Tensor x, double t)
        {
            using var jacobian = score.Jacobian(x, t);
            return jacobian * -schedule.Sigma(t);
        }
    }

    private sealed class FunctionField(Func<Tensor, double, Tensor> function) : IDifferentiableField
    {
        public Tensor Evaluate(Tensor x, double t) => function(x, t);

        public Tensor Jacobian(Tensor x, double t)
        {
            using var scope = NewDisposeScope();
            return Derivatives.Jacobian(rows => function(rows, t), x).Jacobian.MoveToOuterDisposeScope();
        }

        public Tensor Divergence(Tensor x, double t)
        {
            using var scope = NewDisposeScope();
            return Derivatives.Divergence(rows => function(rows, t), x).MoveToOuterDisposeScope();
        }
    }
}
