using System.ComponentModel.DataAnnotations;
using Offprint.Files;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>A published solver of the exponential family: a schedule follows from any grid, or from a number of evaluations.</summary>
public abstract record ExponentialOptions : SolverOptions
{
    /// <summary>The name in tables.</summary>
    protected abstract string Name { get; }

    /// <summary>The highest order it uses, and the fewest evaluations it makes sense with.</summary>
    protected internal abstract int HighestOrder { get; }

    /// <summary>The schedule on a grid.</summary>
    /// <param name="grid">The times; of a singlestep solver, its blocks' boundaries.</param>
    /// <param name="noise">The noise levels.</param>
    /// <returns>The schedule.</returns>
    public abstract SolverSchedule Schedule(TimeGrid grid, NoiseSchedule noise);

    /// <summary>The schedule of a number of evaluations.</summary>
    /// <param name="spacing">The grid; of a singlestep solver, its blocks'.</param>
    /// <param name="noise">The noise levels.</param>
    /// <param name="evaluations">Evaluations of the model, at least <see cref="HighestOrder"/>.</param>
    /// <returns>The schedule.</returns>
    public virtual SolverSchedule Schedule(GridSpacing spacing, NoiseSchedule noise, int evaluations) =>
        Schedule(spacing.Grid(noise, evaluations), noise);

    /// <summary>The same solver with orders that fall to 1 in the last steps.</summary>
    /// <returns>The options, or <see langword="null"/> where there is no such variant, or it is the same.</returns>
    public virtual ExponentialOptions? WithLowerOrderFinal() => null;

    /// <inheritdoc/>
    public sealed override ExponentialSolver Create() => new(Name, Schedule);

    private protected static string Ending(bool lowerOrderFinal) => lowerOrderFinal ? ", lower order last" : "";
}

/// <summary>DDIM as a member of the exponential family.</summary>
/// <param name="Form">Noise or data: the same map but for rounding. Default data.</param>
[Kind("ddim")]
public sealed record DdimOptions(Prediction Form = Prediction.Data) : ExponentialOptions
{
    /// <inheritdoc/>
    protected override string Name => Form == Prediction.Data ? "DDIM" : "DDIM (noise)";

    /// <inheritdoc/>
    protected internal override int HighestOrder => 1;

    /// <inheritdoc/>
    public override SolverSchedule Schedule(TimeGrid grid, NoiseSchedule noise) => SolverSchedules.Ddim(grid, Form);
}

/// <summary>Multistep DPM-Solver++: <see cref="SolverSchedules.DpmSolverPlusPlus"/>.</summary>
/// <param name="Order">1 to 3. Default 2, the authors' recommendation under guidance.</param>
/// <param name="LowerOrderFinal">Whether the last steps use orders falling to 1. Default no.</param>
[Kind("dpm-solver-pp")]
public sealed record DpmSolverPlusPlusOptions([property: Range(1, 3)] int Order = 2, bool LowerOrderFinal = false) : ExponentialOptions
{
    /// <inheritdoc/>
    protected override string Name => $"DPM-Solver++({Order}M){Ending(LowerOrderFinal)}";

    /// <inheritdoc/>
    protected internal override int HighestOrder => Order;

    /// <inheritdoc/>
    public override SolverSchedule Schedule(TimeGrid grid, NoiseSchedule noise) =>
        SolverSchedules.DpmSolverPlusPlus(grid, Order, LowerOrderFinal);

    /// <inheritdoc/>
    public override ExponentialOptions? WithLowerOrderFinal() => Order > 1 ? this with { LowerOrderFinal = true } : null;
}

/// <summary>UniPC: <see cref="SolverSchedules.UniPc"/>.</summary>
/// <param name="Order">p, 1 to 3. Default 3.</param>
/// <param name="Variant">The weight of the first derivative where it stands alone. Default B₂, the authors' choice with guidance.</param>
/// <param name="LowerOrderFinal">Whether the last steps use orders falling to 1. Default no.</param>
[Kind("unipc")]
public sealed record UniPcOptions(
    [property: Range(1, 3)] int Order = 3, UniPcVariant Variant = UniPcVariant.Bh2, bool LowerOrderFinal = false) : ExponentialOptions
{
    /// <inheritdoc/>
    protected override string Name => $"UniPC-{Order}" + Variant switch
    {
        UniPcVariant.Bh1 => " (B₁)",
        UniPcVariant.Varying => " (varying)",
        _ => "",
    } + Ending(LowerOrderFinal);

    /// <inheritdoc/>
    protected internal override int HighestOrder => Order;

    /// <inheritdoc/>
    public override SolverSchedule Schedule(TimeGrid grid, NoiseSchedule noise) =>
        SolverSchedules.UniPc(grid, Order, Variant, LowerOrderFinal);

    /// <inheritdoc/>
    public override ExponentialOptions? WithLowerOrderFinal() => Order > 1 ? this with { LowerOrderFinal = true } : null;
}

/// <summary>DEIS: <see cref="SolverSchedules.Deis"/>.</summary>
/// <param name="Order">p, 1 to 4. Default 3.</param>
/// <param name="Expansion">The polynomials' variable: λ by default, σ̄ (ρAB) with <see cref="Expansion.Taylor"/>.</param>
/// <param name="LowerOrderFinal">Whether the last steps use orders falling to 1. Default no.</param>
[Kind("deis")]
public sealed record DeisOptions(
    [property: Range(1, 4)] int Order = 3, Expansion Expansion = Expansion.Exponential, bool LowerOrderFinal = false) : ExponentialOptions
{
    /// <inheritdoc/>
    protected override string Name => Expansion switch
    {
        Expansion.Exponential => $"DEIS-{Order}",
        Expansion.Taylor => $"DEIS ρAB-{Order}",
        _ => $"DEIS even-{Order}",
    } + Ending(LowerOrderFinal);

    /// <inheritdoc/>
    protected internal override int HighestOrder => Order;

    /// <inheritdoc/>
    public override SolverSchedule Schedule(TimeGrid grid, NoiseSchedule noise) =>
        SolverSchedules.Deis(grid, Order, LowerOrderFinal, Expansion);

    /// <inheritdoc/>
    public override ExponentialOptions? WithLowerOrderFinal() => Order > 1 ? this with { LowerOrderFinal = true } : null;
}

/// <summary>The multistep rule of PNDM: <see cref="SolverSchedules.Pndm"/>.</summary>
/// <param name="Order">1 to 4. Default 4, that of the source.</param>
[Kind("pndm")]
public sealed record PndmOptions([property: Range(1, 4)] int Order = 4) : ExponentialOptions
{
    /// <inheritdoc/>
    protected override string Name => $"PNDM-{Order}";

    /// <inheritdoc/>
    protected internal override int HighestOrder => Order;

    /// <inheritdoc/>
    public override SolverSchedule Schedule(TimeGrid grid, NoiseSchedule noise) => SolverSchedules.Pndm(grid, Order);
}

/// <summary>Singlestep DPM-Solver (noise form) or DPM-Solver++ (data form).</summary>
/// <param name="Order">1 to 3: evaluations a block. Default 2.</param>
/// <param name="Form">Noise for DPM-Solver, data for DPM-Solver++. Default noise.</param>
[Kind("dpm-solver")]
public sealed record DpmSolverOptions([property: Range(1, 3)] int Order = 2, Prediction Form = Prediction.Noise) : ExponentialOptions
{
    /// <inheritdoc/>
    protected override string Name => $"DPM-Solver{(Form == Prediction.Data ? "++" : "")}-{Order}S";

    /// <inheritdoc/>
    protected internal override int HighestOrder => Order;

    /// <inheritdoc/>
    public override SolverSchedule Schedule(TimeGrid grid, NoiseSchedule noise) => SolverSchedules.DpmSolver(grid, noise, Order, Form);

    /// <summary>
    /// Blocks of the order, the rest of the evaluations in smaller blocks at the end (Lu et al. 2022, appendix).
    /// </summary>
    /// <inheritdoc/>
    public override SolverSchedule Schedule(GridSpacing spacing, NoiseSchedule noise, int evaluations)
    {
        int[] orders = (Order, evaluations % Order) switch
        {
            (3, 0) => [.. Enumerable.Repeat(3, evaluations / 3 - 1), 2, 1],
            (_, 0) => [.. Enumerable.Repeat(Order, evaluations / Order)],
            (_, var rest) => [.. Enumerable.Repeat(Order, evaluations / Order), rest],
        };
        return SolverSchedules.DpmSolver(spacing.Grid(noise, orders.Length), noise, orders, Form);
    }
}
