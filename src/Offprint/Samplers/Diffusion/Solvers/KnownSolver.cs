using Offprint.Cards;
using Offprint.Samplers.Diffusion.Schedules;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>
/// A published solver on a kind of grid, from which the schedule of any number of evaluations follows: a baseline of a search, and a member
/// of its first population.
/// </summary>
/// <param name="Solver">The solver.</param>
/// <param name="Spacing">The grid; of a singlestep solver, its blocks'.</param>
public sealed record KnownSolver(ExponentialOptions Solver, GridSpacing Spacing = GridSpacing.Lambda) : ILabeled
{
    /// <summary>The solver with its grid.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Label => $"{Solver.Label}, {Spacing.Text()}";

    /// <summary>The schedule of a number of evaluations.</summary>
    /// <param name="noise">The noise levels.</param>
    /// <param name="evaluations">Evaluations of the model.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentException">There are fewer evaluations than the order.</exception>
    public SolverSchedule Schedule(NoiseSchedule noise, int evaluations) => evaluations < Solver.HighestOrder
        ? throw new ArgumentException(
            $"{Solver.Label} needs {Solver.HighestOrder} evaluations or more to reach its order; {evaluations} are asked for.",
            nameof(evaluations))
        : Solver.Schedule(Spacing, noise, evaluations);

    /// <inheritdoc/>
    public override string ToString() => Label;
}
