using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Files;

namespace Offprint.Estimators.OffPolicy.Distributions;

/// <summary>
/// Estimates the distribution of a policy's return (Chandak et al. 2021; Huang et al. 2021) from R_n = Σ_t γ^t r_t and W_n = w_{0:T−1}.
/// </summary>
public abstract record DistributionEstimator : ILabeled
{
    /// <summary>The name in tables.</summary>
    [JsonIgnore]
    public string Label => Name;

    /// <summary>What <see cref="Label"/> says; stored nowhere.</summary>
    protected abstract string Name { get; }

    /// <summary>Whether the weights are divided by their sum instead of N.</summary>
    public bool SelfNormalized { get; init; }

    /// <summary>Estimates the distribution.</summary>
    /// <param name="log">The log.</param>
    /// <param name="target">The policy.</param>
    /// <returns>F̂ at all returns, and values, of the log.</returns>
    /// <exception cref="ArgumentException">A column is missing or of the wrong length, or weights overflow.</exception>
    public abstract ReturnDistribution Estimate(LoggedSteps log, TargetPolicy target);

    /// <inheritdoc/>
    public sealed override string ToString() => Label;

    /// <summary>W_n/N or W_n/ΣW.</summary>
    private protected double[] Weights(LoggedSteps log, TargetPolicy target)
    {
        target.Check(log, TargetColumns.None);
        double[] weights = new double[log.Trajectories];
        var block = new StepBlock(log, target);
        for (int start = 0; block.MoveTo(start); start += block.Count)
        {
            Span<double> part = weights.AsSpan(start, block.Count);
            if (SelfNormalized)
                block.RelativeWeights(block.Steps - 1, part);
            else
                block.Weights(block.Steps - 1, null, part);
        }
        double total = SelfNormalized ? weights.Sum() : weights.Length;
        for (int n = 0; n < weights.Length; n++)
            weights[n] = total > 0 ? weights[n] / total : 0;
        return weights;
    }

    /// <summary>Sums jumps into a step function over distinct points, clipped to [0, 1] and, if asked, made monotone.</summary>
    private protected ReturnDistribution Steps(double[] points, double[] jumps, bool monotone)
    {
        Array.Sort(points, jumps);
        List<double> distinct = [], cumulative = [];
        double sum = 0, reached = 0;
        for (int i = 0; i < points.Length; i++)
        {
            sum += jumps[i];
            if (i + 1 < points.Length && points[i + 1] == points[i])
                continue;
            double value = Math.Clamp(sum, 0, 1);
            reached = monotone ? Math.Max(reached, value) : value;
            distinct.Add(points[i]);
            cumulative.Add(reached);
        }
        return new(Label, [.. distinct], [.. cumulative]);
    }
}

/// <summary>
/// F̂(x) = min(1, $\frac1N\sum_n W_n 1\{R_n \le x\}$), or with ΣW in place of N, which makes its mean SNTIS's estimate.
/// </summary>
[Kind("tis-cdf")]
public sealed record WeightedDistribution : DistributionEstimator
{
    /// <inheritdoc/>
    protected override string Name => SelfNormalized ? "SNTIS-CDF" : "TIS-CDF";

    /// <inheritdoc/>
    public override ReturnDistribution Estimate(LoggedSteps log, TargetPolicy target) =>
        Steps(log.Returns(), Weights(log, target), monotone: false);
}

/// <summary>F̂(x) = $\frac1N\sum_n 1\{\hat V(s_0^n) \le x\}$.</summary>
[Kind("dm-cdf")]
public sealed record DirectDistribution : DistributionEstimator
{
    /// <inheritdoc/>
    protected override string Name => "DM-CDF";

    /// <inheritdoc/>
    public override ReturnDistribution Estimate(LoggedSteps log, TargetPolicy target)
    {
        target.Check(log, TargetColumns.Values);
        double[] jumps = new double[log.Trajectories];
        Array.Fill(jumps, 1.0 / jumps.Length);
        return Steps(target.Values![..log.Trajectories], jumps, monotone: false);
    }
}

/// <summary>
/// The doubly robust distribution, $\frac1N\sum_n W_n (1\{R_n \le x\} - 1\{\hat V(s_0^n) \le x\}) + 1\{\hat V(s_0^n) \le x\}$, made
/// monotone from the left and clipped to [0, 1].
/// </summary>
[Kind("tdr-cdf")]
public sealed record DoublyRobustDistribution : DistributionEstimator
{
    /// <inheritdoc/>
    protected override string Name => SelfNormalized ? "SNTDR-CDF" : "TDR-CDF";

    /// <inheritdoc/>
    public override ReturnDistribution Estimate(LoggedSteps log, TargetPolicy target)
    {
        target.Check(log, TargetColumns.Values);
        double[] weights = Weights(log, target);
        double[] values = target.Values![..log.Trajectories];
        return Steps([.. log.Returns(), .. values], [.. weights, .. weights.Select(w => 1.0 / weights.Length - w)], monotone: true);
    }
}
