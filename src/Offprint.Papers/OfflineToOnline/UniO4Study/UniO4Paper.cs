using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>One on-policy objective offline and online, gated by an evaluation in a learned model.</summary>
public sealed class UniO4Paper : Paper
{
    internal const string Iql = "IQL";

    /// <inheritdoc/>
    public override string Slug => "uni-o4";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "Uni-O4: Unifying Online and Offline Deep Reinforcement Learning with Multi-Step On-Policy Optimization",
        ["Kun Lei", "Zhengmao He", "Chenhao Lu", "Kaizhe Hu", "Yang Gao", "Huazhe Xu"], 2024, "ICLR 2024", "2311.03351");

    /// <inheritdoc/>
    public override string Summary =>
        "The clipped objective of on-policy learning is used offline, too: cloned policies are improved in blocks of steps, and an " +
        "evaluation in a learned model decides after each block whether its result replaces the policy that it came from.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/offline-to-online/uni-o4.ipynb";

    /// <summary>Part A: random MDPs.</summary>
    public RankingStudy Ranking { get; } = new();

    /// <summary>Part B: four modes of action.</summary>
    public DiversityStudy Diversity { get; } = new();

    /// <summary>Part C: the method on a log of Hopper.</summary>
    public ImprovementStudy Improvement { get; } = new("improvement", "Gated improvement on a log of Hopper, then the environment",
        UniO4Trials.ImprovementCells);

    /// <summary>Part C: whether the critics' advantages are true.</summary>
    public AdvantageStudy Advantages { get; } = new();

    /// <summary>Part C: implicit Q-learning on the same log, and then online.</summary>
    public TrainingStudy Rivals { get; } = new("rivals", "Implicit Q-learning, offline and then online",
        profile => new UniO4Trials(profile).Rivals(), UniO4Trials.Seeds);

    /// <summary>Part C: the method on a log of HalfCheetah.</summary>
    public ImprovementStudy HalfCheetah { get; } = new("halfcheetah", "Gated improvement on a log of HalfCheetah, then the environment",
        UniO4Trials.HalfCheetahCells);

    /// <summary>Part C: implicit Q-learning on that log, and then online.</summary>
    public TrainingStudy HalfCheetahRivals { get; } = new("halfcheetah-rivals", "Implicit Q-learning on HalfCheetah",
        profile => profile == Profile.Smoke ? [] : UniO4Trials.HalfCheetah(profile).Rivals(), UniO4Trials.FewSeeds);

    /// <summary>Part D: the method in a maze, with AntMaze's recipe.</summary>
    public ImprovementStudy Maze { get; } = new("maze", "Gated improvement in D4RL's medium maze, then the environment",
        UniO4Trials.MazeCells);

    /// <summary>Part D: implicit Q-learning in the maze, offline and then online.</summary>
    public TrainingStudy MazeRivals { get; } = new("maze-rivals", "Implicit Q-learning in the maze",
        profile => UniO4Trials.Maze(profile).Rivals(), UniO4Trials.MazeSeeds);

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments =>
        [Ranking, Diversity, Improvement, Advantages, Rivals, HalfCheetah, HalfCheetahRivals, Maze, MazeRivals];

    /// <inheritdoc/>
    public override MethodColors Colors { get; } = new([Iql, .. UniO4Trials.Labels, .. ExactFigures.Labels]);

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("ranking", "ours", ExactFigures.Ranking),
        new("ranking-table", "ours", ExactFigures.RankingTable),
        new("diversity", "ours", ExactFigures.Diversity),
        new("diversity-table", "ours", ExactFigures.DiversityTable),
        new("gates", "ours", ImprovementFigures.Gates),
        new("confusion", "ours", ImprovementFigures.Confusion),
        new("offline", "Table of offline scores", ImprovementFigures.Offline),
        new("offline-bars", "Figure of ablations", ImprovementFigures.OfflineBars),
        new("advantages", "ours", ImprovementFigures.Advantages),
        new("online", "Figure of online curves", ImprovementFigures.Online),
        new("budget", "ours", ImprovementFigures.Budget),
        new("pilots", "ours", ImprovementFigures.Pilots),
        new("halfcheetah", "Table of offline scores", TaskFigures.HalfCheetah),
        new("halfcheetah-online", "Figure of online curves", TaskFigures.HalfCheetahOnline),
        new("maze", "Table of offline scores", TaskFigures.Maze),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [.. ImprovementClaims.All(), .. TaskClaims.All(), .. ExactClaims.All()];
}
