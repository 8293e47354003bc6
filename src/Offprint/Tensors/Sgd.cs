using System.Numerics.Tensors;

namespace Offprint.Tensors;

/// <summary>Options of <see cref="Sgd"/>.</summary>
/// <param name="LearningRate">η. Default 10⁻³.</param>
/// <param name="Momentum">μ. Default 0.</param>
/// <param name="WeightDecay">λ, added to gradients as λθ. Default 0.</param>
/// <param name="MaxGradientNorm">
/// A member whose gradients have a larger norm gets them scaled down to it; <see langword="null"/> (the default) scales none.
/// </param>
public sealed record SgdOptions(
    double LearningRate = 1e-3, double Momentum = 0, double WeightDecay = 0, double? MaxGradientNorm = null);

/// <summary>
/// Stochastic gradient descent with momentum on a <see cref="ParameterBuffer"/>, as PyTorch's (no dampening, not Nesterov's).
/// </summary>
/// <remarks><c>b ← μ b + g + λθ</c>, <c>θ ← θ − η b</c>; a step upwards takes −g.</remarks>
public sealed class Sgd
{
    private readonly ParameterBuffer _parameters;
    private readonly float[] _velocity;
    private readonly double[] _norms;

    /// <summary>Makes an optimizer at rest.</summary>
    /// <param name="parameters">What it trains.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    public Sgd(ParameterBuffer parameters, SgdOptions? options = null)
    {
        _parameters = parameters;
        Options = options ?? new();
        _velocity = new float[parameters.Count];
        _norms = new double[parameters.Population];
    }

    /// <summary>The options.</summary>
    public SgdOptions Options { get; }

    /// <summary>Takes a step and sets the gradients to zero.</summary>
    /// <param name="ascend">Whether to climb instead of to descend.</param>
    public void Step(bool ascend = false)
    {
        if (Options.MaxGradientNorm is not null)
            _parameters.GradientNorms(_norms);
        for (int p = 0; p < _norms.Length; p++)
        {
            double clip = Options.MaxGradientNorm is { } limit ? Math.Min(1, limit / (_norms[p] + 1e-6)) : 1;
            for (int parameter = 0; parameter < _parameters.Specs.Count; parameter++)
                StepPart(_parameters.Place(parameter, p), (float)(ascend ? -clip : clip));
        }
        _parameters.ClearGradients();
    }

    private void StepPart((int Start, int Length) place, float scale)
    {
        Span<float> values = _parameters.ValueSpan.Slice(place.Start, place.Length);
        Span<float> gradients = _parameters.GradientSpan.Slice(place.Start, place.Length);
        Span<float> velocity = _velocity.AsSpan(place.Start, place.Length);
        TensorPrimitives.Multiply<float>(velocity, (float)Options.Momentum, velocity);
        TensorPrimitives.MultiplyAdd<float>(gradients, scale, velocity, velocity);
        if (Options.WeightDecay != 0)
            TensorPrimitives.MultiplyAdd<float>(values, (float)Options.WeightDecay, velocity, velocity);
        TensorPrimitives.MultiplyAdd<float>(velocity, (float)-Options.LearningRate, values, values);
    }
}
