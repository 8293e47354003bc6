using Offprint.Files;

namespace Offprint.Estimators.OffPolicy.Logged;

/// <summary>
/// β-IPS of one-step feedback, mean of $w_i r_i - \beta (w_i - 1)$ with the β of least variance,
/// $\beta^* = \sum w_i (w_i - 1) r_i / \sum (w_i - 1)^2$: the weights' known mean as control variate.
/// </summary>
[Kind("baseline-ips")]
public sealed record BaselineImportanceSampling : OffPolicyEstimator
{
    /// <summary>β; the one of least variance on the log if null.</summary>
    public double? Baseline { get; init; }

    /// <inheritdoc/>
    protected override string Name => Baseline is { } b ? $"β-IPS {b}" : "β-IPS";

    /// <inheritdoc/>
    protected override TargetColumns Columns => TargetColumns.None;

    /// <inheritdoc/>
    public override Contributions Evaluate(LoggedSteps log, TargetPolicy target)
    {
        EstimatorNames.RequireOneStep(log, this);
        Contributions parts = new InversePropensity { SelfNormalized = true }.Evaluate(log, target);
        ReadOnlySpan<double> v = parts.Values(0), w = parts.Weights(0);
        double cross = 0, square = 0;
        for (int n = 0; n < v.Length; n++)
        {
            cross += v[n] * (w[n] - 1);
            square += (w[n] - 1) * (w[n] - 1);
        }
        double beta = Baseline ?? (square > 0 ? cross / square : 0);
        double[] values = new double[v.Length];
        for (int n = 0; n < values.Length; n++)
            values[n] = v[n] - beta * (w[n] - 1);
        return new(values.Length, 1, values, null);
    }
}
