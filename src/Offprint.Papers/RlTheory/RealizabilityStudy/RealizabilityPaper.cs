using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>Off-policy evaluation without Bellman completeness: incompleteness multiplies the sample error, it is no floor under
/// it.</summary>
public sealed class RealizabilityPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "realizability";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "When is Realizability Sufficient for Off-Policy Reinforcement Learning?", ["Andrea Zanette"], 2023, "ICML 2023", "2211.05311");

    /// <inheritdoc/>
    public override string Summary =>
        "A class of functions that contains the value to be predicted is enough for off-policy evaluation, without being closed under " +
            "the " +
        "Bellman operator: how far it is from closed, β, multiplies the statistical error by 1/(1 − β), and no error stays behind.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/rl-theory/realizability.ipynb";

    /// <summary>Instance D: errors against n.</summary>
    public SizeStudy Sizes { get; } = new();

    /// <summary>Instance D: TD(0).</summary>
    public TemporalStudy Temporal { get; } = new();

    /// <summary>Family A: rows needed against β.</summary>
    public ThresholdStudy Thresholds { get; } = new();

    /// <summary>Family A as a map.</summary>
    public PhaseStudy Phases { get; } = new();

    /// <summary>Family B: one feature.</summary>
    public OneFeatureStudy OneFeature { get; } = new();

    /// <summary>Metric entropy.</summary>
    public EntropyStudy Entropy { get; } = new();

    /// <summary>Family C: a rare state.</summary>
    public CoverageStudy Coverage { get; } = new();

    /// <summary>Family E: random problems.</summary>
    public RandomStudy Random { get; } = new();

    /// <summary>Family F: radial features.</summary>
    public FeatureStudy Features { get; } = new();

    /// <summary>Family F: networks.</summary>
    public NetworkStudy Networks { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments =>
        [Sizes, Temporal, Thresholds, Phases, OneFeature, Entropy, Coverage, Random, Features, Networks];

    /// <inheritdoc/>
    public override MethodColors Colors { get; } = new("LSTD", "FQE", "tabular LSTD", "BRM", "LSTD with a ridge", "TD(0)");

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("geometry", "ours", _ => BellmanPicture.ThreeClasses()),
        new("no-floor", "ours", SingleFamilyFigures.NoFloor),
        new("thresholds", "ours", SingleFamilyFigures.Thresholds),
        new("phases", "ours", SingleFamilyFigures.Phases),
        new("margin", "ours", SingleFamilyFigures.Margin),
        new("divergence", "ours", SingleFamilyFigures.Divergence),
        new("entropy", "ours", SingleFamilyFigures.Entropy),
        new("coverage", "ours", SingleFamilyFigures.Coverage),
        new("random", "ours", GeneralFigures.Random),
        new("concentrability", "ours", GeneralFigures.Concentrability),
        new("features", "ours", GeneralFigures.Features),
        new("networks", "ours", GeneralFigures.Networks),
        new("instances", "ours", GeneralFigures.Instances),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => RealizabilityClaims.All;
}
