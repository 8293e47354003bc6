using Offprint.Samplers.Diffusion.Schedules;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.NoisePrediction;

/// <summary>Counts how often a predictor is evaluated. Not thread-safe.</summary>
/// <param name="inner">The predictor.</param>
public sealed class CountingPredictor(INoisePredictor inner) : INoisePredictor
{
    /// <summary>Evaluations so far.</summary>
    public long Evaluations { get; private set; }

    /// <inheritdoc/>
    public NoiseSchedule Schedule => inner.Schedule;

    /// <inheritdoc/>
    public Tensor Predict(Tensor x, double t)
    {
        Evaluations++;
        return inner.Predict(x, t);
    }

    /// <inheritdoc/>
    /// <remarks>One evaluation: of all groups, as each of their schedules counts it.</remarks>
    public Tensor Predict(Tensor x, IReadOnlyList<double> times)
    {
        Evaluations++;
        return inner.Predict(x, times);
    }
}
