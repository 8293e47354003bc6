using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>
/// A published solver with its settings, from which the schedule of any number of evaluations follows: a baseline of a search, and a member
/// of its first population.
/// </summary>
/// <param name="Name">
/// <c>DDIM</c>; <c>DPM-Solver-2S</c>, <c>DPM-Solver-3S</c>, <c>DPM-Solver++-2S</c>, <c>DPM-Solver++-3S</c> (singlestep);
/// <c>DPM-Solver++-2M</c>, <c>-3M</c>; <c>UniPC-1</c> to <c>-3</c>; <c>DEIS-2</c>, <c>-3</c> (polynomials in λ) and <c>DEIS-rho-2</c>,
/// <c>-3</c> (in σ̄); <c>PNDM-2</c> to <c>-4</c>.
/// </param>
/// <param name="Spacing">The grid; of a singlestep solver, its blocks'.</param>
/// <param name="LowerOrderFinal">Whether the last steps of a multistep solver use orders falling to 1.</param>
public sealed record KnownSolver(string Name, GridSpacing Spacing = GridSpacing.Lambda, bool LowerOrderFinal = false)
{
    private static readonly string[] s_fixedOrders = ["DDIM", "DPM-Solver-2S", "DPM-Solver-3S", "DPM-Solver++-2S", "DPM-Solver++-3S",
        "PNDM-2", "PNDM-3", "PNDM-4"];
    private static readonly string[] s_multistep = ["DPM-Solver++-2M", "DPM-Solver++-3M", "UniPC-1", "UniPC-2", "UniPC-3", "DEIS-2",
        "DEIS-3", "DEIS-rho-2", "DEIS-rho-3"];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_fixedOrders, .. s_multistep];

    /// <summary>All settings of all solvers that have a schedule of a number of evaluations.</summary>
    /// <param name="evaluations">The number.</param>
    /// <returns>Each name on each grid, multistep solvers with and without lower orders at the end.</returns>
    public static IReadOnlyList<KnownSolver> All(int evaluations) =>
    [
        .. from name in Names
           from spacing in Enum.GetValues<GridSpacing>()
           from lower in s_multistep.Contains(name) && name != "UniPC-1" ? new[] { false, true } : [false]
           let solver = new KnownSolver(name, spacing, lower)
           where evaluations >= solver.Order
           select solver,
    ];

    /// <summary>The highest order it uses, and the fewest evaluations it makes sense with.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists those there are.</exception>
    public int Order => !Names.Contains(Name)
        ? throw new ArgumentException($"There is no solver '{Name}'. There is: {string.Join(", ", Names)}.")
        : Name == "DDIM" ? 1 : Name.First(char.IsAsciiDigit) - '0';

    /// <summary>The schedule of a number of evaluations.</summary>
    /// <param name="noise">The noise levels.</param>
    /// <param name="evaluations">Evaluations of the model.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentException">The name is unknown, or there are fewer evaluations than the order.</exception>
    public SolverSchedule Schedule(NoiseSchedule noise, int evaluations)
    {
        int order = Order;
        if (evaluations < order)
            throw new ArgumentException($"{Name} needs {order} evaluations or more to reach its order; {evaluations} are asked for.",
                nameof(evaluations));
        if (Name.EndsWith('S'))
            return Singlestep(noise, evaluations, order);
        TimeGrid grid = Spacing.Grid(noise, evaluations);
        return Name[..^1] switch
        {
            "DDI" => SolverSchedules.Ddim(grid),
            "PNDM-" => SolverSchedules.Pndm(grid, order),
            "UniPC-" => SolverSchedules.UniPc(grid, order, lowerOrderFinal: LowerOrderFinal),
            "DEIS-" => SolverSchedules.Deis(grid, order, LowerOrderFinal),
            "DEIS-rho-" => SolverSchedules.Deis(grid, order, LowerOrderFinal, Expansion.Taylor),
            _ => SolverSchedules.DpmSolverPlusPlus(grid, order, LowerOrderFinal),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}, {Text(Spacing)}{(LowerOrderFinal ? ", lower order last" : "")}";

    /// <summary>Blocks of the order, the rest of the evaluations in smaller blocks at the end (Lu et al. 2022, appendix).</summary>
    private SolverSchedule Singlestep(NoiseSchedule noise, int evaluations, int order)
    {
        int[] orders = (order, evaluations % order) switch
        {
            (3, 0) => [.. Enumerable.Repeat(3, evaluations / 3 - 1), 2, 1],
            (_, 0) => [.. Enumerable.Repeat(order, evaluations / order)],
            (_, var rest) => [.. Enumerable.Repeat(order, evaluations / order), rest],
        };
        Prediction form = Name.Contains("++", StringComparison.Ordinal) ? Prediction.Data : Prediction.Noise;
        return SolverSchedules.DpmSolver(Spacing.Grid(noise, orders.Length), noise, orders, form);
    }

    private static string Text(GridSpacing spacing) => spacing switch
    {
        GridSpacing.Lambda => "even in λ",
        GridSpacing.Time => "even in t",
        GridSpacing.Quadratic => "even in √t",
        _ => "Karras",
    };
}
