using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Optimization.Surrogates;

/// <summary>
/// The conservative term of a population: α (E g(x⁻) − E g(x)) with x⁻ found by ascent from the batch, and α moved so that the
/// overestimation stays near its limit: <c>log α</c> takes Adam's steps down the gradient α (limit − overestimation).
/// </summary>
internal sealed class Conservatism : IDisposable
{
    private readonly MlpSurrogate _surrogate;
    private readonly ConservatismOptions _options;
    private readonly ParameterBuffer _logWeights;
    private readonly Adam _adam;

    /// <summary>Adds conservatism to a surrogate.</summary>
    public Conservatism(MlpSurrogate surrogate, ConservatismOptions options)
    {
        (_surrogate, _options) = (surrogate, options);
        Overestimation = new double[surrogate.Population];
        _logWeights = new(surrogate.Population, [new("log α", [1])]);
        _logWeights.ValueSpan.Fill((float)Math.Log(options.InitialWeight));
        _adam = new(_logWeights, new(options.WeightRate));
    }

    /// <summary>E g(x⁻) − E g(x) of the last batch, [P].</summary>
    public double[] Overestimation { get; private set; }

    /// <summary>α, [P].</summary>
    public double[] Weights => [.. _logWeights.ValueSpan.ToArray().Select(w => Math.Exp(w))];

    /// <summary>The term of each member, [P], with gradients to the parameters; moves α.</summary>
    /// <param name="x">The batch, [P, B, d].</param>
    public Tensor Term(Tensor x)
    {
        Tensor over = _surrogate.MeanOutput(Ascend(x)) - _surrogate.MeanOutput(x);
        Tensor weights = tensor(Array.ConvertAll(Weights, w => (float)w));
        Overestimation = [.. over.detach().to(ScalarType.Float64).contiguous().data<double>()];
        for (int p = 0; p < Overestimation.Length; p++)
            _logWeights.GradientSpan[p] = (float)(Weights[p] * (_options.Limit - Overestimation[p]));
        _adam.Step();
        return weights * over;
    }

    /// <summary>x⁻, [P, B, d]: each member climbs its own surface.</summary>
    private Tensor Ascend(Tensor x)
    {
        double step = _options.StepSize * Math.Sqrt(x.shape[2]);
        Tensor at = x.detach().clone();
        for (int i = 0; i < _options.Steps; i++)
        {
            using var scope = NewDisposeScope();
            Tensor input = at.detach().requires_grad_(true);
            Tensor gradient = autograd.grad([_surrogate.FrozenMean(input).sum()], [input])[0];
            using var guard = no_grad();
            at.add_(gradient, step);
        }
        return at;
    }

    /// <inheritdoc/>
    public void Dispose() => _logWeights.Dispose();
}
