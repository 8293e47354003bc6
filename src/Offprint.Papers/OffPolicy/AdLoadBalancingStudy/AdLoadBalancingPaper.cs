using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.OffPolicy.AdLoadBalancingStudy;

/// <summary>How many ads a feed should hold, learned off-policy from randomized logs.</summary>
public sealed class AdLoadBalancingPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "ad-load-balancing";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "Ad-load Balancing via Off-policy Learning in a Content Marketplace",
        ["Hitesh Sagtani", "Madan Jhawar", "Rishabh Mehrotra", "Olivier Jeunen"], 2024, "WSDM 2024", "2309.11518");

    /// <inheritdoc/>
    public override string Summary =>
        "The number of ads in a feed fetch is a contextual bandit: policies learned from randomized logs by unbiased estimators serve " +
        "users and revenue at once, because users, and positions in a session, differ in what an ad does to them.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/off-policy-evaluation/ad-load-balancing.ipynb";

    /// <summary>Static loads and rules, deployed.</summary>
    public DeploymentStudy Deployment { get; } = new();

    /// <summary>What an extra ad does.</summary>
    public EffectStudy Effects { get; } = new();

    /// <summary>Estimators against the size of the log.</summary>
    public EstimatorStudy Estimation { get; } = new();

    /// <summary>Learned policies.</summary>
    public LearningStudy Learning { get; } = new();

    /// <inheritdoc/>
    public override MethodColors Colors { get; } =
        new("DR", "IPS", "SNIPS", "DM", "IPS, clip 3", "static", "rules", "truth");

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Deployment, Effects, Estimation, Learning];

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("trade-off", "ours", MarketFigures.TradeOff),
        new("cohorts", "ours", MarketFigures.Cohorts),
        new("positions", "ours", MarketFigures.Positions),
        new("estimators", "ours", EstimatorFigures.Errors),
        new("propensities", "ours", EstimatorFigures.Propensities),
        new("offline-truth", "ours", LearningFigures.OfflineTruth),
        new("front", "ours", LearningFigures.ParetoFront),
        new("ad-load-map", "ours", LearningFigures.Maps),
        new("experiments", "ours", LearningTables.Experiments),
        new("fixed-weight", "ours", LearningTables.FixedWeight),
        new("ablation", "ours", LearningTables.Ablation),
        new("weights", "ours", LearningFigures.Weights),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => AdLoadClaims.All;
}
