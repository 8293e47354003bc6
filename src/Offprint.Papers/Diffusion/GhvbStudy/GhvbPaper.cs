using Offprint.Experiments;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>Momentum for diffusion sampling: heavy ball and GHVB.</summary>
public sealed class GhvbPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "ghvb";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "Diffusion Sampling with Momentum for Mitigating Divergence Artifacts",
        ["Suttisak Wizadwongsa", "Worameth Chinchuthakun", "Pramook Khungurn", "Amit Raj", "Supasorn Suwajanakorn"],
        2023, "ICLR 2024", "2307.11118");

    /// <inheritdoc/>
    public override string Summary =>
        "High-order samplers of diffusion models diverge locally at few steps and high guidance because their stability regions are small. " +
        "Momentum enlarges the region: heavy ball at the price of first order, GHVB while keeping the order.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/diffusion/ghvb.ipynb";

    /// <summary>Part A.</summary>
    public StabilityAtlas Atlas { get; } = new();

    /// <summary>Part B.</summary>
    public StiffToy Toy { get; } = new();

    /// <summary>Part C.</summary>
    public OrderStudy Orders { get; } = new();

    /// <summary>Part D.</summary>
    public GuidedMixture Mixture { get; } = new();

    /// <summary>Part E.</summary>
    public DigitSampling Digits { get; } = new();

    /// <summary>Part F.</summary>
    public SamplingTime Time { get; } = new();

    /// <summary>Tables 5 and 6 on a user's own model.</summary>
    public LatentMagnitude Latents { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Atlas, Toy, Orders, Mixture, Digits, Time, Latents];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [.. GhvbClaims.Exact(this), .. GhvbClaims.Guided(this), .. GhvbClaims.Learned(this)];
}
