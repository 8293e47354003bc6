using Offprint.Experiments;

namespace Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

/// <summary>Adaptive importance sampling with control variates for many expectations at once.</summary>
public sealed class MultipleExpectationsPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "multiple-expectations";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "Efficient estimation of multiple expectations with the same sample by adaptive importance sampling and control variates",
        ["Julien Demange-Chryst", "François Bachoc", "Jérôme Morio"],
        2022, "arXiv 2022", "2212.00568");

    /// <inheritdoc/>
    public override string Summary =>
        "Many expectations are estimated from one sample of a mixture whose components are also control variates; " +
        "mixture and coefficients are adapted in rounds until one more round would cost more than it gains.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/monte-carlo/multiple-expectations.ipynb";

    /// <summary>The zero-variance family.</summary>
    public OracleStudy Oracle { get; } = new();

    /// <summary>Case (a).</summary>
    public MomentStudy Moments { get; } = new();

    /// <summary>Cases (b) and (d).</summary>
    public SobolStudy Sobol { get; } = new();

    /// <summary>Case (c).</summary>
    public LawStudy Laws { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Oracle, Moments, Sobol, Laws];

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("moments", "ours", MultipleExpectationsFigures.Moments),
        new("moments-table", "ours", MultipleExpectationsTables.Moments),
        new("beam-indices", "ours", results => MultipleExpectationsFigures.Indices(results, SobolStudy.Beam)),
        new("indices", "ours", MultipleExpectationsTables.Indices),
        new("ishigami-indices", "ours", results => MultipleExpectationsFigures.Indices(results, SobolStudy.IshigamiCase)),
        new("laws", "ours", MultipleExpectationsFigures.Laws),
        new("gains", "ours", MultipleExpectationsTables.Gains),
        new("ablation", "ours", MultipleExpectationsFigures.Ablation),
        new("budgets", "ours", MultipleExpectationsFigures.Budgets),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => MultipleExpectationsClaims.All();
}
