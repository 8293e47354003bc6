using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>Offline-to-online learning with an ensemble that is pessimistic and smooth.</summary>
public sealed class Ro2oPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "ro2o";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "Towards Robust Offline-to-Online Reinforcement Learning via Uncertainty and Smoothness",
        ["Xiaoyu Wen", "Xudong Yu", "Rui Yang", "Haoyuan Chen", "Chenjia Bai", "Zhen Wang"], 2023,
        "Journal of Artificial Intelligence Research 2024", "2309.16973");

    /// <inheritdoc/>
    public override string Summary =>
        "Policies that were trained on a log get worse when they go on learning online. RO2O trains an ensemble of critics that is " +
        "pessimistic where it disagrees, and critics and a policy that change little between nearby states; the same losses serve both " +
        "phases.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/offline-to-online/ro2o.ipynb";

    /// <inheritdoc/>
    public override MethodColors Colors { get; } = new(Ro2oMethods.Regularized, Ro2oMethods.Plain, Ro2oMethods.Sac, Ro2oMethods.Iql,
        Ro2oMethods.Edac, Ro2oMethods.Kept, Ro2oMethods.Ro2o, Ro2oMethods.NoPessimism, Ro2oMethods.NoValueSmoothness,
        Ro2oMethods.NoPolicySmoothness, MazeMethods.Bare);

    /// <summary>The theory in linear problems.</summary>
    public PanelStudy Panel { get; } = new();

    /// <summary>Value smoothness on a line.</summary>
    public PictureStudy Picture { get; } = new();

    /// <summary>Offline, the switch, online.</summary>
    public TrainingStudy Online { get; } = new("online", "Offline and then online on Hopper", profile => new Ro2oTrials(profile).Online(),
        TrainingSeeds) { Cost = trial => Work(trial, Ro2oSizes.Of(Profile.Standard).Updates) };

    /// <summary>Offline, with and without each part.</summary>
    public TrainingStudy Parts { get; } = new("parts", "Offline with and without each part", profile =>
        new Ro2oTrials(profile).Ablations(), TrainingSeeds) { Cost = trial => Work(trial, 0) };

    /// <summary>Offline, the switch, online in a maze.</summary>
    public TrainingStudy Maze { get; } = new("maze", "Offline and then online in a maze, with the recipe for mazes", Ro2oTrials.Maze,
        TrainingSeeds) { Cost = trial => Work(trial, Ro2oSizes.Maze(Profile.Standard).Updates) };

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Panel, Picture, Online, Parts, Maze];

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("order-statistics", "ours", _ => PanelFigures.OrderStatistics()),
        new("uncertainty-maps", "Theorem on linear MDPs", PanelFigures.Maps),
        new("bound-and-gap", "Theorem on linear MDPs", PanelFigures.Shift),
        new("panel", "Theorem on linear MDPs", PanelFigures.Table),
        new("smoothness-picture", "ours", PanelFigures.Picture),
        new("spreads", "ours", TrainingFigures.Spreads),
        new("modes", "ours", TrainingFigures.Modes),
        new("rivals", "Figure of online curves", TrainingFigures.Rivals),
        new("switch", "Table of online scores", TrainingTables.Switch),
        new("terms", "ours", TrainingTables.Terms),
        new("noise", "ours", TrainingFigures.Noise),
        new("parts", "Figure of ablations", TrainingTables.Parts),
        new("maze", "Figure of online curves", MazeFigures.Success),
        new("maze-scores", "Table of online scores", MazeFigures.Scores),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [.. PanelClaims.All(), .. TrainingClaims.All(), .. MazeClaims.All()];

    private static IEnumerable<int> TrainingSeeds(Profile profile) => Enumerable.Range(1, profile == Profile.Smoke ? 2 : 5);

    /// <summary>Updates, weighted by how many rows pass through the critics.</summary>
    private static double Work(Trial trial, int before) => (before + trial.Run.Updates + trial.Run.OnlineSteps) *
        (trial.Method.Agent is Agents.Online.SoftActorCriticOptions ensemble ? 1.0 + 1.5 * ensemble.Terms.Count : 0.5);
}
