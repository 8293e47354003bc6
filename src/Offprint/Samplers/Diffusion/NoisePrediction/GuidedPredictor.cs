using Offprint.Samplers.Diffusion.Schedules;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.NoisePrediction;

/// <summary>
/// Classifier-free guidance (Ho and Salimans 2022): \[ \varepsilon = \varepsilon_\varnothing + s\,(\varepsilon_c -
/// \varepsilon_\varnothing). \]
/// </summary>
public sealed class GuidedPredictor : IGuidedPredictor, IDifferentiablePredictor
{
    /// <summary>Makes a guided predictor.</summary>
    /// <param name="unconditional">ε_∅.</param>
    /// <param name="conditional">ε_c.</param>
    /// <param name="scale">s.</param>
    /// <exception cref="ArgumentException">The parts have different schedules, or the scale is not finite.</exception>
    public GuidedPredictor(INoisePredictor unconditional, INoisePredictor conditional, double scale)
    {
        if (!unconditional.Schedule.Equals(conditional.Schedule))
            throw new ArgumentException("Both parts of a guided predictor need the same noise schedule.", nameof(conditional));
        if (!double.IsFinite(scale))
            throw new ArgumentException($"The guidance scale is {scale}.", nameof(scale));
        (Unconditional, Conditional, Scale) = (unconditional, conditional, scale);
    }

    /// <summary>ε_∅.</summary>
    public INoisePredictor Unconditional { get; }

    /// <summary>ε_c.</summary>
    public INoisePredictor Conditional { get; }

    /// <summary>s.</summary>
    public double Scale { get; }

    /// <inheritdoc/>
    public NoiseSchedule Schedule => Unconditional.Schedule;

    /// <inheritdoc/>
    public INoisePredictor Main => Unconditional;

    /// <inheritdoc/>
    public Tensor Predict(Tensor x, double t)
    {
        using var scope = NewDisposeScope();
        return Blend(Unconditional.Predict(x, t), Conditional.Predict(x, t), Scale).MoveToOuterDisposeScope();
    }

    /// <summary>s (ε_c − ε_∅).</summary>
    /// <inheritdoc/>
    public Tensor Guidance(Tensor x, double t)
    {
        using var scope = NewDisposeScope();
        return (Conditional.Predict(x, t) - Unconditional.Predict(x, t)).mul_(Scale).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">A part is not an <see cref="IDifferentiablePredictor"/>.</exception>
    public Tensor Jacobian(Tensor x, double t)
    {
        if (Unconditional is not IDifferentiablePredictor free || Conditional is not IDifferentiablePredictor conditioned)
            throw new NotSupportedException("The Jacobian of a guided predictor needs that of both parts.");
        using var scope = NewDisposeScope();
        return Blend(free.Jacobian(x, t), conditioned.Jacobian(x, t), Scale).MoveToOuterDisposeScope();
    }

    private static Tensor Blend(Tensor from, Tensor to, double weight) => (from * (1 - weight)).add_(to, weight);
}
