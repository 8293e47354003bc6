using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.NoraStudy;

/// <summary>NORA: an optimistic actor-critic with rare switching.</summary>
public sealed class NoraPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "nora";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "Actor-Critics Can Achieve Optimal Sample Efficiency", ["Kevin Tan", "Wei Fan", "Yuting Wei"], 2025, "ICML 2025", "2505.03710");

    /// <inheritdoc/>
    public override string Summary =>
        "An actor-critic explores as efficiently as the best value-based methods if its critic is optimistic, aims at the best policy's " +
        "values rather than the actor's, and is replaced rarely, the actor starting anew each time; offline data that cover the best " +
        "policy may replace the optimism.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/rl-theory/nora.ipynb";

    /// <summary>The tracking error from a real run.</summary>
    public TrackingStudy Tracking { get; } = new();

    /// <summary>Part A: online.</summary>
    public OnlineStudy Online { get; } = new();

    /// <summary>Part B: offline data of two behaviors.</summary>
    public HybridStudy Hybrid { get; } = new();

    /// <summary>Part C: coverage.</summary>
    public CoverageStudy Coverage { get; } = new();

    /// <summary>Part D: ablations.</summary>
    public AblationStudy Ablation { get; } = new();

    /// <summary>Part E: linear MDPs.</summary>
    public ActionStudy ByActions { get; } = new();

    /// <summary>Part F: version spaces.</summary>
    public RefutationStudy Refutation { get; } = new();

    /// <summary>Part G: the values of small Tetris.</summary>
    public TetrisValueStudy TetrisValues { get; } = new();

    /// <summary>Part G: learning small Tetris.</summary>
    public TetrisStudy Tetris { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments =>
        [Tracking, Online, Hybrid, Coverage, Ablation, ByActions, Refutation, TetrisValues, Tetris];

    /// <inheritdoc/>
    public override MethodColors Colors => Methods.Colors;

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("tracking", "ours", RegretFigures.Tracking),
        new("regret", "ours", RegretFigures.Online),
        new("updates", "ours", RegretFigures.Updates),
        new("hybrid", "ours", RegretFigures.Hybrid),
        new("coverage", "ours", RegretFigures.Coverage),
        new("tetris", "ours", TetrisFigures.Values),
        new("ablation", "ours", RegretFigures.Ablation),
        new("final-regret", "ours", RegretTables.Final),
        new("hybrid-table", "ours", RegretTables.Hybrid),
        new("ablation-table", "ours", RegretTables.Ablation),
        new("actions", "ours", RegretFigures.Actions),
        new("refutation", "ours", RegretFigures.Refutation),
        new("refutation-table", "ours", RegretTables.Refutation),
        new("tetris-values", "ours", TetrisFigures.Reference),
        new("tetris-table", "ours", TetrisFigures.Table),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [.. RegretClaims.All(), .. TetrisClaims.All()];
}
