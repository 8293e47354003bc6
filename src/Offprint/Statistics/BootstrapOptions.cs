using Offprint.Numerics;

namespace Offprint.Statistics;

/// <summary>How a bootstrap interval is made.</summary>
public enum BootstrapMethod
{
    /// <summary>
    /// Bias-corrected and accelerated (Efron 1987): second-order accurate, transformation-respecting. It needs a smooth statistic (not a
    /// median) and some twenty independent units.
    /// </summary>
    BiasCorrectedAccelerated,

    /// <summary>Quantiles of the replicates: for statistics that are not smooth, such as medians and profiles.</summary>
    Percentile,
}

/// <summary>Settings of a bootstrap.</summary>
public sealed record BootstrapOptions
{
    /// <summary>B, the number of resamples. Our choice: 10,000, at which the ends' Monte Carlo error is some 2 % of the width.</summary>
    public int Resamples { get; init; } = 10_000;

    /// <summary>The nominal coverage, in (0, 1). 0.95 by default.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>How the interval is made. BCa by default.</summary>
    public BootstrapMethod Method { get; init; }

    /// <summary>The seed: the same seed and sample give the same interval.</summary>
    public Seed Seed { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Resamples, 2);
        Require.Level(Level);
    }
}
