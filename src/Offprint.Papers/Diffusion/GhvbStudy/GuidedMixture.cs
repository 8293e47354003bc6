using Offprint.Experiments;

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
/// <param name="Methods">Names of methods.</param>
/// <param name="Steps">Numbers of steps, on grids even in λ.</param>
/// <param name="Paths">Paths a seed.</param>
/// <param name="ReferenceSteps">Steps of the fourth-order reference.</param>
public sealed record GuidedMixtureSettings(
    GuidedProblem Problem, double Scale, IReadOnlyList<string> Methods, IReadOnlyList<int> Steps, int Paths, int ReferenceSteps);

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
    string Method, int Steps, [property: PerSeed] IReadOnlyList<double> Score, [property: PerSeed] IReadOnlyList<double> Distance,
    [property: PerSeed] IReadOnlyList<double> Artifacts, [property: PerSeed] IReadOnlyList<double>? Outside);

/// <summary>All methods and steps of a problem and scale.</summary>
/// <param name="Rows">One a method and number of steps.</param>
/// <param name="ReferenceScore">The reference's magnitude scores, one a seed.</param>
public sealed record GuidedMixtureResult(IReadOnlyList<GuidedRow> Rows, [property: PerSeed] IReadOnlyList<double> ReferenceScore);

/// <summary>Part D: divergence artifacts under guidance where the score is exact (Figures 3, 7, 8 and 18).</summary>
public sealed class GuidedMixture : Experiment<GuidedMixtureSettings, GuidedMixtureResult>
{
    /// <summary>The methods that are compared.</summary>
    public static IReadOnlyList<string> Methods { get; } =
    [
        "DDIM", "PLMS2", "PLMS4", "PLMS4 HB 0.9", "PLMS4 HB 0.8", "GHVB 1.5", "GHVB 2.5", "GHVB 3.8", "GHVB 3.9", "PLMS4 NT 0.8",
        "DPM-Solver++", "DPM-Solver++ HB 0.8", "UniPC-3", "LTSP PLMS4, GHVB 0.8",
    ];

    /// <summary>The cell that varies the damping (Figure 5).</summary>
    public const string DriftKey = "plane-drift";

    /// <inheritdoc/>
    public override string Name => "guided-mixture";

    /// <inheritdoc/>
    public override string Title => "Divergence artifacts under guidance with exact scores";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<GuidedMixtureSettings>> Cells(Profile profile)
    {
        if (profile == Profile.Smoke)
        {
            string[] few = ["DDIM", "PLMS4", "PLMS4 HB 0.9", "PLMS4 HB 0.8", "GHVB 2.5", "GHVB 3.8", "GHVB 3.9", "DPM-Solver++"];
            GuidedProblem[] exactJacobians = [GuidedProblem.Plane, GuidedProblem.Sixteen];
            return [.. exactJacobians.Select(problem => new Cell<GuidedMixtureSettings>(
                $"{problem}-15".ToLowerInvariant(), new GuidedMixtureSettings(problem, 15, few, [8, 10, 20, 60], 200, 500), [1, 2, 3]))];
        }
        var cells = new List<Cell<GuidedMixtureSettings>>();
        foreach (var problem in Enum.GetValues<GuidedProblem>())
        {
            foreach (double scale in new[] { 1, 3, 7.5, 15 })
            {
                // The digits' density has 1,797 components: fewer paths, and a reference as far beyond 60 steps as need be.
                var (paths, reference) = problem == GuidedProblem.Digits && profile != Profile.Paper ? (200, 1000) : (500, 2000);
                var settings = new GuidedMixtureSettings(problem, scale, Methods, [6, 8, 10, 15, 20, 25, 30, 60], paths, reference);
                cells.Add(new($"{problem}-{scale}".ToLowerInvariant(), settings, [1, 2, 3, 4, 5]) { Cost = problem == GuidedProblem.Digits
                    ? 8 : 1 });
            }
        }
        double[] betas = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
        var drift = new GuidedMixtureSettings(GuidedProblem.Plane, 7.5, [.. betas.SelectMany(DriftMethods)], [30], 500, 2000);
        cells.Add(new(DriftKey, drift, [1, 2, 3, 4, 5]));
        return cells;
    }

    /// <summary>The heavy-ball and the GHVB method of one damping, both on the second-order rule.</summary>
    /// <param name="beta">β.</param>
    /// <returns>Two names.</returns>
    public static IReadOnlyList<string> DriftMethods(double beta) =>
        [string.Create(CultureInfo.InvariantCulture, $"PLMS2 HB {beta}"), string.Create(CultureInfo.InvariantCulture, $"GHVB {1 + beta}")];

    /// <inheritdoc/>
    public override GuidedMixtureResult Run(Cell<GuidedMixtureSettings> cell, RunContext context) =>
        new GuidedSampling(cell.Settings, context).Run();
}
