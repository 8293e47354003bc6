using Offprint.Experiments;

namespace Offprint.Papers.OffPolicy.SharpeRatioStudy;

/// <summary>How much risk an off-policy estimator brings to the online tests of its shortlist.</summary>
public sealed class SharpeRatioPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "sharpe-ratio-ope";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "Towards Assessing and Benchmarking Risk-Return Tradeoff of Off-Policy Evaluation",
        ["Haruka Kiyohara", "Ren Kishimoto", "Kosuke Kawakami", "Ken Kobayashi", "Kazuhide Nakata", "Yuta Saito"], 2024, "ICLR 2024",
        "2311.18207");

    /// <inheritdoc/>
    public override string Summary =>
        "Off-policy estimators shortlist policies that are then tested online. A portfolio's Sharpe ratio, return over the behavior per " +
        "spread within the shortlist, tells estimators apart that scores of accuracy do not.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/off-policy-evaluation/sharpe-ratio-ope.ipynb";

    /// <summary>The benchmark on control tasks.</summary>
    public TaskStudy Tasks { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Tasks];

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits => [];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [];
}
