using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>Which special cases are compared.</summary>
/// <param name="Steps">Steps, or blocks of a singlestep solver.</param>
/// <param name="Paths">Paths.</param>
/// <param name="Solvers">The solvers.</param>
public sealed record UnificationSettings(int Steps, int Paths, IReadOnlyList<ExponentialOptions> Solvers) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Steps, "steps");
}

/// <summary>One special case.</summary>
/// <param name="Solver">The solver.</param>
/// <param name="Difference">The largest difference of an end coordinate, over grids and paths.</param>
public sealed record SpecialCase(ExponentialOptions Solver, double Difference);

/// <summary>All special cases.</summary>
/// <param name="Cases">One a solver.</param>
public sealed record UnificationResult(IReadOnlyList<SpecialCase> Cases);

/// <summary>The framework's special cases against the solvers as their own papers write them.</summary>
public sealed class Unification : Experiment<UnificationSettings, UnificationResult>
{
    /// <inheritdoc/>
    public override string Name => "unification";

    /// <inheritdoc/>
    public override string Title => "Known solvers as fixed schedules";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<UnificationSettings>> Cells(Profile profile) =>
    [
        Cell.Of(new UnificationSettings(8, 200,
        [
            new DdimOptions(), new DdimOptions(Prediction.Noise), new DpmSolverOptions(), new DpmSolverPlusPlusOptions(),
            new UniPcOptions(), new DeisOptions(2, Expansion.Taylor), new PndmOptions(),
        ]), [1]),
    ];

    /// <inheritdoc/>
    public override UnificationResult Run(Cell<UnificationSettings> cell, RunContext context)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var problem = new PlaneProblem(context.Seeds[0], cell.Settings.Paths, 1);
        var noise = PlaneProblem.Noise;
        TimeGrid[] grids = [TimeGrid.UniformLambda(noise, cell.Settings.Steps), TimeGrid.UniformTime(noise, cell.Settings.Steps),
            TimeGrid.Karras(noise, cell.Settings.Steps)];
        return new UnificationResult([.. cell.Settings.Solvers.Select(solver => new SpecialCase(solver, grids.Max(grid =>
            Difference(problem, solver.Schedule(grid, noise), Published(solver)(problem.Model, problem.TrainStart, grid)))))]);
    }

    /// <summary>The solver as its own paper writes it.</summary>
    private static Func<INoisePredictor, Tensor, TimeGrid, Tensor> Published(ExponentialOptions solver) => solver switch
    {
        DdimOptions => PublishedSolvers.Ddim,
        DpmSolverOptions { Order: 2, Form: Prediction.Noise } => PublishedSolvers.DpmSolver2,
        DpmSolverPlusPlusOptions { Order: 2, LowerOrderFinal: false } => PublishedSolvers.DpmSolverPlusPlus,
        UniPcOptions { Order: 3, Variant: UniPcVariant.Bh2, LowerOrderFinal: false } => PublishedSolvers.UniPc,
        DeisOptions { Order: 2, Expansion: Expansion.Taylor, LowerOrderFinal: false } => PublishedSolvers.Deis,
        PndmOptions { Order: 4 } => PublishedSolvers.Pndm,
        _ => throw new ArgumentException($"{solver.Label} is not written out after its own paper here.", nameof(solver)),
    };

    private static double Difference(PlaneProblem problem, SolverSchedule schedule, Tensor published)
    {
        using var scope = NewDisposeScope();
        var ends = new ExponentialSolver(schedule).Sample(problem.Model, problem.TrainStart).X;
        return (ends - published).abs().max().item<double>();
    }
}
