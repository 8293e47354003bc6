using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.WsrlStudy;

/// <summary>Warm-start RL: fine-tuning online without the data that a policy was pretrained on.</summary>
public sealed class WsrlPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "wsrl";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "Efficient Online Reinforcement Learning Fine-Tuning Need Not Retain Offline Data",
        ["Zhiyuan Zhou", "Andy Peng", "Qiyang Li", "Sergey Levine", "Aviral Kumar"], 2025, "ICLR 2025", "2412.07762");

    /// <inheritdoc/>
    public override string Summary =>
        "Fine-tuning keeps the offline data because without them values collapse right after the switch. A short warm-up with the frozen " +
        "pretrained policy and then plain online learning, without pessimism, does without the data.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/offline-to-online/wsrl.ipynb";

    /// <summary>Part A.</summary>
    public SpiralStudy Spiral { get; } = new();

    /// <summary>What online batches are made of.</summary>
    public AuditStudy Audit { get; } = new();

    /// <summary>Part B: the main comparison.</summary>
    public TrainingStudy Online { get; } = new("online", "Fine-tuning in a sparse maze, with and without the offline data",
        profile => new WsrlTrials(profile).Online(), WsrlTrials.Seeds) { Cost = WsrlTrials.Cost };

    /// <summary>Part B: how much data Cal-QL needs to retain.</summary>
    public TrainingStudy Retention { get; } = new("retention", "Cal-QL with 5 and 25 % of retained rows in each batch",
        profile => new WsrlTrials(profile).Retention(), WsrlTrials.Seeds) { Cost = WsrlTrials.Cost };

    /// <summary>Part B: which part of the pretrained agent helps.</summary>
    public TrainingStudy Transfer { get; } = new("transfer", "WSRL from the pretrained actor or critics alone",
        profile => new WsrlTrials(profile).Transfer(), WsrlTrials.Seeds) { Cost = WsrlTrials.Cost };

    /// <summary>Part C: the comparison where the pretrained policy mostly fails.</summary>
    public TrainingStudy Large { get; } = new("large", "Fine-tuning in the large maze",
        profile => new WsrlTrials(profile, WsrlTrials.Large).Harder(), WsrlTrials.Seeds) { Cost = WsrlTrials.Cost };

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Spiral, Audit, Online, Retention, Transfer, Large];

    /// <inheritdoc/>
    public override MethodColors Colors { get; } = new([WsrlTrials.Wsrl, WsrlTrials.CalQl, WsrlTrials.Half, WsrlTrials.NoWarmUp,
        WsrlTrials.Rlpd, WsrlTrials.Iql, WsrlTrials.Cql, WsrlTrials.Fast, WsrlTrials.Jsrl]);

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("spiral", "ours", WsrlSpiralFigures.Curves),
        new("audit", "ours", WsrlTables.Audit),
        new("no-retention", "Figure: no retention", WsrlFigures.NoRetention),
        new("with-retention", "Figure: with retention", WsrlFigures.WithRetention),
        new("scores", "Figure: no retention, with retention", WsrlTables.Scores),
        new("values", "Figure: downward spiral", WsrlFigures.Values),
        new("retention", "Figure: retained data", WsrlFigures.Retention),
        new("warm-up", "Figure: warm-up", WsrlFigures.WarmUp),
        new("transfer", "Figure: initialization", WsrlFigures.Transfer),
        new("large", "Figure: no retention, with retention", WsrlFigures.Large),
        new("large-scores", "Figure: no retention, with retention", WsrlTables.LargeScores),
        new("large-values", "Figure: downward spiral", WsrlFigures.LargeValues),
        new("compute", "ours", WsrlTables.Compute),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [.. WsrlSpiralClaims.All(), .. WsrlClaims.All()];
}
