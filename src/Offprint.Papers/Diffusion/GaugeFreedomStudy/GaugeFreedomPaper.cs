using Offprint.Experiments;
using Offprint.Samplers.Diffusion.Scores;

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
        "Every vector field splits into a gradient and a gauge part. Samples and densities of a diffusion model are exact if and only " +
            "if the " +
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
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("particles", "ours, part 1", GaugeFigures.Particles),
        new("gaussian", "ours, part 1 in numbers", GaugeFigures.Gaussian),
        new("invariance", "ours, part 2", GaugeFigures.Invariance),
        new("solvers", "ours, part 2", GaugeFigures.Solvers),
        new("fields", "Figure 1 with real fields", GaugeLearnedFigures.Fields),
        new("parts", "ours, part 3", GaugeLearnedFigures.Parts),
        new("samples", "ours, part 3", GaugeLearnedFigures.Samples),
        new("plane-singular-values", "Figure 3", results => GaugeLearnedFigures.SingularValues(results, "Figure 3: a plane in R⁵",
            (ManifoldKind.Plane, ScoreForm.SquaredNorm, 0), (ManifoldKind.Plane, ScoreForm.Unconstrained, 0))),
        new("curved-singular-values", "Figure 5", results => GaugeLearnedFigures.SingularValues(results, "Figure 5: curved manifolds in R⁵",
            (ManifoldKind.Sphere, ScoreForm.SquaredNorm, 0), (ManifoldKind.Sphere, ScoreForm.Unconstrained, 0),
            (ManifoldKind.SwissRoll, ScoreForm.SquaredNorm, 0), (ManifoldKind.SwissRoll, ScoreForm.Unconstrained, 0))),
        new("dimensions", "ours, part 4 in numbers", GaugeLearnedFigures.Dimensions),
        new("gauge-dimensions", "ours, part 5 in numbers", GaugeFigures.GaugeDimensions),
        new("gauge-singular-values", "ours, part 5", results => GaugeFigures.GaugeSingularValues(results, 0, 5)),
        new("learned-gauge", "ours, part 5 on trained networks", GaugeLearnedFigures.LearnedGauge),
        new("data-dimensions", "ours, part 6", GaugeFigures.DataDimensions),
        new("digits", "ours, part 6", GaugeFigures.Digits),
        new("digit-estimates", "ours, part 6", GaugeFigures.DigitEstimates),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [.. GaugeExactClaims.All(), .. GaugeLearnedClaims.All()];
}
