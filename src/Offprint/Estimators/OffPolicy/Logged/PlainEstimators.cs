using System.Numerics.Tensors;
using Offprint.Files;

namespace Offprint.Estimators.OffPolicy.Logged;

/// <summary>The direct method: $\frac1N \sum_n \hat V(s_0^n)$ with a given Q̂, for example of fitted Q-evaluation.</summary>
[Kind("dm")]
public sealed record DirectMethod : BlockEstimator
{
    /// <inheritdoc/>
    protected override string Name => "DM";

    /// <inheritdoc/>
    protected override TargetColumns Columns => TargetColumns.Values;

    /// <inheritdoc/>
    protected override bool Weighs => false;

    internal override void Fill(StepBlock block, TermSpans terms) => block.Values(0).CopyTo(terms.Values(0));
}

/// <summary>
/// Inverse propensity scoring of one-step feedback, $\frac1N\sum w_i r_i$ with $w_i = \pi(a_i|x_i)/\pi_b(a_i|x_i)$, its self-normalized
/// form $\sum w_i r_i / \sum w_i$ (Swaminathan and Joachims 2015) and both with changed weights.
/// </summary>
[Kind("ips")]
public sealed record InversePropensity : BlockEstimator
{
    /// <summary>What becomes of the weights; plain if null.</summary>
    public WeightRule? Weights { get; init; }

    /// <summary>Whether the weights are divided by their mean (SNIPS).</summary>
    public bool SelfNormalized { get; init; }

    /// <inheritdoc/>
    protected override string Name => EstimatorNames.Of(SelfNormalized ? "SNIPS" : "IPS", Weights);

    /// <inheritdoc/>
    protected override TargetColumns Columns => TargetColumns.None;

    internal override bool IsNormalized => SelfNormalized;

    internal override void RequireSteps(LoggedSteps log) => EstimatorNames.RequireOneStep(log, this);

    internal override void Fill(StepBlock block, TermSpans terms)
    {
        Span<double> weights = SelfNormalized ? terms.Weights(0) : block.Scratch(0);
        block.Weights(0, Weights, weights);
        TensorPrimitives.Multiply(weights, block.Rewards(0), terms.Values(0));
    }
}

/// <summary>
/// Trajectory-wise importance sampling, $w_{0:T-1} \sum_t \gamma^t r_t$ (TIS), or divided by the mean weight (SNTIS).
/// </summary>
[Kind("tis")]
public sealed record TrajectoryImportanceSampling : BlockEstimator
{
    /// <inheritdoc cref="InversePropensity.Weights"/>
    public WeightRule? Weights { get; init; }

    /// <summary>Whether the weights are divided by their mean.</summary>
    public bool SelfNormalized { get; init; }

    /// <inheritdoc/>
    protected override string Name => EstimatorNames.Of(SelfNormalized ? "SNTIS" : "TIS", Weights);

    /// <inheritdoc/>
    protected override TargetColumns Columns => TargetColumns.None;

    internal override bool IsNormalized => SelfNormalized;

    internal override void Fill(StepBlock block, TermSpans terms)
    {
        Span<double> weights = SelfNormalized ? terms.Weights(0) : block.Scratch(0), values = terms.Values(0);
        if (SelfNormalized && Weights is null)
            block.RelativeWeights(block.Steps - 1, weights);
        else
            block.Weights(block.Steps - 1, Weights, weights);
        values.Clear();
        for (int t = 0; t < block.Steps; t++)
            TensorPrimitives.MultiplyAdd(block.Rewards(t), block.Discount(t), values, values);
        TensorPrimitives.Multiply(values, weights, values);
    }
}

/// <summary>
/// Per-decision importance sampling, $\sum_t \gamma^t w_{0:t} r_t$ (Precup 2000), or with $w_{0:t}$ divided by its mean over
/// trajectories at each step (SNPDIS).
/// </summary>
[Kind("pdis")]
public sealed record PerDecisionImportanceSampling : BlockEstimator
{
    /// <inheritdoc cref="InversePropensity.Weights"/>
    public WeightRule? Weights { get; init; }

    /// <inheritdoc cref="TrajectoryImportanceSampling.SelfNormalized"/>
    public bool SelfNormalized { get; init; }

    /// <inheritdoc/>
    protected override string Name => EstimatorNames.Of(SelfNormalized ? "SNPDIS" : "PDIS", Weights);

    /// <inheritdoc/>
    protected override TargetColumns Columns => TargetColumns.None;

    internal override bool IsNormalized => SelfNormalized;

    internal override int Terms(int steps) => SelfNormalized ? steps : 1;

    internal override void Fill(StepBlock block, TermSpans terms)
    {
        if (!SelfNormalized)
            terms.Values(0).Clear();
        for (int t = 0; t < block.Steps; t++)
        {
            Span<double> weights = SelfNormalized ? terms.Weights(t) : block.Scratch(0);
            if (SelfNormalized && Weights is null)
                block.RelativeWeights(t, weights);
            else
                block.Weights(t, Weights, weights);
            if (SelfNormalized)
            {
                TensorPrimitives.Multiply(weights, block.Rewards(t), terms.Values(t));
                TensorPrimitives.Multiply(terms.Values(t), block.Discount(t), terms.Values(t));
                continue;
            }
            TensorPrimitives.Multiply(weights, block.Discount(t), weights);
            TensorPrimitives.MultiplyAdd(weights, block.Rewards(t), terms.Values(0), terms.Values(0));
        }
    }
}

internal static class EstimatorNames
{
    public static string Of(string name, WeightRule? rule) => rule is null ? name : $"{name}, {rule.Label}";

    public static void RequireOneStep(LoggedSteps log, OffPolicyEstimator estimator)
    {
        if (log.Steps != 1)
            throw new ArgumentException(
                $"{estimator.Label} is of one-step feedback, and the log has {log.Steps} steps: use per-decision importance sampling.");
    }
}
