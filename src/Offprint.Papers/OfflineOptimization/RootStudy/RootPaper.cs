using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineOptimization.RootStudy;

/// <summary>Offline optimization as a translation of poor designs into good ones.</summary>
public sealed class RootPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "root";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "ROOT: Rethinking Offline Optimization as Distributional Translation via Probabilistic Bridge",
        ["Manh Cuong Dao", "The Hung Tran", "Phi Le Nguyen", "Thao Nguyen Truong", "Trong Nghia Hoang"], 2025, "NeurIPS 2025",
        "2509.16300");

    /// <inheritdoc/>
    public override string Summary =>
        "Instead of climbing a surrogate, learn to translate: synthetic functions that agree with the data give pairs of poor and good " +
        "designs, and a Brownian bridge learned from them carries the best visible designs beyond what has been seen.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/offline-optimization/root.ipynb";

    /// <summary>Other methods.</summary>
    public MethodStudy Methods { get; } = new();

    /// <summary>ROOT and its variants.</summary>
    public BridgeStudy Bridges { get; } = new();

    /// <inheritdoc/>
    public override MethodColors Colors { get; } = new(RootNumbers.Root, RootNumbers.Process, "gradient ascent", "ensemble mean",
        "ensemble least", "REINFORCE", "CMA-ES", "CbAS", "COMs", "LTR", "BO-qEI", "Tri-mentoring",
        "MINs", "DDOM");

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Methods, Bridges];

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("median", "Table of medians", r => RootTables.Scores(r, 0)),
        new("percentile-80", "Table of 80th percentiles", r => RootTables.Scores(r, 1)),
        new("greatest", "Table 1", r => RootTables.Scores(r, 2)),
        new("distributions", "Appendix, distributions of scores", RootFigures.Distributions),
        new("expectations", "Table 1, GA on GP", RootFigures.Expectations),
        new("starts", "Table 3", RootTables.Starts),
        new("amounts", "Tables 6 and 7", RootFigures.Amounts),
        new("worst-shares", "Table 5", RootFigures.WorstShares),
        new("guidance", "ours", RootTables.Guidance),
        new("target", "ours", RootTables.Target),
        new("cost", "Appendix, run times", RootTables.Cost),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => RootClaims.All;
}
