using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>Offline reinforcement learning held to the better of logged and modeled actions.</summary>
public sealed class A2prPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "a2pr";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "Adaptive Advantage-Guided Policy Regularization for Offline Reinforcement Learning",
        ["Tenglong Liu", "Yang Li", "Yixing Lan", "Hao Gao", "Wei Pan", "Xin Xu"], 2024, "ICML 2024", "2405.19909");

    /// <inheritdoc/>
    public override string Summary =>
        "Methods that hold a policy to every logged action are needlessly conservative on poor data. A2PR holds it to the better of the " +
            "logged " +
        "action and one that a model of good actions proposes, and only where one of them has a positive advantage.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/offline-rl/a2pr.ipynb";

    /// <summary>The theorem behind the method.</summary>
    public ImprovementStudy Improvement { get; } = new();

    /// <summary>Part A.</summary>
    public BanditStudy Bandit { get; } = new();

    /// <summary>Part B.</summary>
    public TrainingStudy Training { get; } = new(
        "training", "Offline training on locomotion data", profile => new A2prTrials(profile).Training(),
        A2prTrials.Seeds)
    { Cost = A2prTrials.Cost };

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Improvement, Bandit, Training];

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("improvement", "ours", BanditFigures.Improvement),
        new("end-points", "ours", BanditFigures.EndPoints),
        new("distances", "ours", BanditFigures.Distances),
        new("models", "ours", BanditFigures.Models),
        new("advantages", "ours", BanditFigures.Advantages),
        new("sensitivity", "ours", BanditFigures.Sensitivity),
        new("scores-table", "Table 1", TrainingTables.Scores),
        new("scores", "Table 1", TrainingFigures.Scores),
        new("gains", "ours", TrainingTables.Gains),
        new("curves", "ours", TrainingFigures.Curves),
        new("gates", "ours", TrainingFigures.Gates),
        new("overestimation", "ours", TrainingFigures.Overestimation),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [.. BanditClaims.All(), .. TrainingClaims.All()];
}
