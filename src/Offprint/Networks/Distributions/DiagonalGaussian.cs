using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Networks.Distributions;

/// <summary>Independent normal coordinates.</summary>
/// <param name="mean">μ, [P, n, act].</param>
/// <param name="logDeviation">log σ, [P, n, act] or [P, 1, act] where it does not depend on the state.</param>
public sealed class DiagonalGaussian(Tensor mean, Tensor logDeviation) : IActionDistribution
{
    internal static readonly double LogRoot2Pi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>μ.</summary>
    public Tensor Mean => mean;

    /// <summary>log σ.</summary>
    public Tensor LogDeviation => logDeviation;

    /// <inheritdoc/>
    public Tensor Mode => mean;

    /// <inheritdoc/>
    public Tensor Sample(PopulationRandom random) => mean.addcmul(logDeviation.exp(), Noise(random), 1);

    /// <inheritdoc/>
    public (Tensor Action, Tensor LogProb) SampleWithLogProb(PopulationRandom random)
    {
        Tensor noise = Noise(random);
        return (mean.addcmul(logDeviation.exp(), noise, 1), Density(noise));
    }

    /// <inheritdoc/>
    public Tensor LogProb(Tensor action) => Density((action - mean) * (-logDeviation).exp());

    /// <inheritdoc/>
    public Tensor Entropy() => logDeviation.expand_as(mean).sum(2, keepdim: true) + mean.shape[2] * (0.5 + LogRoot2Pi);

    /// <inheritdoc/>
    public Tensor Kl(IActionDistribution other)
    {
        if (other is not DiagonalGaussian gaussian)
            throw new ArgumentException($"The divergence of a {nameof(DiagonalGaussian)} from a {other.GetType().Name} is not known.",
                nameof(other));
        Tensor precision = (-2 * gaussian.LogDeviation).exp();
        Tensor ratio = (2 * logDeviation).exp() * precision, shift = (mean - gaussian.Mean).Squared() * precision;
        return ((ratio + shift - 1) * 0.5 + gaussian.LogDeviation - logDeviation).sum(2, keepdim: true);
    }

    /// <summary>
    /// Jeffreys' divergence KL(this ‖ other) + KL(other ‖ this), as a sum of squares, so that it is zero for equal laws to the last bit.
    /// </summary>
    /// <remarks>
    /// $$J = \sum_d 2\sinh^2(\log\sigma_1 - \log\sigma_2) + \tfrac12 (\mu_1-\mu_2)^2 (\sigma_1^{-2} + \sigma_2^{-2}).$$
    /// </remarks>
    /// <param name="other">The other law.</param>
    /// <returns>[P, n, 1].</returns>
    public Tensor Jeffreys(DiagonalGaussian other)
    {
        Tensor precisions = (-2 * logDeviation).exp() + (-2 * other.LogDeviation).exp();
        Tensor shift = (mean - other.Mean).Squared() * precisions * 0.5;
        return (shift + (logDeviation - other.LogDeviation).sinh().Squared() * 2).sum(2, keepdim: true);
    }

    /// <summary>Standard normal numbers, one a coordinate.</summary>
    internal Tensor Noise(PopulationRandom random)
    {
        long[] shape = mean.shape;
        return random.Normal(shape[1], shape[2]);
    }

    /// <summary>The log-density of μ + σ ε.</summary>
    internal Tensor Density(Tensor noise) => Total(noise.Squared() * -0.5 - logDeviation) - mean.shape[2] * LogRoot2Pi;

    /// <summary>The sum over coordinates, [P, n, 1]; a single one is its own sum, and takes no node of a graph.</summary>
    internal static Tensor Total(Tensor coordinates) => coordinates.size(2) == 1 ? coordinates : coordinates.sum(2, keepdim: true);
}
