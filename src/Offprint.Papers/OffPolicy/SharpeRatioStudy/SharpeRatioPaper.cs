using Offprint.Cards;
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

    /// <summary>Two examples.</summary>
    public ToyStudy Toys { get; } = new();

    /// <summary>Bias and variance on two states.</summary>
    public TwoStateStudy TwoState { get; } = new();

    /// <summary>Rankings on random MDPs.</summary>
    public RandomMdpStudy RandomMdps { get; } = new();

    /// <summary>The DICE family against exact ratios.</summary>
    public RatioStudy Ratios { get; } = new();

    /// <summary>The distribution of a return.</summary>
    public DistributionStudy Distribution { get; } = new();

    /// <summary>The benchmark on control tasks.</summary>
    public TaskStudy Tasks { get; } = new();

    /// <inheritdoc/>
    public override MethodColors Colors { get; } = new("DM", "PDIS", "DR", "MIS", "MDR", "X", "Y", "W", "Z");

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Toys, TwoState, RandomMdps, Ratios, Distribution, Tasks];

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("toy-1-scatter", "Figure of toy example 1", r => ToyFigures.Scatter(r, 1)),
        new("toy-2-scatter", "Figure of toy example 2", r => ToyFigures.Scatter(r, 2)),
        new("toy-table", "Tables of the toy examples", ToyFigures.Table),
        new("toy-1", "Figure of toy example 1", ToyFigures.First),
        new("toy-2", "Figure of toy example 2", ToyFigures.Second),
        new("conventions", "ours", ToyFigures.Conventions),
        new("two-state", "ours", TabularFigures.TwoState),
        new("random-mdps", "ours", TabularFigures.RandomMdps),
        new("ratios", "ours", TabularFigures.Ratios),
        new("distribution", "ours", TabularFigures.Distribution),
        new("accuracy-scatter", "Figure, SharpeRatio@4 against accuracy", r => TaskFigures.AgainstAccuracy(r, 4)),
        new("accuracy-scatter-5", "Figure, the same at k = 5, as published", r => TaskFigures.AgainstAccuracy(r, 5)),
        new("agreement", "Figure, agreement matrix", AgreementFigures.Matrix),
        new("agreement-counts", "Figure, agreement matrix", AgreementFigures.Counts),
        new("winners", "ours", AgreementFigures.Winners),
        new("mountain-car", "Figure, MountainCar", TaskFigures.MountainCar),
        new("mountain-car-portfolio", "Figure, MountainCar", TaskFigures.Portfolio),
        new("sharpe-bars", "Figure, bars of SharpeRatio@4", r => TaskFigures.SharpeBars(r, 4)),
        new("sharpe-bars-5", "Figure, bars of SharpeRatio@4 as published: k = 5", r => TaskFigures.SharpeBars(r, 5)),
        new("label-shift", "Figure, bars of SharpeRatio@4", AgreementFigures.Shift),
        new("sharpe-curves", "Appendix", r => TaskFigures.Curves(r, TaskFigures.Sharpe)),
        new("best-curves", "Appendix", r => TaskFigures.Curves(r, TaskFigures.Best)),
        new("deviation-curves", "Appendix", r => TaskFigures.Curves(r, TaskFigures.Deviation)),
        new("last-curves", "Appendix", r => TaskFigures.Curves(r, TaskFigures.Last)),
        new("candidates", "ours", TaskFigures.Candidates),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => SharpeRatioClaims.All;
}
