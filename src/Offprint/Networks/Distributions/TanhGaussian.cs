using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Networks.Distributions;

/// <summary>
/// A normal vector u squashed into the bounds of the action: a = center + half-width · tanh u (Haarnoja et al. 2018, appendix C).
/// </summary>
/// <param name="mean">The mean of u, [P, n, act].</param>
/// <param name="logDeviation">The log deviation of u, [P, n, act] or [P, 1, act].</param>
/// <param name="bounds">The bounds.</param>
public sealed class TanhGaussian(Tensor mean, Tensor logDeviation, ActionBounds bounds) : IActionDistribution
{
    private const float Inside = 1 - 1e-6f; // an action on a bound has no finite u

    private readonly DiagonalGaussian _inner = new(mean, logDeviation);

    /// <inheritdoc/>
    public Tensor Mode => bounds.Squash(mean);

    /// <summary>The law of the action for each row, k times in succession: k samples of a row stand side by side.</summary>
    /// <param name="times">k.</param>
    /// <returns>A law of k · n rows.</returns>
    public TanhGaussian Repeat(int times) => new(
        mean.repeat_interleave(times, 1), logDeviation.shape[1] == 1 ? logDeviation : logDeviation.repeat_interleave(times, 1), bounds);

    /// <inheritdoc/>
    public Tensor Sample(PopulationRandom random) => bounds.Squash(_inner.Sample(random));

    /// <inheritdoc/>
    public (Tensor Action, Tensor LogProb) SampleWithLogProb(PopulationRandom random)
    {
        (Tensor u, Tensor density) = _inner.SampleWithLogProb(random);
        return (bounds.Squash(u), density - LogVolume(u));
    }

    /// <inheritdoc/>
    public Tensor LogProb(Tensor action)
    {
        Tensor u = bounds.Unit(action).clamp(-Inside, Inside).atanh();
        return _inner.LogProb(u) - LogVolume(u);
    }

    /// <inheritdoc/>
    public Tensor Entropy() => throw new NotSupportedException(
        "The entropy of a squashed normal law has no closed form: take the mean of −log π over samples.");

    /// <inheritdoc/>
    public Tensor Kl(IActionDistribution other) => other is TanhGaussian squashed
        ? _inner.Kl(squashed._inner) // the same map on both sides does not change it
        : throw new ArgumentException($"The divergence of a {nameof(TanhGaussian)} from a {other.GetType().Name} is not known.",
            nameof(other));

    /// <summary>Jeffreys' divergence, which is that of the laws before squashing: the same map on both sides does not change it.</summary>
    /// <param name="other">The other law, of the same bounds.</param>
    /// <returns>[P, n, 1].</returns>
    public Tensor Jeffreys(TanhGaussian other) => _inner.Jeffreys(other._inner);

    /// <summary>log |∂a/∂u|: log(1 − tanh² u) = 2 (log 2 − u − softplus(−2u)), which does not cancel.</summary>
    private Tensor LogVolume(Tensor u)
    {
        Tensor sum = DiagonalGaussian.Total(u + nn.functional.softplus(-2 * u));
        return sum * -2 + (2 * Math.Log(2) * u.shape[2] + bounds.LogScale);
    }
}
