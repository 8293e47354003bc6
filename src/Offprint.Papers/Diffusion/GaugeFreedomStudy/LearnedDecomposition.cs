using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>A field that is sampled.</summary>
public enum SampledField
{
    /// <summary>The true score.</summary>
    TrueScore,

    /// <summary>The network.</summary>
    Network,

    /// <summary>Its gradient part: the remainder removed.</summary>
    GradientPart,

    /// <summary>The network with its remainder doubled.</summary>
    RemainderDoubled,

    /// <summary>The network and a constant vector of the remainder's norm, a gradient.</summary>
    GradientErrorAdded,

    /// <summary>The network less that vector.</summary>
    GradientErrorSubtracted,
}

/// <summary>A learned planar score field and its decomposition.</summary>
/// <param name="Training">How the networks are trained.</param>
/// <param name="Times">Times at which the field is decomposed.</param>
/// <param name="Cells">Cells along a side of the grid.</param>
/// <param name="Points">Samples a seed.</param>
/// <param name="Solver">The sampler.</param>
/// <param name="Steps">Its steps, on a grid even in λ; the field is decomposed at each.</param>
/// <param name="Fields">The fields that are sampled.</param>
public sealed record LearnedDecompositionSettings(ScoreTrainingSettings Training, IReadOnlyList<double> Times, int Cells, int Points,
    SolverOptions Solver, int Steps, IReadOnlyList<SampledField> Fields) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("mixture", Training.Steps);
}

/// <summary>Mean squares over the density at one time, in units of the score (one a seed).</summary>
/// <param name="Time">t.</param>
/// <param name="Score">E|s*|² of the true score (the same for all seeds).</param>
/// <param name="Error">E|s_θ − s*|².</param>
/// <param name="GradientError">E|∇φ − s*|².</param>
/// <param name="Remainder">E|r|².</param>
/// <param name="Pythagoras">|E|s_θ − s*|² − E|∇φ − s*|² − E|r|²| / E|s_θ − s*|².</param>
public sealed record DecompositionRow(double Time, double Score, IReadOnlyList<double> Error, IReadOnlyList<double> GradientError,
    IReadOnlyList<double> Remainder, IReadOnlyList<double> Pythagoras);

/// <summary>Fields on a coarse lattice, for pictures, from the first seed.</summary>
/// <param name="Time">t.</param>
/// <param name="X">First coordinates of the lattice points where the density matters.</param>
/// <param name="Y">Second coordinates.</param>
/// <param name="Field">s_θ, both components in turn.</param>
/// <param name="Gradient">∇φ.</param>
/// <param name="Remainder">r.</param>
public sealed record FieldPicture(double Time, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> Field,
    IReadOnlyList<double> Gradient, IReadOnlyList<double> Remainder);

/// <summary>Sliced W2 between fresh data and samples of one field.</summary>
/// <param name="Field">Which field.</param>
/// <param name="Distance">One value a seed.</param>
public sealed record FieldDistance(SampledField Field, IReadOnlyList<double> Distance);

/// <summary>All of a learned field.</summary>
/// <param name="Losses">Denoising losses, one a seed.</param>
/// <param name="ExactLoss">The denoising loss of the true score.</param>
/// <param name="Rows">One a time.</param>
/// <param name="Pictures">Two times.</param>
/// <param name="Distances">One a field.</param>
public sealed record LearnedDecompositionResult([property: PerSeed] IReadOnlyList<double> Losses, double ExactLoss,
    IReadOnlyList<DecompositionRow> Rows,
    IReadOnlyList<FieldPicture> Pictures, IReadOnlyList<FieldDistance> Distances);

/// <summary>Part 3: what of a learned field is gradient, what is gauge, and which of the two matters for samples.</summary>
public sealed class LearnedDecomposition : Experiment<LearnedDecompositionSettings, LearnedDecompositionResult>
{
    /// <summary>The fields that are sampled.</summary>
    public static IReadOnlyList<SampledField> Fields { get; } = Enum.GetValues<SampledField>();

    /// <inheritdoc/>
    public override string Name => "learned-decomposition";

    /// <inheritdoc/>
    public override string Title => "Gradient and gauge part of learned planar fields";

    /// <inheritdoc/>
    /// <remarks>None: thousands of steps of training make another network of a last bit.</remarks>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<LearnedDecompositionSettings>> Cells(Profile profile)
    {
        double[] times = [0.01, 0.03, 0.06, 0.1, 0.2, 0.35, 0.6, 1];
        (int Steps, int Batch, int Cells, int Points, int Sampling, int[] Seeds) = profile switch
        {
            Profile.Smoke => (400, 128, 48, 500, 10, new[] { 1, 2 }),
            Profile.Standard => (3000, 256, 128, 5000, 25, [1, 2, 3, 4, 5]),
            _ => (100_000, 512, 128, 10_000, 60, [1, 2, 3, 4, 5]),
        };
        // Short training leaves a large remainder, long training a small one: the statement should hold for both.
        int[] lengths = profile == Profile.Smoke ? [Steps] : [Steps / 10, Steps];
        return [.. lengths.Select(steps => Cell.Of(new LearnedDecompositionSettings(
            new ScoreTrainingSettings(ScoreForm.Unconstrained, 0, 64, steps, Batch), times, Cells, Points, new DpmSolverPlusPlusOptions(),
            Sampling, Fields), Seeds, 1 + steps / 2000.0))];
    }

    /// <inheritdoc/>
    protected override int? NetworkNumerics(LearnedDecompositionSettings settings) => NetworkKernels.Version;

    /// <inheritdoc/>
    public override LearnedDecompositionResult Run(Cell<LearnedDecompositionSettings> cell, RunContext context) =>
        new DecompositionRun(cell.Settings, context).Run();
}
