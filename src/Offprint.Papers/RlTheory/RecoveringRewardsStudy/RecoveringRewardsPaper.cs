using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>Bandits whose rewards recover while arms rest: purely periodic policies.</summary>
public sealed class RecoveringRewardsPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "recovering-rewards";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "Offline Planning and Online Learning under Recovering Rewards", ["David Simchi-Levi", "Zeyu Zheng", "Feng Zhu"], 2021,
        "ICML 2021", "2106.14813");

    /// <inheritdoc/>
    public override string Summary =>
        "Arms lose their reward when pulled and recover while they rest. Giving each arm a fixed period, chosen so that no period needs " +
            "more " +
        "than K pulls, earns 1 − O(1/√K) of the optimum; planned on confidence bounds, it learns with regret Õ(N√T).";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/rl-theory/recovering-rewards.ipynb";

    /// <summary>Part B.</summary>
    public TinyInstances Tiny { get; } = new();

    /// <summary>Part C.</summary>
    public RatioStudy Ratios { get; } = new();

    /// <summary>Part D.</summary>
    public PlannerAblation Ablation { get; } = new();

    /// <summary>Part E.</summary>
    public RegretStudy Regret { get; } = new();

    /// <summary>Part F.</summary>
    public RegretByArms Arms { get; } = new();

    /// <summary>Part G.</summary>
    public Promotion Promotion { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Tiny, Ratios, Ablation, Regret, Arms, Promotion];

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("tiny", "ours, part B", OfflineFigures.Tiny),
        new("ratios", "ours, part C", OfflineFigures.Ratios),
        new("ablation", "ours, part D", OfflineFigures.Ablation),
        new("ablation-table", "ours, part D", OfflineFigures.AblationTable),
        new("regret", "ours, part E", OnlineFigures.Regret),
        new("regret-table", "ours, part E", OnlineFigures.RegretTable),
        new("arms", "ours, part F", OnlineFigures.Arms),
        new("rates", "ours", OnlineFigures.Rates),
        new("revenue", "ours, part G", OnlineFigures.Revenue),
        new("learned-curves", "ours, part G", OnlineFigures.LearnedCurves),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [.. OfflineClaims.All(), .. OnlineClaims.All()];
}
