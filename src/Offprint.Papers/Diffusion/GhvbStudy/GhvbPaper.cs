using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.Solvers;
using static Offprint.Samplers.Diffusion.Solvers.LinearMultistepOptions;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>Momentum for diffusion sampling: heavy ball and GHVB.</summary>
public sealed class GhvbPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "ghvb";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "Diffusion Sampling with Momentum for Mitigating Divergence Artifacts",
        ["Suttisak Wizadwongsa", "Worameth Chinchuthakun", "Pramook Khungurn", "Amit Raj", "Supasorn Suwajanakorn"],
        2023, "ICLR 2024", "2307.11118");

    /// <inheritdoc/>
    public override string Summary =>
        "High-order samplers of diffusion models diverge locally at few steps and high guidance because their stability regions are " +
            "small. " +
        "Momentum enlarges the region: heavy ball at the price of first order, GHVB while keeping the order.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/diffusion/ghvb.ipynb";

    /// <summary>Part A.</summary>
    public StabilityAtlas Atlas { get; } = new();

    /// <summary>Part B.</summary>
    public StiffToy Toy { get; } = new();

    /// <summary>Part C.</summary>
    public OrderStudy Orders { get; } = new();

    /// <summary>Part D.</summary>
    public GuidedMixture Mixture { get; } = new();

    /// <summary>Part E.</summary>
    public DigitSampling Digits { get; } = new();

    /// <summary>Part F.</summary>
    public SamplingTime Time { get; } = new();

    /// <summary>Tables 5 and 6 on a user's own model.</summary>
    public LatentMagnitude Latents { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments => [Atlas, Toy, Orders, Mixture, Digits, Time, Latents];

    /// <inheritdoc/>
    public override MethodColors Colors { get; } = new([.. new SolverOptions[]
    {
        Ddim, Plms(4), HeavyBall(4, 0.9), HeavyBall(4, 0.8), Ghvb(2.5), Ghvb(3.8), new DpmSolverPlusPlusOptions(), new UniPcOptions(), Plms(2),
        Ghvb(1.5), Ghvb(0.5), Ghvb(3.5),
    }.Select(method => method.PaperName())]);

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("loci", "Figures 2, 4, 6 and 14", _ => GhvbFigures.Loci()),
        new("limits", "Figures 2, 4, 6 and 14", GhvbTables.Limits),
        new("toy", "Figure 13", GhvbFigures.Toy),
        new("orders-scalar", "Figures 11, 12, 29 and 30", results => GhvbFigures.Orders(results, s => s.Problem == OrderProblem.Scalar)),
        new("orders-mixture", "Figures 11, 12, 29 and 30", results =>
            GhvbFigures.Orders(results, s => s is { Problem: OrderProblem.Mixture, Grid: GridKind.SigmaBar }
                or { Problem: OrderProblem.Mixture, Grid: GridKind.Lambda, StartUp: StartUp.ExactHistory } || OrderStudy.IsTable8(s))),
        new("local-orders", "Table 8", GhvbTables.LocalOrders),
        new("guided-scores", "Figures 7, 8 and 18", results =>
            GhvbFigures.Guided(results, GuidedProblem.Sixteen, row => row.Score, "Magnitude score")),
        new("guided-distances", "Figures 7, 8 and 18", results =>
            GhvbFigures.Guided(results, GuidedProblem.Sixteen, row => row.Distance, "Distance to the reference")),
        new("guided-digit-scores", "Figures 7, 8 and 18", results =>
            GhvbFigures.Guided(results, GuidedProblem.Digits, row => row.Score, "Magnitude score")),
        new("outside", "ours, for Section 3", GhvbFigures.Outside),
        new("drift", "Figure 5", GhvbFigures.Drift),
        new("digit-frechet", "Figures 9 and 10", results => GhvbDigitFigures.Curves(results, row =>
            row.Frechet, "Fréchet distance", logarithmic: true)),
        new("digit-frechet-table", "Tables 1 and 2", results => GhvbDigitFigures.FrechetTable(results, scale: 7.5)),
        new("digit-scores", "Figures 9 and 10", results => GhvbDigitFigures.Curves(results, row => row.Score, "Magnitude score")),
        new("digit-accuracy", "Figures 9 and 10", results => GhvbDigitFigures.Curves(results, row =>
            row.Accuracy, "Accuracy of the requested digit")),
        new("digit-samples", "Figures 16 and 17", results => GhvbDigitFigures.Samples(results, 8, 7.5, Ddim, Plms(4), HeavyBall(4, 0.8),
            Ghvb(2.5), new DpmSolverPlusPlusOptions())),
        new("magnitude-maps", "Figure 3", results => GhvbDigitFigures.MagnitudeMaps(results, 8, 7.5, Plms(4), HeavyBall(4, 0.8),
            Ghvb(2.5))),
        new("times", "Table 9", GhvbDigitFigures.Times),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [.. GhvbClaims.Exact(), .. GhvbClaims.Guided(), .. GhvbClaims.Learned()];
}
