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
    public ImprovementStudy Improvement { get; } = new();

    /// <summary>Part C: whether the critics' advantages are true.</summary>
    public AdvantageStudy Advantages { get; } = new();

    /// <summary>Part C: implicit Q-learning on the same log, and then online.</summary>
    public TrainingStudy Rivals { get; } = new("rivals", "Implicit Q-learning, offline and then online",
        profile => new UniO4Trials(profile).Rivals(), UniO4Trials.Seeds);

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Ranking, Diversity, Improvement, Advantages, Rivals];

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
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [.. ImprovementClaims.All(), .. ExactClaims.All()];
}
