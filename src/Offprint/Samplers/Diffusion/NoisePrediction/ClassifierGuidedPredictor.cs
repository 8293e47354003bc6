using Offprint.Samplers.Diffusion.Schedules;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.NoisePrediction;

/// <summary>
/// Classifier guidance (Dhariwal and Nichol 2021): \[ \varepsilon = \varepsilon_\varnothing - s\,\sigma_t \nabla_x \log p_t(c \mid x). \]
/// </summary>
/// <param name="unconditional">ε_∅.</param>
/// <param name="logProbabilityGradient">∇ log p_t(c | x).</param>
/// <param name="scale">s.</param>
public sealed class ClassifierGuidedPredictor(
    INoisePredictor unconditional, Func<Tensor, double, Tensor> logProbabilityGradient, double scale) : IGuidedPredictor
{
    /// <summary>s.</summary>
    public double Scale => scale;

    /// <inheritdoc/>
    public NoiseSchedule Schedule => unconditional.Schedule;

    /// <inheritdoc/>
    public INoisePredictor Main => unconditional;

    /// <inheritdoc/>
    public Tensor Predict(Tensor x, double t)
    {
        using var scope = NewDisposeScope();
        Tensor noise = unconditional.Predict(x, t);
        return noise.add(logProbabilityGradient(x, t), -scale * Schedule.Sigma(t)).MoveToOuterDisposeScope();
    }

    /// <summary>−s σ ∇ log p(c | x).</summary>
    /// <inheritdoc/>
    public Tensor Guidance(Tensor x, double t)
    {
        using var scope = NewDisposeScope();
        return (logProbabilityGradient(x, t) * (-scale * Schedule.Sigma(t))).MoveToOuterDisposeScope();
    }
}
