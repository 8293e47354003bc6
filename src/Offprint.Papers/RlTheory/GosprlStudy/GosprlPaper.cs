using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.GosprlStudy;

/// <summary>GOSPRL: collecting prescribed samples as fast as possible.</summary>
public sealed class GosprlPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "gosprl";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "A Provably Efficient Sample Collection Strategy for Reinforcement Learning",
        ["Jean Tarbouriech", "Matteo Pirotta", "Michal Valko", "Alessandro Lazaric"], 2020, "NeurIPS 2021", "2007.06437");

    /// <inheritdoc/>
    public override string Summary =>
        "Exploration is split in two: a rule says how many samples it wants of which state and action, and a general strategy collects " +
            "them by optimistic " +
        "shortest paths to what is still missing, in Õ(B D + D^{3/2} S² A) steps for B samples in a communicating MDP of diameter D.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/rl-theory/gosprl.ipynb";

    /// <summary>Part A.</summary>
    public StarStudy Star { get; } = new();

    /// <summary>Part B.</summary>
    public TreasureStudy Treasure { get; } = new();

    /// <summary>Part B: ablations.</summary>
    public AblationStudy Ablation { get; } = new();

    /// <summary>Part C.</summary>
    public RandomRequirements Random { get; } = new();

    /// <summary>Part D.</summary>
    public ModelEstimation Model { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Star, Treasure, Ablation, Random, Model];

    /// <inheritdoc/>
    public override MethodColors Colors { get; } = new([.. new[]
    {
        CollectorKind.Gosprl, CollectorKind.ZeroOneUcrl, CollectorKind.MaxEnt, CollectorKind.Random, CollectorKind.WeightedMaxEnt,
        CollectorKind.Known,
    }.Select(kind => new CollectorSpec(kind).Title())]);

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("star", "Figure 1", GosprlFigures.Star),
        new("rivers", "Figure 2", GosprlFigures.Rivers),
        new("treasure", "Figure 3", GosprlFigures.Treasure),
        new("treasure-table", "ours", GosprlTables.Treasure),
        new("ablation", "ours", GosprlTables.Ablation),
        new("requirements", "Figure 4", GosprlFigures.Requirements),
        new("errors", "Figure 5", GosprlFigures.Errors),
        new("gaps", "Figure 6", GosprlFigures.Gaps),
        new("statements", "ours", GosprlTables.Statements),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [.. CollectionClaims.All(), .. ObjectiveClaims.All()];
}
