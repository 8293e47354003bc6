using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Samplers.Diffusion.Solvers;
using static Offprint.Samplers.Diffusion.Solvers.LinearMultistepOptions;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>Which exact data are guided.</summary>
public enum GuidedProblem
{
    /// <summary>Two classes of six Gaussians in the plane.</summary>
    Plane,

    /// <summary>Four classes of ten Gaussians in sixteen dimensions.</summary>
    Sixteen,

    /// <summary>The kernel density of 8×8 digits, ten classes in 64 dimensions.</summary>
    Digits,
}

/// <summary>One guided problem at one guidance scale.</summary>
/// <param name="Problem">The data.</param>
/// <param name="Scale">s of classifier-free guidance.</param>
/// <param name="Methods">The methods.</param>
/// <param name="Steps">Numbers of steps, on grids even in λ.</param>
/// <param name="Paths">Paths a seed.</param>
/// <param name="ReferenceSteps">Steps of the fourth-order reference.</param>
public sealed record GuidedMixtureSettings(
    GuidedProblem Problem, [property: Range(0.0, 100.0)] double Scale, IReadOnlyList<SolverOptions> Methods, IReadOnlyList<int> Steps,
    [property: Range(1, 1_000_000)] int Paths, [property: Range(10, 1_000_000)] int ReferenceSteps)
    : ICellSettings
{
    /// <summary>Whether it varies the damping of the second-order rule and nothing else (Figure 5).</summary>
    [JsonIgnore]
    public bool VariesDamping => Methods.All(m => m is LinearMultistepOptions { Order: 2 });

    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Problem, Scale, VariesDamping ? "drift" : null);
}

/// <summary>One method at one number of steps, with a value a seed.</summary>
/// <param name="Method">The method.</param>
/// <param name="Steps">Its steps.</param>
/// <param name="Score">Magnitude scores.</param>
/// <param name="Distance">Root mean square distances to the reference's endpoints.</param>
/// <param name="Artifacts">Shares of paths with a z-score above 3.</param>
/// <param name="Outside">
/// Shares of (path, step) with δλ below the region's limit for some eigenvalue λ; <see langword="null"/> where the method has no such
/// region or the
/// Jacobian is not computed.
/// </param>
public sealed record GuidedRow(
    SolverOptions Method, int Steps, [property: PerSeed] IReadOnlyList<double> Score, [property: PerSeed] IReadOnlyList<double> Distance,
    [property: PerSeed] IReadOnlyList<double> Artifacts, [property: PerSeed] IReadOnlyList<double>? Outside);

/// <summary>All methods and steps of a problem and scale.</summary>
/// <param name="Rows">One a method and number of steps.</param>
/// <param name="ReferenceScore">The reference's magnitude scores, one a seed.</param>
public sealed record GuidedMixtureResult(IReadOnlyList<GuidedRow> Rows, [property: PerSeed] IReadOnlyList<double> ReferenceScore)
{
    /// <summary>A method's row.</summary>
    /// <param name="method">The method.</param>
    /// <param name="steps">Its steps.</param>
    /// <returns>The row.</returns>
    public GuidedRow Row(SolverOptions method, int steps) => Rows.Single(r => r.Steps == steps && r.Method == method);
}

/// <summary>Part D: divergence artifacts under guidance where the score is exact (Figures 3, 7, 8 and 18).</summary>
public sealed class GuidedMixture : Experiment<GuidedMixtureSettings, GuidedMixtureResult>
{
    /// <summary>The methods that are compared.</summary>
    public static IReadOnlyList<SolverOptions> Methods { get; } =
    [
        Ddim, Plms(2), Plms(4), HeavyBall(4, 0.9), HeavyBall(4, 0.8), Ghvb(1.5), Ghvb(2.5), Ghvb(3.8), Ghvb(3.9), Nesterov(4, 0.8),
        new DpmSolverPlusPlusOptions(), new MomentumOptions(new DpmSolverPlusPlusOptions(), 0.8), new UniPcOptions(),
        new SplittingOptions(Plms(4), Ghvb(0.8)),
    ];

    /// <summary>The dampings of Figure 5; 1 is no momentum.</summary>
    internal static IReadOnlyList<double> DriftBetas { get; } = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

    /// <inheritdoc/>
    public override string Name => "guided-mixture";

    /// <inheritdoc/>
    public override string Title => "Divergence artifacts under guidance with exact scores";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<GuidedMixtureSettings>> Cells(Profile profile)
    {
        if (profile == Profile.Smoke)
        {
            SolverOptions[] few = [Ddim, Plms(4), HeavyBall(4, 0.9), HeavyBall(4, 0.8), Ghvb(2.5), Ghvb(3.8), Ghvb(3.9),
                new DpmSolverPlusPlusOptions()];
            GuidedProblem[] exactJacobians = [GuidedProblem.Plane, GuidedProblem.Sixteen];
            return [.. exactJacobians.Select(problem =>
                Cell.Of(new GuidedMixtureSettings(problem, 15, few, [8, 10, 20, 60], 200, 500), [1, 2, 3]))];
        }
        var cells = new List<Cell<GuidedMixtureSettings>>();
        foreach (var problem in Enum.GetValues<GuidedProblem>())
        {
            foreach (double scale in new[] { 1, 3, 7.5, 15 })
            {
                // The digits' density has 1,797 components: fewer paths, and a reference as far beyond 60 steps as need be.
                var (paths, reference) = problem == GuidedProblem.Digits && profile != Profile.Paper ? (200, 1000) : (500, 2000);
                var settings = new GuidedMixtureSettings(problem, scale, Methods, [6, 8, 10, 15, 20, 25, 30, 60], paths, reference);
                cells.Add(Cell.Of(settings, [1, 2, 3, 4, 5], problem == GuidedProblem.Digits ? 8 : 1));
            }
        }
        SolverOptions[] drifting = [.. DriftBetas.SelectMany(beta => new[] { DriftingHeavyBall(beta), Ghvb(1 + beta) }).Distinct()];
        cells.Add(Cell.Of(new GuidedMixtureSettings(GuidedProblem.Plane, 7.5, drifting, [30], 500, 2000), [1, 2, 3, 4, 5]));
        return cells;
    }

    /// <summary>Heavy ball on the second-order rule, which it is itself at β = 1; GHVB 1 + β stands beside it.</summary>
    internal static LinearMultistepOptions DriftingHeavyBall(double beta) => beta == 1 ? Plms(2) : HeavyBall(2, beta);

    /// <inheritdoc/>
    public override GuidedMixtureResult Run(Cell<GuidedMixtureSettings> cell, RunContext context) =>
        new GuidedSampling(cell.Settings, context).Run();
}
