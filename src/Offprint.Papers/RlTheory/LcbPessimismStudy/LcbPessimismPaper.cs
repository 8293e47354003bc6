using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>Pessimism between imitation and offline reinforcement learning: LCB and VI-LCB.</summary>
public sealed class LcbPessimismPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "lcb-pessimism";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "Bridging Offline Reinforcement Learning and Imitation Learning: A Tale of Pessimism",
        ["Paria Rashidinejad", "Banghua Zhu", "Cong Ma", "Jiantao Jiao", "Stuart Russell"],
        2021, "NeurIPS 2021", "2103.12021");

    /// <inheritdoc/>
    public override string Summary =>
        "The coefficient C* measures how well data cover the best policy: 1 for an expert's data, large for exploratory data. " +
        "One pessimistic method, the greatest lower confidence bound, learns at nearly the best rate over the whole range without " +
            "knowing C*, except on bandits without contexts.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/rl-theory/lcb-pessimism.ipynb";

    /// <summary>Part A: bandits without contexts, exactly.</summary>
    public TwoArmedStudy TwoArms { get; } = new();

    /// <summary>Part B: the failure of the empirical best arm.</summary>
    public CrowdedStudy Crowded { get; } = new();

    /// <summary>Part C: contexts, selection error.</summary>
    public ContextStudy Contexts { get; } = new();

    /// <summary>Part C: contexts, missing mass.</summary>
    public MissingMassStudy MissingMass { get; } = new();

    /// <summary>Part D: which rule wins where.</summary>
    public PhaseStudy Phases { get; } = new();

    /// <summary>Part E: MDPs at fixed gaps.</summary>
    public BlockStudy Blocks { get; } = new();

    /// <summary>Part E: MDPs at shrinking gaps.</summary>
    public BlockRates Rates { get; } = new();

    /// <summary>Part F: a grid world.</summary>
    public GridStudy Grid { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [TwoArms, Crowded, Contexts, MissingMass, Phases, Blocks, Rates, Grid];

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("spectrum", "Figure 1", _ => LcbBanditFigures.Spectrum()),
        new("non-adaptivity", "ours", LcbBanditFigures.NonAdaptivity),
        new("crowded", "ours", LcbBanditFigures.Crowded),
        new("failures", "ours", LcbTables.Failures),
        new("contexts", "ours", LcbBanditFigures.Contexts),
        new("missing-mass", "ours", LcbBanditFigures.MissingMass),
        new("phases", "ours", LcbBanditFigures.Phases),
        new("exponents", "ours", LcbBanditFigures.Exponents),
        new("exponents-table", "ours", LcbTables.Exponents),
        new("blocks", "ours", LcbMdpFigures.Blocks),
        new("spread", "ours", results => LcbTables.Spread(results, cStar: 4, count: 3000)),
        new("scales", "ours", LcbMdpFigures.Scales),
        new("variants", "ours", results => LcbTables.Variants(results, cStar: 4)),
        new("grid", "ours", LcbMdpFigures.Grid),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [.. LcbBanditClaims.All(), .. LcbMdpClaims.All()];
}
