using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.MoorlStudy;

/// <summary>Offline and online data as two tasks of meta-learning.</summary>
public sealed class MoorlPaper : Paper
{
    /// <summary>Evaluations of a comparison's curve after its start: their mean is the area under it.</summary>
    internal const int AllEvaluations = 20;

    /// <inheritdoc/>
    public override string Slug => "moorl";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "MOORL: A Framework for Integrating Offline-Online Reinforcement Learning",
        ["Gaurav Chaudhary", "Washim Uddin Mondal", "Laxmidhar Behera"], 2025, "TMLR 2025", "2506.09574");

    /// <inheritdoc/>
    public override string Summary =>
        "An agent that has both a log and an environment treats them as two tasks: actor and critics take a few steps on one of them and " +
        "then go back to a fraction of the way, so that neither source alone decides where they are.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/offline-to-online/moorl.ipynb";

    /// <summary>Part A: two quadratic losses.</summary>
    public QuadraticStudy Quadratic { get; } = new();

    /// <summary>Part B: a curve from two sources.</summary>
    public TwoSourceStudy TwoSource { get; } = new();

    /// <summary>Parts C and D: six methods on logs of locomotion and of a maze.</summary>
    public TrainingStudy Comparison { get; } = new(
        "comparison", "A log and an environment: six ways to learn from both", profile => new HybridTrials(profile).Comparison(),
        HybridTrials.Seeds) { Cost = HybridTrials.Cost };

    /// <summary>Part D: K and ε on the maze.</summary>
    public TrainingStudy Ablation { get; } = new(
        "ablation", "K and ε on the maze", profile => new HybridTrials(profile).Ablation(), HybridTrials.FewSeeds)
    { Cost = HybridTrials.Cost };

    /// <summary>Seconds.</summary>
    public UpdateCostStudy Cost { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Quadratic, TwoSource, Comparison, Ablation, Cost];

    /// <inheritdoc/>
    public override MethodColors Colors { get; } = new([.. HybridMethods.Names]);

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("quadratic", "ours", ExactFigures.Quadratic),
        new("quadratic-table", "ours", ExactFigures.Table),
        new("two-source", "ours", ExactFigures.TwoSource),
        new("two-source-table", "ours", ExactFigures.TwoSourceTable),
        new("curves", "ours", HybridFigures.Curves),
        new("curves-by-updates", "ours", HybridFigures.CurvesByUpdates),
        new("scores", "ours", HybridFigures.Scores),
        new("gains", "ours", HybridFigures.Gains),
        new("stability", "ours", HybridFigures.Stability),
        new("shift", "ours", HybridFigures.Shift),
        new("meta-steps", "ours", HybridFigures.MetaSteps),
        new("cost", "ours", HybridFigures.Cost),
        new("ablation", "ours", HybridFigures.Ablation),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [.. HybridClaims.All(), .. ExactClaims.All()];
}
