using Offprint.Numerics;

namespace Offprint.Environments.Tabular;

/// <summary>The law of a drawn reward around its mean.</summary>
public enum RewardNoiseKind
{
    /// <summary>The mean itself.</summary>
    None,

    /// <summary>1 with the mean as probability, else 0; means must lie in [0, 1].</summary>
    Bernoulli,

    /// <summary>Normal around the mean.</summary>
    Gaussian,

    /// <summary>The mean plus or minus the scale, equally likely.</summary>
    Signs,
}

/// <summary>How rewards are drawn around their means.</summary>
/// <param name="Kind">The law.</param>
/// <param name="Scale">The standard deviation of <see cref="RewardNoiseKind.Gaussian"/> and <see cref="RewardNoiseKind.Signs"/>.</param>
public readonly record struct RewardNoise(RewardNoiseKind Kind, double Scale = 0)
{
    /// <summary>Rewards equal their means.</summary>
    public static RewardNoise None => default;

    /// <summary>Rewards are 0 or 1.</summary>
    public static RewardNoise Bernoulli => new(RewardNoiseKind.Bernoulli);

    /// <summary>Normal rewards.</summary>
    /// <param name="deviation">The standard deviation.</param>
    /// <returns>The noise.</returns>
    public static RewardNoise Gaussian(double deviation) => new(RewardNoiseKind.Gaussian, deviation);

    /// <summary>Rewards of mean ± scale.</summary>
    /// <param name="scale">The deviation.</param>
    /// <returns>The noise.</returns>
    public static RewardNoise Signs(double scale) => new(RewardNoiseKind.Signs, scale);

    /// <summary>Draws a reward.</summary>
    /// <param name="mean">Its mean.</param>
    /// <param name="random">The stream; untouched without noise.</param>
    /// <returns>The reward.</returns>
    public double Draw(double mean, RandomStream random) => Kind switch
    {
        RewardNoiseKind.Bernoulli => random.NextDouble() < mean ? 1 : 0,
        RewardNoiseKind.Gaussian => mean + Scale * random.NextNormal(),
        RewardNoiseKind.Signs => (random.NextUInt32() & 1) == 0 ? mean - Scale : mean + Scale,
        _ => mean,
    };

    /// <summary>Draws the sum of independent rewards, in time that does not depend on their number.</summary>
    /// <param name="mean">The mean of each.</param>
    /// <param name="count">How many, at least 0.</param>
    /// <param name="random">The stream; untouched without noise.</param>
    /// <returns>The sum.</returns>
    public double DrawSum(double mean, int count, RandomStream random) => Kind switch
    {
        RewardNoiseKind.Bernoulli => random.NextBinomial(count, mean),
        RewardNoiseKind.Gaussian => count * mean + Math.Sqrt(count) * Scale * random.NextNormal(),
        RewardNoiseKind.Signs => count * mean + (2.0 * random.NextBinomial(count, 0.5) - count) * Scale,
        _ => count * mean,
    };

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        RewardNoiseKind.None => "none",
        RewardNoiseKind.Bernoulli => "Bernoulli",
        RewardNoiseKind.Gaussian => $"Gaussian, σ = {Scale}",
        _ => $"± {Scale}",
    };
}
