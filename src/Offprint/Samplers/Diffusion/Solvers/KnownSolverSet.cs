using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>Published solvers on several grids: the baselines of a search, and its first population.</summary>
public sealed record KnownSolverSet
{
    /// <summary>The solvers. Default: DDIM, singlestep DPM-Solver and DPM-Solver++, PNDM, DPM-Solver++, UniPC and DEIS in all
    /// orders.</summary>
    public IReadOnlyList<ExponentialOptions> Solvers { get; init; } =
    [
        new DdimOptions(),
        new DpmSolverOptions(2), new DpmSolverOptions(3),
        new DpmSolverOptions(2, Prediction.Data), new DpmSolverOptions(3, Prediction.Data),
        new PndmOptions(2), new PndmOptions(3), new PndmOptions(4),
        new DpmSolverPlusPlusOptions(2), new DpmSolverPlusPlusOptions(3),
        new UniPcOptions(1), new UniPcOptions(2), new UniPcOptions(3),
        new DeisOptions(2), new DeisOptions(3), new DeisOptions(2, Expansion.Taylor), new DeisOptions(3, Expansion.Taylor),
    ];

    /// <summary>The grids. Default: all kinds.</summary>
    public IReadOnlyList<GridSpacing> Spacings { get; init; } = Enum.GetValues<GridSpacing>();

    /// <summary>Whether multistep solvers stand in it a second time, with orders that fall to 1 in the last steps. Default yes.</summary>
    public bool LowerOrderFinal { get; init; } = true;

    /// <summary>Those that have a schedule of a number of evaluations.</summary>
    /// <param name="evaluations">The number.</param>
    /// <returns>Each solver on each grid, with and without lower orders at the end.</returns>
    public IReadOnlyList<KnownSolver> Of(int evaluations) =>
    [
        .. from solver in Solvers
           where evaluations >= solver.HighestOrder
           from spacing in Spacings
           from variant in LowerOrderFinal && solver.WithLowerOrderFinal() is { } lower ? new[] { solver, lower } : [solver]
           select new KnownSolver(variant, spacing),
    ];
}
