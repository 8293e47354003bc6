using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Networks.Distributions;

/// <summary>A law over K actions; an action is its index as a float, [P, n, 1], as discrete spaces take it.</summary>
/// <param name="logits">Log-probabilities up to a constant, [P, n, K].</param>
public sealed class Categorical(Tensor logits) : IActionDistribution
{
    private readonly Tensor _log = nn.functional.log_softmax(logits, 2);

    /// <summary>log-probabilities, [P, n, K].</summary>
    public Tensor LogProbabilities => _log;

    /// <inheritdoc/>
    public Tensor Mode => _log.argmax(2, keepdim: true).to_type(ScalarType.Float32);

    /// <inheritdoc/>
    public Tensor Sample(PopulationRandom random)
    {
        // The largest of log p plus Gumbel noise −log(−log u) is a sample; u is kept off zero.
        long[] shape = _log.shape;
        Tensor noise = -(-random.Uniform(shape[1], shape[2]).clamp_min(1e-20f).log()).log();
        return (_log.detach() + noise).argmax(2, keepdim: true).to_type(ScalarType.Float32);
    }

    /// <inheritdoc/>
    public (Tensor Action, Tensor LogProb) SampleWithLogProb(PopulationRandom random)
    {
        Tensor action = Sample(random);
        return (action, LogProb(action));
    }

    /// <inheritdoc/>
    public Tensor LogProb(Tensor action) => _log.gather(2, action.to_type(ScalarType.Int64));

    /// <inheritdoc/>
    public Tensor Entropy() => -(_log.exp() * _log).sum(2, keepdim: true);

    /// <inheritdoc/>
    public Tensor Kl(IActionDistribution other) => other is Categorical categorical
        ? (_log.exp() * (_log - categorical._log)).sum(2, keepdim: true)
        : throw new ArgumentException($"The divergence of a {nameof(Categorical)} from a {other.GetType().Name} is not known.",
            nameof(other));
}
