using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>Intrinsic dimension from one kind of network on one manifold.</summary>
/// <param name="Manifold">The data.</param>
/// <param name="Dimension">D.</param>
/// <param name="Training">How the networks are trained.</param>
/// <param name="Points">Paths a seed.</param>
/// <param name="Intervals">Kept times, even in λ.</param>
/// <param name="SubSteps">Runge–Kutta steps between them.</param>
/// <param name="Strengths">c of gauge terms c J s_θ that are added to the network; 0 is the network itself.</param>
public sealed record DimensionStudySettings(ManifoldKind Manifold, int Dimension, ScoreTrainingSettings Training, int Points,
    int Intervals, int SubSteps, IReadOnlyList<double> Strengths) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Manifold, Dimension, Training.Penalty > 0 ? "penalty" : Training.Form,
        Training.Penalty > 0 ? Training.Penalty : null, Training.Time == TimeLaw.UniformTime ? "even-t" : null);
}

/// <summary>Singular values of the flow's Jacobian for one gauge strength.</summary>
/// <param name="Strength">c.</param>
/// <param name="Times">The kept times.</param>
/// <param name="Quantiles">Per kept time and singular value: 10 %, 50 % and 90 % over all paths and seeds, [times][3 D].</param>
/// <param name="FirstPath">Per kept time the singular values of the first path of the first seed, [times][D].</param>
/// <param name="Accuracy">The share of paths with the right estimate at the last time, one a seed.</param>
/// <param name="Estimates">
/// Counts of the estimates 1 … D over all paths and seeds. Paths that the field drove out of all bounds are missing: they count as wrong
/// and are
/// left out of all else.
/// </param>
/// <param name="Slopes">Mean d log s_i / d log σ_t over the last tenfold of σ, D values: 0 for tangent, 1 for normal directions.</param>
public sealed record DimensionRow(double Strength, IReadOnlyList<double> Times, IReadOnlyList<IReadOnlyList<double>> Quantiles,
    IReadOnlyList<IReadOnlyList<double>> FirstPath, [property: PerSeed] IReadOnlyList<double> Accuracy, IReadOnlyList<int> Estimates,
    IReadOnlyList<double> Slopes);

/// <summary>All of a kind of network on a manifold.</summary>
/// <param name="Losses">Denoising losses, one a seed.</param>
/// <param name="Asymmetry">E|J − Jᵀ|²/E|J|² of ε's Jacobian at the data's own noise levels, one a seed.</param>
/// <param name="Rows">One a gauge strength.</param>
/// <param name="NormalBundle">The share of right estimates from the normal bundle, one a seed.</param>
/// <param name="Flipd">Mean FLIPD estimates, one a seed.</param>
public sealed record DimensionStudyResult([property: PerSeed] IReadOnlyList<double> Losses,
    [property: PerSeed] IReadOnlyList<double> Asymmetry, IReadOnlyList<DimensionRow> Rows,
    [property: PerSeed] IReadOnlyList<double> NormalBundle, [property: PerSeed] IReadOnlyList<double> Flipd);

/// <summary>Part 4: does a gradient network show the data's dimension better (Figures 3 and 5)?</summary>
public sealed class DimensionStudy : Experiment<DimensionStudySettings, DimensionStudyResult>
{
    /// <inheritdoc/>
    public override string Name => "dimension-study";

    /// <inheritdoc/>
    public override string Title => "Intrinsic dimension from learned scores";

    /// <inheritdoc/>
    /// <remarks>None: thousands of steps of training make another network of a last bit.</remarks>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<DimensionStudySettings>> Cells(Profile profile)
    {
        if (profile == Profile.Smoke)
            return [CellOf(profile, ManifoldKind.Plane, 5, ScoreForm.Unconstrained, 0),
                CellOf(profile, ManifoldKind.Plane, 5, ScoreForm.SquaredNorm, 0)];
        var cells = new List<Cell<DimensionStudySettings>>();
        int[] dimensions = profile == Profile.Paper ? [3, 5] : [5];
        foreach (var manifold in Enum.GetValues<ManifoldKind>())
        {
            foreach (int dimension in dimensions)
            {
                cells.Add(CellOf(profile, manifold, dimension, ScoreForm.Unconstrained, 0));
                cells.Add(CellOf(profile, manifold, dimension, ScoreForm.SquaredNorm, 0));
                bool all = manifold == ManifoldKind.Plane || profile == Profile.Paper;
                if (all)
                    cells.Add(CellOf(profile, manifold, dimension, ScoreForm.Energy, 0));
                // The penalty is judged where the unconstrained network fails, which it never does on the plane.
                double[] penalties = manifold == ManifoldKind.SwissRoll || profile == Profile.Paper ? [1e-3, 1e-2, 1e-1] : [1e-2];
                cells.AddRange(penalties.Select(penalty => CellOf(profile, manifold, dimension, ScoreForm.Unconstrained, penalty)));
            }
        }
        // Noise levels even in t, as is usual: low noise is seen rarely.
        cells.Add(CellOf(profile, ManifoldKind.Plane, 5, ScoreForm.Unconstrained, 0, TimeLaw.UniformTime));
        cells.Add(CellOf(profile, ManifoldKind.Plane, 5, ScoreForm.SquaredNorm, 0, TimeLaw.UniformTime));
        return cells;
    }

    /// <inheritdoc/>
    protected override int? NetworkNumerics(DimensionStudySettings settings) => NetworkKernels.Version;

    /// <inheritdoc/>
    public override DimensionStudyResult Run(Cell<DimensionStudySettings> cell, RunContext context) =>
        new DimensionRun(cell.Settings, context).Run();

    private static Cell<DimensionStudySettings> CellOf(Profile profile, ManifoldKind manifold, int dimension, ScoreForm form,
        double penalty, TimeLaw time = TimeLaw.UniformLambda)
    {
        (int width, int steps, int batch) = (profile, manifold) switch
        {
            (Profile.Smoke, _) => (32, 300, 128),
            (Profile.Paper, _) => (128, 100_000, 512),
            (_, ManifoldKind.Plane) => (64, 2000, 256),
            (_, ManifoldKind.Sphere) => (64, 4000, 256),
            _ => (128, 5000, 256),
        };
        // On the Swiss roll 10⁻² is too fast for the conservative network: networks that are compared should be equally well trained.
        bool roll = manifold == ManifoldKind.SwissRoll && profile == Profile.Standard;
        var training = new ScoreTrainingSettings(form, penalty, width, steps, batch, roll ? 3e-3 : 1e-2, time);
        // Five seeds for the comparisons that are claimed, three for what surrounds them.
        bool main = manifold == ManifoldKind.Plane && penalty == 0 && form != ScoreForm.Energy && time == TimeLaw.UniformLambda;
        bool five = main || profile == Profile.Paper || (roll && penalty == 0);
        int[] seeds = profile == Profile.Smoke ? [1, 2] : five ? [1, 2, 3, 4, 5] : [1, 2, 3];
        double[] strengths = main ? [0, 1, 5] : [0];
        var settings = new DimensionStudySettings(manifold, dimension, training, profile == Profile.Smoke ? 16 : 64,
            profile == Profile.Smoke ? 10 : 30, 4, strengths);
        double cost = steps / 1000.0 * seeds.Length * (width / 64.0) * (form == ScoreForm.Unconstrained && penalty == 0 ? 1 : 2.5);
        return Cell.Of(settings, seeds, cost);
    }
}
