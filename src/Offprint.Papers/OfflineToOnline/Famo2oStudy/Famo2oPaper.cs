using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>A balance between improvement and constraint for each state.</summary>
public sealed class Famo2oPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "famo2o";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "Train Once, Get a Family: State-Adaptive Balances for Offline-to-Online Reinforcement Learning",
        ["Shenzhi Wang", "Qisen Yang", "Jiawei Gao", "Matthieu Lin", "Hao Chen", "Liwei Wu", "Ning Jia", "Shiji Song", "Gao Huang"], 2023,
        "NeurIPS 2023", "2310.17966");

    /// <inheritdoc/>
    public override string Summary =>
        "How far a policy may leave the data is one number in most methods that learn from a log and go on online; here one network is a " +
        "whole family of policies, one for each such number, and a second network chooses the number for each state.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/offline-to-online/famo2o.ipynb";

    /// <summary>Part A: the maze, exactly.</summary>
    public TabularStudy Tabular { get; } = new();

    /// <summary>Part B: its log.</summary>
    public LogStudy Log { get; } = new();

    /// <summary>Part B: the spread of advantages, from which the range of β follows.</summary>
    public TrainingStudy Calibration { get; } = new("calibration", "The spread of advantages that sets the range of β",
        profile => new Famo2oTrials(profile).Calibration(), Famo2oTrials.Seeds);

    /// <summary>Part B: a family and single values of β on the maze.</summary>
    public TrainingStudy Crossing { get; } = new("crossing", "The crossing maze: one β, or one for each state",
        profile => new Famo2oTrials(profile).Crossing(), Famo2oTrials.Seeds);

    /// <summary>Part B: two variants of the family.</summary>
    public TrainingStudy Variants { get; } = new("variants", "The crossing maze: β at random, and the range of another task",
        profile => new Famo2oTrials(profile).Variants(), Famo2oTrials.Seeds);

    /// <summary>Part B: the family, when the log is learned for longer.</summary>
    public TrainingStudy Longer { get; } = new("longer", "The crossing maze: the log learned for longer",
        profile => new Famo2oTrials(profile).Longer(), Famo2oTrials.Seeds);

    /// <summary>Part C: two methods in D4RL's medium maze.</summary>
    public TrainingStudy PointMaze { get; } = new("point-maze", "A point mass in D4RL's medium maze",
        profile => new Famo2oTrials(profile).PointMaze(), Famo2oTrials.Seeds);

    /// <summary>Part C: the same on advantage-weighted actor-critic.</summary>
    public TrainingStudy PointMazeAwac { get; } = new("point-maze-awac", "The same maze, on advantage-weighted actor-critic",
        profile => new Famo2oTrials(profile).PointMazeAwac(), Famo2oTrials.Seeds);

    /// <summary>Part C: the same on conservative Q-learning.</summary>
    public TrainingStudy PointMazeCql { get; } = new("point-maze-cql", "The same maze, on conservative Q-learning",
        profile => new Famo2oTrials(profile).PointMazeCql(), Famo2oTrials.Seeds);

    /// <summary>Part D: a family and single values of β on Hopper.</summary>
    public TrainingStudy Hopper { get; } = new("hopper", "Hopper, from a log of D4RL's size",
        profile => new Famo2oTrials(profile).Hopper(), Famo2oTrials.Seeds);

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments =>
        [Tabular, Log, Calibration, Crossing, Variants, Longer, PointMaze, PointMazeAwac, PointMazeCql, Hopper];

    /// <inheritdoc/>
    public override MethodColors Colors { get; } = new([.. FamilyMethods.Names, FamilyMethods.Published, FamilyMethods.Awac,
        FamilyMethods.AwacFamily, FamilyMethods.Cql, FamilyMethods.CqlFamily]);

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("exact", "ours", ExactFigures.Curves),
        new("exact-maps", "ours", ExactFigures.Maps),
        new("exact-table", "ours", ExactFigures.Table),
        new("budgets", "ours", ExactFigures.Budgets),
        new("heat-maps", "Figure of the maze", CrossingFigures.HeatMaps),
        new("choices", "ours", CrossingFigures.Choices),
        new("longer", "ours", CrossingFigures.Longer),
        new("curves", "ours", CrossingFigures.Curves),
        new("scores", "ours", CrossingFigures.Scores),
        new("point-maze", "ours", PointMazeFigures.Curves),
        new("released-map", "ours", ReleasedFigures.Map),
        new("hopper", "ours", HopperFigures.Curves),
        new("hopper-scores", "Table of final scores", HopperFigures.Scores),
        new("d4rl", "Table of final scores", PointMazeFigures.Table),
        new("aggregates", "Figure of aggregate metrics", AggregateFigures.OnIql),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims =>
        [.. CrossingClaims.All(), .. PointMazeFigures.Claims(), .. HopperFigures.Claims(), .. ExactClaims.All()];
}
