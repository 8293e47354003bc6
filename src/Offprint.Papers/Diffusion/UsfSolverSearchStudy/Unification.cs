using Offprint.Experiments;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>Which special cases are compared.</summary>
/// <param name="Steps">Steps, or blocks of a singlestep solver.</param>
/// <param name="Paths">Paths.</param>
public sealed record UnificationSettings(int Steps, int Paths);

/// <summary>One special case.</summary>
/// <param name="Solver">The solver.</param>
/// <param name="Schedule">How its schedule decides.</param>
/// <param name="Difference">The largest difference of an end coordinate, over grids and paths.</param>
public sealed record SpecialCase(string Solver, string Schedule, double Difference);

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
        [new("special-cases", new UnificationSettings(8, 200), [1])];

    /// <inheritdoc/>
    public override UnificationResult Run(Cell<UnificationSettings> cell, RunContext context)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var problem = new PlaneProblem(context.Seeds[0], cell.Settings.Paths, 1);
        var noise = PlaneProblem.Noise;
        TimeGrid[] grids = [TimeGrid.UniformLambda(noise, cell.Settings.Steps), TimeGrid.UniformTime(noise, cell.Settings.Steps),
            TimeGrid.Karras(noise, cell.Settings.Steps)];
        SpecialCase Compare(string name, string decisions, Func<TimeGrid, SolverSchedule> schedule, Func<INoisePredictor, Tensor,
            TimeGrid, Tensor> published) =>
            new(name, decisions, grids.Max(grid =>
                Difference(problem, schedule(grid), published(problem.Model, problem.TrainStart, grid))));
        return new UnificationResult(
        [
            Compare("DDIM", "data form, order 1", grid => SolverSchedules.Ddim(grid), PublishedSolvers.Ddim),
            Compare("DDIM", "noise form, order 1", grid => SolverSchedules.Ddim(grid, Prediction.Noise), PublishedSolvers.Ddim),
            Compare("DPM-Solver-2", "noise form, orders 1, 2, starts −1, −2, B₂", grid => SolverSchedules.DpmSolver(grid, noise),
                PublishedSolvers.DpmSolver2),
            Compare("DPM-Solver++(2M)", "data form, orders 1, 2, 2, …, B₂", grid => SolverSchedules.DpmSolverPlusPlus(grid),
                PublishedSolvers.DpmSolverPlusPlus),
            Compare("UniPC-3", "data form, orders 1, 2, 3, …, B₂ at order 2, pseudo corrector", grid =>
                SolverSchedules.UniPc(grid), PublishedSolvers.UniPc),
            Compare("DEIS ρAB-2", "noise form, orders 1, 2, 2, …, Taylor in σ/α", grid =>
                SolverSchedules.Deis(grid, 2, expansion: Expansion.Taylor), PublishedSolvers.Deis),
            Compare("PNDM", "noise form, orders 1, 2, 3, 4, …, Taylor, even points", grid =>
                SolverSchedules.Pndm(grid), PublishedSolvers.Pndm),
        ]);
    }

    private static double Difference(PlaneProblem problem, SolverSchedule schedule, Tensor published)
    {
        using var scope = NewDisposeScope();
        var ends = new ExponentialSolver(schedule).Sample(problem.Model, problem.TrainStart).X;
        return (ends - published).abs().max().item<double>();
    }
}
