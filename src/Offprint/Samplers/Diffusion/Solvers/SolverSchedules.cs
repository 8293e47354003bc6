using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>How UniPC weighs its first derivative at order 2.</summary>
public enum UniPcVariant
{
    /// <summary>B₁(h) = h.</summary>
    Bh1,

    /// <summary>B₂(h) = e^h − 1, the authors' choice with guidance.</summary>
    Bh2,

    /// <summary>The weights of the interpolation itself.</summary>
    Varying,
}

/// <summary>The known exponential solvers as fixed schedules.</summary>
public static class SolverSchedules
{
    /// <summary>DDIM: order 1 throughout; both forms are the same map.</summary>
    /// <param name="grid">The times.</param>
    /// <param name="form">Noise or data.</param>
    /// <returns>The schedule.</returns>
    public static SolverSchedule Ddim(TimeGrid grid, Prediction form = Prediction.Data) =>
        Multistep(grid, 1, form, _ => null, null, false);

    /// <summary>DPM-Solver++ multistep (Lu et al. 2022): 2M relaxes its derivative by <see cref="Relaxation.Bh2"/>, 3M does not.</summary>
    /// <param name="grid">The times.</param>
    /// <param name="order">1 to 3.</param>
    /// <param name="lowerOrderFinal">Whether the last steps use orders falling to 1, as the released code does below 15 steps.</param>
    /// <returns>The schedule, in the data form.</returns>
    public static SolverSchedule DpmSolverPlusPlus(TimeGrid grid, int order = 2, bool lowerOrderFinal = false) =>
        Multistep(grid, CheckOrder(order, 3), Prediction.Data, p => p == 2 ? Relaxation.Bh2 : null, null, lowerOrderFinal);

    /// <summary>UniPC (Zhao et al. 2023): UniP-p with the pseudo corrector UniC-p after all steps but the last.</summary>
    /// <remarks>
    /// Where the framework's table of solvers gives UniPC a relaxation in the predictor of order 2 alone, this one, as UniPC's own paper,
    /// also relaxes the corrector after a predictor of order 1, which has one derivative, too.
    /// </remarks>
    /// <param name="grid">The times.</param>
    /// <param name="order">p, 1 to 3.</param>
    /// <param name="variant">The weight of the first derivative where it stands alone: in a predictor of order 2 and a corrector of order
    /// 2.</param>
    /// <param name="lowerOrderFinal">Whether the last steps use orders falling to 1, as the released code does.</param>
    /// <returns>The schedule, in the data form.</returns>
    public static SolverSchedule UniPc(TimeGrid grid, int order = 3, UniPcVariant variant = UniPcVariant.Bh2, bool lowerOrderFinal = false)
    {
        Relaxation? relaxation = variant switch
        {
            UniPcVariant.Bh1 => Relaxation.Bh1,
            UniPcVariant.Bh2 => Relaxation.Bh2,
            _ => null,
        };
        return Multistep(grid, CheckOrder(order, 3), Prediction.Data, p => p == 2 ? relaxation : null,
            p => new(CorrectorKind.Pseudo, p == 1 ? relaxation : null), lowerOrderFinal);
    }

    /// <summary>DEIS with Adams–Bashforth polynomials (Zhang and Chen 2023), in the noise form.</summary>
    /// <param name="grid">The times.</param>
    /// <param name="order">p, 1 to 4.</param>
    /// <param name="lowerOrderFinal">Whether the last steps use orders falling to 1.</param>
    /// <param name="expansion">The polynomials' variable: λ, or σ̄ (ρAB) with <see cref="Expansion.Taylor"/>.</param>
    /// <returns>The schedule.</returns>
    public static SolverSchedule Deis(TimeGrid grid, int order = 3, bool lowerOrderFinal = false,
        Expansion expansion = Expansion.Exponential) =>
        Multistep(grid, CheckOrder(order, 4), Prediction.Noise, _ => null, null, lowerOrderFinal, expansion);

    /// <summary>
    /// The multistep rule of PNDM (Liu et al. 2022), Adams–Bashforth with constant coefficients in σ̄, with orders that rise from 1. PNDM's
    /// own pseudo-Runge–Kutta start evaluates twice at one time and so is no schedule.
    /// </summary>
    /// <param name="grid">The times.</param>
    /// <param name="order">1 to 4; 4 in the source.</param>
    /// <returns>The schedule.</returns>
    public static SolverSchedule Pndm(TimeGrid grid, int order = 4) =>
        Multistep(grid, CheckOrder(order, 4), Prediction.Noise, _ => null, null, false, Expansion.EvenTaylor);

    /// <summary>
    /// S-PNDM, the second-order method of Liu et al. (2022): a pseudo improved Euler step, which is an Euler step with an implicit
    /// corrector,
    /// then Adams–Bashforth of order 2. It needs one evaluation more than steps.
    /// </summary>
    /// <param name="grid">The times, at least two steps.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentException">There is a single step, whose end is never evaluated.</exception>
    public static SolverSchedule SecondOrderPndm(TimeGrid grid)
    {
        if (grid.Steps < 2)
            throw new ArgumentException("S-PNDM needs two steps or more, and so three evaluations.", nameof(grid));
        SolverSchedule plain = Pndm(grid, 2);
        return new(grid.Start, [plain.Steps[0] with { Corrector = Corrector.Implicit }, .. plain.Steps.Skip(1)]);
    }

    /// <summary>
    /// Singlestep DPM-Solver (noise form) or DPM-Solver++ (data form): blocks of <paramref name="order"/> evaluations, evenly spaced in λ
    /// inside a block, each starting afresh.
    /// </summary>
    /// <param name="blocks">The blocks' boundaries.</param>
    /// <param name="schedule">The noise schedule, for the times inside a block.</param>
    /// <param name="order">1 to 3.</param>
    /// <param name="form">Noise or data.</param>
    /// <returns>A schedule of <paramref name="order"/> steps a block.</returns>
    public static SolverSchedule DpmSolver(TimeGrid blocks, NoiseSchedule schedule, int order = 2, Prediction form = Prediction.Noise) =>
        DpmSolver(blocks, schedule, [.. Enumerable.Repeat(order, blocks.Steps)], form);

    /// <summary>Singlestep DPM-Solver or DPM-Solver++ with an order of its own for each block.</summary>
    /// <param name="blocks">The blocks' boundaries.</param>
    /// <param name="schedule">The noise schedule, for the times inside a block.</param>
    /// <param name="orders">The blocks' orders, 1 to 3: as many evaluations.</param>
    /// <param name="form">Noise or data.</param>
    /// <returns>A schedule of Σ orders steps.</returns>
    /// <exception cref="ArgumentException">There are not as many orders as blocks.</exception>
    public static SolverSchedule DpmSolver(TimeGrid blocks, NoiseSchedule schedule, IReadOnlyList<int> orders,
        Prediction form = Prediction.Noise)
    {
        if (orders.Count != blocks.Steps)
            throw new ArgumentException($"{blocks.Steps} blocks have {orders.Count} orders.", nameof(orders));
        var steps = new List<StepDecision>();
        for (int block = 0; block < blocks.Steps; block++)
        {
            int order = CheckOrder(orders[block], 3);
            double low = schedule.Lambda(blocks.Times[block]), high = schedule.Lambda(blocks.Times[block + 1]);
            for (int i = 1; i <= order; i++)
            {
                double time = i == order ? blocks.Times[block + 1] : schedule.TimeOfLambda(low + (high - low) * i / order);
                // From the block's start; the newest point alone gives the derivative, also in the last step of order 3.
                steps.Add(i == 1
                    ? new(time, form, 1, [])
                    : new(time, form, 2, [new([-1], order == 2 ? Relaxation.Bh2 : null)], -i));
            }
        }
        return new(blocks.Start, steps);
    }

    /// <summary>A multistep schedule with the newest p − 1 points for each derivative and orders that rise from 1.</summary>
    /// <param name="grid">The times.</param>
    /// <param name="order">p.</param>
    /// <param name="form">Noise or data.</param>
    /// <param name="relaxation">The relaxation of the first derivative in a step of the given order.</param>
    /// <param name="corrector">The corrector of a step of the given order, but for the last step; <see langword="null"/> for none.</param>
    /// <param name="lowerOrderFinal">Whether the last steps use orders falling to 1.</param>
    /// <param name="expansion">Which polynomial is integrated.</param>
    /// <returns>The schedule.</returns>
    public static SolverSchedule Multistep(TimeGrid grid, int order, Prediction form, Func<int, Relaxation?> relaxation,
        Func<int, Corrector>? corrector, bool lowerOrderFinal, Expansion expansion = Expansion.Exponential)
    {
        int count = grid.Steps;
        var steps = new StepDecision[count];
        for (int i = 0; i < count; i++)
        {
            int p = Math.Min(order, i + 1);
            if (lowerOrderFinal)
                p = Math.Min(p, count - i);
            int[] points = [.. Enumerable.Range(2, p - 1).Select(j => -j)];
            DerivativeEstimate[] derivatives = [.. Enumerable.Range(1, p - 1)
                .Select(k => new DerivativeEstimate(points, k == 1 ? relaxation(p) : null))];
            steps[i] = new(grid.Times[i + 1], form, p, derivatives, Corrector: i < count - 1 ? corrector?.Invoke(p) : null,
                Expansion: expansion);
        }
        return new(grid.Start, steps);
    }

    private static int CheckOrder(int order, int highest) => order >= 1 && order <= highest
        ? order
        : throw new ArgumentOutOfRangeException(nameof(order), order, $"This solver has orders 1 to {highest}.");
}
