using Offprint.Samplers.Diffusion.Schedules;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.NoisePrediction;

/// <summary>Makes noise predictors out of other predictions, networks and one another.</summary>
public static class Predictors
{
    /// <summary>Noise predicted by a network, which takes a time a row: groups are rows of one batch.</summary>
    private sealed class Network(NoiseSchedule schedule, Func<Tensor, Tensor, Tensor> network, Func<double, double> label) : INoisePredictor
    {
        public NoiseSchedule Schedule => schedule;

        public Tensor Predict(Tensor x, double t)
        {
            using Tensor time = full([x.size(0)], label(t), dtype: x.dtype, device: x.device);
            return network(x, time);
        }

        public Tensor Predict(Tensor x, IReadOnlyList<double> times)
        {
            using var scope = NewDisposeScope();
            Tensor labels = tensor(times.Select(label).ToArray(), dtype: x.dtype, device: x.device).repeat_interleave(x.size(1));
            return network(x.flatten(0, 1), labels).reshape(x.shape).MoveToOuterDisposeScope();
        }
    }

    private sealed class Converted(NoiseSchedule schedule, Prediction kind, Func<Tensor, double, Tensor> predict) : INoisePredictor
    {
        public NoiseSchedule Schedule => schedule;

        public Tensor Predict(Tensor x, double t)
        {
            if (kind == Prediction.Noise)
                return predict(x, t);
            using var scope = NewDisposeScope();
            Tensor output = predict(x, t);
            double alpha = schedule.Alpha(t), sigma = schedule.Sigma(t);
            Tensor noise = kind switch
            {
                Prediction.Data => (x / sigma).add_(output, -alpha / sigma),
                Prediction.Score => output * -sigma,
                // v = αε − σ(x − σε)/α, so ε (α² + σ²) = αv + σx.
                _ => (x * (sigma / (alpha * alpha + sigma * sigma))).add_(output, alpha / (alpha * alpha + sigma * sigma)),
            };
            return noise.MoveToOuterDisposeScope();
        }
    }

    /// <summary>A predictor made of a function of samples and time.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="kind">What the function predicts.</param>
    /// <param name="predict">The function: x [B, …] and t to a tensor shaped like x.</param>
    /// <returns>The predictor of ε.</returns>
    public static INoisePredictor FromFunction(NoiseSchedule schedule, Prediction kind, Func<Tensor, double, Tensor> predict) =>
        new Converted(schedule, kind, predict);

    /// <summary>A predictor made of a network that takes the time as a tensor [B].</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="kind">What the network predicts.</param>
    /// <param name="network">The network: x [B, …] and time labels [B], of x's type, to a tensor shaped like x.</param>
    /// <param name="label">The network's label of a time, see <see cref="TimeLabels"/>; <see langword="null"/> passes t itself.</param>
    /// <returns>The predictor of ε.</returns>
    public static INoisePredictor FromNetwork(
        NoiseSchedule schedule, Prediction kind, Func<Tensor, Tensor, Tensor> network, Func<double, double>? label = null)
    {
        var plain = new Network(schedule, network, label ?? (t => t));
        return kind == Prediction.Noise ? plain : new Converted(schedule, kind, plain.Predict);
    }

    /// <summary>Classifier-free guidance: ε = ε_∅ + s (ε_c − ε_∅).</summary>
    /// <param name="unconditional">ε_∅.</param>
    /// <param name="conditional">ε_c, on the same schedule.</param>
    /// <param name="scale">s; 1 is the conditional predictor, 0 the unconditional one.</param>
    /// <returns>The guided predictor, which evaluates both parts.</returns>
    public static GuidedPredictor Guided(INoisePredictor unconditional, INoisePredictor conditional, double scale) =>
        new(unconditional, conditional, scale);

    /// <summary>Classifier guidance: ε = ε_∅ − s σ ∇ log p(c | x).</summary>
    /// <param name="unconditional">ε_∅.</param>
    /// <param name="logProbabilityGradient">∇ log p_t(c | x): x [B, …] and t to a tensor shaped like x.</param>
    /// <param name="scale">s.</param>
    /// <returns>The guided predictor.</returns>
    public static ClassifierGuidedPredictor ClassifierGuided(
        INoisePredictor unconditional, Func<Tensor, double, Tensor> logProbabilityGradient, double scale) =>
        new(unconditional, logProbabilityGradient, scale);

    /// <summary>Counts evaluations of a predictor.</summary>
    /// <param name="inner">The predictor.</param>
    /// <returns>The same predictor, counted.</returns>
    public static CountingPredictor Counting(INoisePredictor inner) => new(inner);
}
