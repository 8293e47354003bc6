using Offprint.Experiments;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>Which part of a diffusion model's vector field matters, and for what.</summary>
public sealed class GaugeFreedomPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "gauge-freedom";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "On gauge freedom, conservativity and intrinsic dimensionality estimation in diffusion models",
        ["Christian Horvat", "Jean-Pascal Pfister"], 2024, "ICLR 2024", "2402.03845");

    /// <inheritdoc/>
    public override string Summary =>
        "Every vector field splits into a gradient and a gauge part. Samples and densities of a diffusion model are exact if and only if the " +
        "gradient is the true score, whatever the gauge part; for the local geometry of the data a gradient field is said to be desirable.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/diffusion/gauge-freedom.ipynb";

    /// <summary>Part 1.</summary>
    public GaussianGauge Gaussian { get; } = new();

    /// <summary>Part 2.</summary>
    public MixtureGauge Mixture { get; } = new();

    /// <summary>Part 3.</summary>
    public LearnedDecomposition Decomposition { get; } = new();

    /// <summary>Part 4.</summary>
    public DimensionStudy Dimension { get; } = new();

    /// <summary>Part 5.</summary>
    public GaugeDimension GaugeDimension { get; } = new();

    /// <summary>Part 6.</summary>
    public DigitDimension Digits { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Gaussian, Mixture, Decomposition, Dimension, GaugeDimension, Digits];

    /// <inheritdoc/>
    public override IReadOnlyList<WaitingResults> Waiting => [new("dimension-study", null), new("learned-decomposition", null)];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [.. GaugeExactClaims.All(this), .. GaugeLearnedClaims.All(this)];
}
