using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.GlowStudy;

/// <summary>Density ratios online: optimism over average weighted Bellman errors, and offline methods made hybrid.</summary>
public sealed class GlowPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "glow";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "Harnessing Density Ratios for Online Reinforcement Learning",
        ["Philip Amortila", "Dylan J. Foster", "Nan Jiang", "Ayush Sekhari", "Tengyang Xie"], 2024, "ICLR 2024", "2401.09681");

    /// <inheritdoc/>
    public override string Summary =>
        "Where some law of data could cover all policies, optimism over functions whose average weighted Bellman errors are small " +
            "explores " +
        "efficiently with realizable values and density ratios, without completeness; with offline data, optimism is not even needed.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/rl-theory/glow.ipynb";

    /// <summary>Instance S.</summary>
    public SeparationStudy Separation { get; } = new();

    /// <summary>The theorem's constants.</summary>
    public ConstantStudy Constants { get; } = new();

    /// <summary>The root law.</summary>
    public GapStudy Gaps { get; } = new();

    /// <summary>Parts left out.</summary>
    public AblationStudy Ablations { get; } = new();

    /// <summary>Instance L.</summary>
    public TwoSourcesStudy TwoSources { get; } = new();

    /// <summary>Locks.</summary>
    public LockStudy Locks { get; } = new();

    /// <summary>Instance M.</summary>
    public ModelStudy Models { get; } = new();

    /// <summary>Learners without optimism.</summary>
    public GreedyStudy Greedy { get; } = new();

    /// <summary>Theorem 3.2.</summary>
    public BatchStudy Batches { get; } = new();

    /// <summary>Block.</summary>
    public BlockStudy Blocks { get; } = new();

    /// <summary>Instance L online.</summary>
    public OptimismStudy Optimism { get; } = new();

    /// <summary>Instance M with offline data.</summary>
    public ModelSourcesStudy ModelSources { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments =>
    [
        Separation, Constants, Gaps, Ablations, TwoSources, Locks, Models, Greedy, Batches, Blocks, Optimism, ModelSources,
    ];

    /// <inheritdoc/>
    public override MethodColors Colors => GlowColors.All;

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("coverabilities", "ours", _ => GlowTables.Coverabilities()),
        new("separation", "ours", OnlineFigures.Separation),
        new("inside", "ours", _ => OnlineFigures.Inside()),
        new("root-law", "ours", OnlineFigures.RootLaw),
        new("coverability", "ours", OnlineFigures.Coverability),
        new("clipping", "ours", OnlineFigures.Clipping),
        new("ablations", "ours", GlowTables.Ablations),
        new("two-sources", "ours", HybridFigures.TwoSources),
        new("locks", "ours", HybridFigures.Locks),
        new("coverage", "ours", HybridFigures.Coverage),
        new("potential", "ours", HybridFigures.Potential),
        new("models", "ours", OnlineFigures.Models),
        new("model-sources", "ours", HybridFigures.ModelSources),
        new("blocks", "ours", OnlineFigures.Blocks),
        new("batches", "ours", GlowTables.Batches),
        new("constants", "ours", GlowTables.Constants),
        new("slopes", "ours", GlowTables.Slopes),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => GlowClaims.All;
}
