using Offprint.Experiments;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>A unified sampling framework and the search for solver schedules.</summary>
public sealed class UsfPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "usf-solver-search";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "A Unified Sampling Framework for Solver Searching of Diffusion Probabilistic Models",
        ["Enshu Liu", "Xuefei Ning", "Huazhong Yang", "Yu Wang"], 2023, "ICLR 2024", "2312.07243");

    /// <inheritdoc/>
    public override string Summary =>
        "Fast samplers of diffusion models are points of one space in which every step may choose its own strategy. No strategy is best " +
            "at all " +
        "times, and so a searched schedule of strategies and times beats every fixed solver at few evaluations.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/diffusion/usf-solver-search.ipynb";

    /// <summary>Special cases.</summary>
    public Unification Unification { get; } = new();

    /// <summary>One-step errors.</summary>
    public LocalErrors LocalErrors { get; } = new();

    /// <summary>World 1, fixed solvers.</summary>
    public PlaneBaselines Baselines { get; } = new();

    /// <summary>World 1, searches.</summary>
    public PlaneSearch Plane { get; } = new();

    /// <summary>The predictor on schedules it has not seen.</summary>
    public PredictorQuality Predictor { get; } = new();

    /// <summary>World 2.</summary>
    public PixelSearch Pixels { get; } = new();

    /// <summary>Proxies of the Fréchet distance.</summary>
    public ProxyStudy Proxies { get; } = new();

    /// <summary>World 3.</summary>
    public DigitSearch Digits { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Unification, LocalErrors, Baselines, Plane, Predictor, Pixels, Proxies,
        Digits];

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("special-cases", "ours", UsfTables.SpecialCases),
        new("local-errors", "ours", UsfFigures.LocalErrors),
        new("quality", "ours", UsfFigures.Quality),
        new("plane", "ours", UsfTables.Plane),
        new("trajectories", "ours", UsfFigures.Trajectories),
        new("ablations", "ours", UsfTables.Ablations),
        new("predictor", "ours", UsfFigures.Predictor),
        new("pixels", "ours", UsfTables.Pixels),
        new("proxies", "ours", UsfTables.Proxies),
        new("digits", "ours", UsfTables.Digits),
        new("samples", "ours", results => UsfFigures.Samples(results, evaluations: 5)),
        new("costs", "ours", UsfTables.Costs),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [.. UsfClaims.All()];
}
