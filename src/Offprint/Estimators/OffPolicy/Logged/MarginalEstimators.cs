using System.Numerics.Tensors;
using Offprint.Files;

namespace Offprint.Estimators.OffPolicy.Logged;

/// <summary>Which weights stand for $w_{0:t}$: marginal ratios, over the whole past or up to a window.</summary>
/// <param name="States">
/// Whether the ratio is of states, ρ(s) with the step's own w, instead of pairs, ρ(s, a).
/// </param>
/// <param name="Window">
/// m: the last m ratios are products of w, and ρ stands for what was before; 0 is the marginal estimator, T the per-decision one.
/// </param>
public sealed record MarginalRatio(bool States = false, int Window = 0)
{
    internal TargetColumns Needs => States ? TargetColumns.StateRatio : TargetColumns.StateActionRatio;

    internal string Name => (States ? "SM" : "SAM") + (Window == 0 ? "" : $"({Window})");

    internal void Fill(StepBlock block, int t, Span<double> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Window);
        block.MarginalWeights(t, Window, States, weights);
    }
}

/// <summary>
/// Marginal importance sampling, $\sum_t \gamma^t \rho_t r_t$ (Liu et al. 2018; Uehara, Huang, Jiang 2020), or with ρ_t divided by its mean
/// over trajectories at each step.
/// </summary>
[Kind("marginal-is")]
public sealed record MarginalImportanceSampling : BlockEstimator
{
    /// <summary>Which ratio.</summary>
    public MarginalRatio Ratio { get; init; } = new();

    /// <inheritdoc cref="TrajectoryImportanceSampling.SelfNormalized"/>
    public bool SelfNormalized { get; init; }

    /// <inheritdoc/>
    protected override string Name => $"{Ratio.Name}-{(SelfNormalized ? "SNIS" : "IS")}";

    /// <inheritdoc/>
    protected override TargetColumns Columns => Ratio.Needs;

    internal override bool IsNormalized => SelfNormalized;

    internal override int Terms(int steps) => SelfNormalized ? steps : 1;

    internal override void Fill(StepBlock block, TermSpans terms)
    {
        if (!SelfNormalized)
            terms.Values(0).Clear();
        for (int t = 0; t < block.Steps; t++)
        {
            Span<double> weights = SelfNormalized ? terms.Weights(t) : block.Scratch(0), part = block.Scratch(1);
            Ratio.Fill(block, t, weights);
            TensorPrimitives.Multiply(block.Rewards(t), block.Discount(t), part);
            if (SelfNormalized)
                TensorPrimitives.Multiply(weights, part, terms.Values(t));
            else
                TensorPrimitives.MultiplyAdd(weights, part, terms.Values(0), terms.Values(0));
        }
    }
}

/// <summary>
/// The doubly robust estimator with marginal ratios, $\hat V(s_0) + \sum_t \gamma^t \rho_t (r_t + \gamma \hat V(s_{t+1}) - \hat
/// Q(s_t,a_t))$ with V̂(s_T) = 0, or with ρ_t divided by its mean over trajectories at each step.
/// </summary>
[Kind("marginal-dr")]
public sealed record MarginalDoublyRobust : BlockEstimator
{
    /// <inheritdoc cref="MarginalImportanceSampling.Ratio"/>
    public MarginalRatio Ratio { get; init; } = new();

    /// <inheritdoc cref="TrajectoryImportanceSampling.SelfNormalized"/>
    public bool SelfNormalized { get; init; }

    /// <inheritdoc/>
    protected override string Name => $"{Ratio.Name}-{(SelfNormalized ? "SNDR" : "DR")}";

    /// <inheritdoc/>
    protected override TargetColumns Columns => Ratio.Needs | TargetColumns.Values | TargetColumns.ActionValues;

    internal override bool IsNormalized => SelfNormalized;

    internal override int Terms(int steps) => SelfNormalized ? steps + 1 : 1;

    internal override void Fill(StepBlock block, TermSpans terms)
    {
        Span<double> part = block.Scratch(1);
        block.Values(0).CopyTo(terms.Values(0));
        if (SelfNormalized)
            terms.Weights(0).Fill(1);
        for (int t = 0; t < block.Steps; t++)
        {
            DoublyRobust.Residual(block, t, part);
            Span<double> weights = SelfNormalized ? terms.Weights(t + 1) : block.Scratch(0);
            Ratio.Fill(block, t, weights);
            if (SelfNormalized)
                TensorPrimitives.Multiply(weights, part, terms.Values(t + 1));
            else
                TensorPrimitives.MultiplyAdd(weights, part, terms.Values(0), terms.Values(0));
        }
    }
}

/// <summary>
/// Double reinforcement learning (Kallus and Uehara 2020), $\sum_t \gamma^t ( \rho_t (r_t - \hat Q(s_t,a_t)) + \rho_{t-1} \hat V(s_t) )$
/// with $\rho_{-1} = 1$. Its nuisances are to be cross-fitted: each trajectory's columns come from models that have not seen it.
/// </summary>
/// <remarks>
/// The sum is <see cref="MarginalDoublyRobust"/>'s, since ρ_{t−1} carries V̂(s_t) in both: what makes it another estimator is how the
/// columns were fitted.
/// </remarks>
[Kind("drl")]
public sealed record DoubleReinforcementLearning : OffPolicyEstimator
{
    /// <inheritdoc cref="MarginalImportanceSampling.Ratio"/>
    public MarginalRatio Ratio { get; init; } = new();

    /// <inheritdoc/>
    protected override string Name => Ratio == new MarginalRatio() ? "DRL" : $"{Ratio.Name}-DRL";

    /// <inheritdoc/>
    protected override TargetColumns Columns => new MarginalDoublyRobust { Ratio = Ratio }.Needs;

    /// <inheritdoc/>
    public override Contributions Evaluate(LoggedSteps log, TargetPolicy target) =>
        new MarginalDoublyRobust { Ratio = Ratio }.Evaluate(log, target);
}
