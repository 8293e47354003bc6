using System.Numerics.Tensors;
using Offprint.Files;

namespace Offprint.Estimators.OffPolicy.Logged;

/// <summary>
/// The doubly robust estimator (Jiang and Li 2016; Dudík et al. 2011 for T = 1),
/// $$\frac1N \sum_n \sum_t \gamma^t \left( w_{0:t}(r_t - \hat Q(s_t,a_t)) + w_{0:t-1} \hat V(s_t) \right),$$
/// or with $w_{0:t}$ divided by its mean over trajectories at each step (SNDR; the weight before the first step is one). Rules of weights
/// make Switch-DR, DRos and clipped DR of it. With Q̂ fitted by <c>RewardWeighting.MoreRobust</c> it is MRDR.
/// </summary>
[Kind("dr")]
public sealed record DoublyRobust : BlockEstimator
{
    /// <inheritdoc cref="InversePropensity.Weights"/>
    public WeightRule? Weights { get; init; }

    /// <inheritdoc cref="TrajectoryImportanceSampling.SelfNormalized"/>
    public bool SelfNormalized { get; init; }

    /// <inheritdoc/>
    protected override string Name => EstimatorNames.Of(SelfNormalized ? "SNDR" : "DR", Weights);

    /// <inheritdoc/>
    protected override TargetColumns Columns => TargetColumns.Values | TargetColumns.ActionValues;

    internal override bool IsNormalized => SelfNormalized;

    // A term a denominator: ones before the first step, then w_{0:t}, which also carries V̂ of the next step.
    internal override int Terms(int steps) => SelfNormalized ? steps + 1 : 1;

    internal override void Fill(StepBlock block, TermSpans terms)
    {
        Span<double> part = block.Scratch(1);
        block.Values(0).CopyTo(terms.Values(0));
        if (SelfNormalized)
            terms.Weights(0).Fill(1);
        for (int t = 0; t < block.Steps; t++)
        {
            Residual(block, t, part);
            Span<double> weights = SelfNormalized ? terms.Weights(t + 1) : block.Scratch(0);
            if (SelfNormalized && Weights is null)
                block.RelativeWeights(t, weights);
            else
                block.Weights(t, Weights, weights);
            if (SelfNormalized)
                TensorPrimitives.Multiply(weights, part, terms.Values(t + 1));
            else
                TensorPrimitives.MultiplyAdd(weights, part, terms.Values(0), terms.Values(0));
        }
    }

    /// <summary>γ^t (r_t + γ V̂(s_{t+1}) − Q̂(s_t, a_t)) with V̂(s_T) = 0.</summary>
    internal static void Residual(StepBlock block, int t, Span<double> part)
    {
        TensorPrimitives.Subtract(block.Rewards(t), block.ActionValues(t), part);
        if (block.Discount(t) != 1)
            TensorPrimitives.Multiply(part, block.Discount(t), part);
        if (t + 1 < block.Steps)
            TensorPrimitives.MultiplyAdd(block.Values(t + 1), block.Discount(t + 1), part, part);
    }
}
