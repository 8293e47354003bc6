using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>Trajectory weighting: a sampler that lets offline methods use the few good trajectories of a mixed log.</summary>
public sealed class TrajectoryWeightingPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "trajectory-weighting";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "Harnessing Mixed Offline Reinforcement Learning Datasets via Trajectory Weighting",
        ["Zhang-Wei Hong", "Pulkit Agrawal", "Remi Tachet des Combes", "Romain Laroche"],
        2023, "ICLR 2023", "2306.13085");

    /// <inheritdoc/>
    public override string Summary =>
        "Offline methods stay near the behavior that wrote the log, so a few good trajectories among many poor ones are lost on them. " +
        "Drawing transitions by the return or advantage of their trajectory is the same as having a log of a better behavior; only the " +
            "sampler changes.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/offline-rl/trajectory-weighting.ipynb";

    /// <summary>Part A1: the identity behind the method.</summary>
    public IdentityStudy Identity { get; } = new();

    /// <summary>Part A2: lucky starts.</summary>
    public LuckyStartsStudy LuckyStarts { get; } = new();

    /// <summary>Part A3: stochastic dynamics.</summary>
    public RiskStudy Risk { get; } = new();

    /// <summary>Part B: mixed logs of Hopper, TD3+BC.</summary>
    public TrainingStudy Mixed { get; } = new(
        "mixed", "Mixed logs: TD3+BC with four samplers", profile =>
            new SamplerTrials(profile).Mixed(), SamplerTrials.Seeds) { Cost = SamplerTrials.Cost };

    /// <summary>Part B: mixed logs between those, TD3+BC.</summary>
    public TrainingStudy Between { get; } = new(
        "between", "Further shares of good data: TD3+BC with and without weights", profile =>
            new SamplerTrials(profile).Between(), SamplerTrials.Seeds) { Cost = SamplerTrials.Cost };

    /// <summary>Part B: logs of a single behavior, TD3+BC.</summary>
    public TrainingStudy Regular { get; } = new(
        "regular", "Logs as they are: TD3+BC with and without weights", profile =>
            new SamplerTrials(profile).Regular(), SamplerTrials.Seeds) { Cost = SamplerTrials.Cost };

    /// <summary>Part B: other methods.</summary>
    public TrainingStudy Backbones { get; } = new(
        "backbones", "Mixed logs: cloning, IQL and CQL", profile => new SamplerTrials(profile).OtherMethods(),
        SamplerTrials.Seeds) { Cost = SamplerTrials.Cost };

    /// <summary>Part B: temperatures.</summary>
    public TrainingStudy Temperatures { get; } = new(
        "temperatures", "Cloning at several temperatures", profile => new SamplerTrials(profile).Temperatures(),
        SamplerTrials.Seeds) { Cost = SamplerTrials.Cost };

    /// <summary>Part B: noise on the actions.</summary>
    public TrainingStudy Stochastic { get; } = new(
        "stochastic", "Noise on the actions: TD3+BC with and without weights", profile => new SamplerTrials(profile).Stochastic(),
        SamplerTrials.Seeds) { Cost = SamplerTrials.Cost };

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Identity, LuckyStarts, Risk, Mixed, Between, Regular, Backbones,
        Temperatures, Stochastic];

    /// <inheritdoc/>
    public override MethodColors Colors { get; } = new([.. WeightedSamplers.All, LuckyStartsStudy.LinearAdvantage]);

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("gains", "ours", WeightingExactFigures.Gains),
        new("lucky-starts", "ours", WeightingExactFigures.LuckyStarts),
        new("risk", "ours", WeightingExactFigures.Risk),
        new("histograms", "ours", WeightingHopperFigures.Histograms),
        new("weights", "ours", WeightingTables.Weights),
        new("mass", "ours", WeightingHopperFigures.Mass),
        new("scores", "ours", WeightingHopperFigures.Scores),
        new("scores-table", "ours", WeightingTables.Scores),
        new("cloning-scores", "ours", WeightingHopperFigures.CloningScores),
        new("methods", "ours", WeightingHopperFigures.Methods),
        new("method-gains", "ours", WeightingHopperFigures.Gains),
        new("temperatures", "ours", WeightingHopperFigures.Temperatures),
        new("stochastic", "ours", WeightingHopperFigures.Stochastic),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [.. WeightingExactClaims.All(), .. WeightingHopperClaims.All()];
}
