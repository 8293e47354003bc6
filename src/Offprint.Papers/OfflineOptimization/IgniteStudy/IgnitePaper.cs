using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineOptimization.IgniteStudy;

/// <summary>A surrogate that parameters move little, as a regularizer of offline optimization.</summary>
public sealed class IgnitePaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "ignite";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "Incorporating Surrogate Gradient Norm to Improve Offline Optimization Techniques",
        ["Manh Cuong Dao", "Phi Le Nguyen", "Thao Nguyen Truong", "Trong Nghia Hoang"], 2024, "NeurIPS 2024", "2503.04242");

    /// <inheritdoc/>
    public override string Summary =>
        "A surrogate whose mean output moves little when its parameters do misleads a search less: the norm of that output's gradient by " +
        "parameters is held below a bound while the surrogate is trained, whatever its loss and whatever searches it.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/offline-optimization/ignite.ipynb";

    /// <summary>A curve.</summary>
    public ToyStudy Toy { get; } = new();

    /// <summary>Design tasks.</summary>
    public SearchStudy Searches { get; } = new();

    /// <inheritdoc/>
    public override MethodColors Colors { get; } = new(Variants.Plain, Variants.Ignite, Variants.Ignite2, "truth", "measured");

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Toy, Searches];

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("concept", "Figure 1", ToyFigures.Concept),
        new("constraint", "ours", ToyFigures.Constraint),
        new("sharpness", "Table of sharpness at unseen candidates", SharpnessFigures.Bars),
        new("sharpness-table", "Table of sharpness at unseen candidates", SharpnessFigures.Table),
        new("greatest", "Table 1", r => ScoreTables.Gains(r, ScoreLevel.Greatest)),
        new("percentile-80", "Table of 80th percentiles", r => ScoreTables.Gains(r, ScoreLevel.Percentile80)),
        new("median", "Table of 50th percentiles", r => ScoreTables.Gains(r, ScoreLevel.Median)),
        new("levels", "Table 1", ScoreTables.Levels),
        new("sweeps", "Figure 2", SweepFigures.Norms),
        new("sweeps-scores", "Figure 2", SweepFigures.Scores),
        new("ascent", "Appendix, score against steps", AscentFigures.Paths),
        new("training", "ours", SharpnessFigures.Training),
        new("time", "Table of run times", ScoreTables.Times),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => IgniteClaims.All;
}
