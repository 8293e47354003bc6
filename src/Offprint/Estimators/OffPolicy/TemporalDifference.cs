using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Estimators.OffPolicy;

/// <summary>
/// TD(0): θ ← θ + α_t (r + γφ(s', π)ᵀθ − φᵀθ) φ over rows drawn from the data, with the mean of the last half of the iterates. A row of the
/// same pair and next state has the mean of their rewards, which leaves the expected step as it is.
/// </summary>
[Kind("td0")]
public sealed record TemporalDifference : ValueEstimator
{
    /// <summary>How many steps.</summary>
    public int Steps { get; init; } = 100_000;

    /// <summary>α_0.</summary>
    public double Step { get; init; } = 0.5;

    /// <summary>τ: α_t = α_0/(1 + t/τ).</summary>
    public double Decay { get; init; } = 1000;

    /// <inheritdoc/>
    public override LinearValueFit Fit(TransitionSample data, LinearClass features, EvaluationTask task, Seed seed = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Steps);
        RandomStream random = seed.Derive("td").Stream();
        double[][] rows = LinearSystems.Rows(features.Features), next = LinearSystems.Averaged(features, task);
        double[] law = [.. data.Counts.ToArray().Select(c => (double)c / data.Rows)];
        var alias = new AliasTable(law);
        double[] weights = new double[features.Dimension], mean = new double[weights.Length];
        for (int t = 0; t < Steps; t++)
        {
            int e = alias.Draw(random);
            double[] phi = rows[data.Pairs[e]], after = next[data.Next[e]];
            double error = data.Rewards[e] / data.Counts[e];
            for (int j = 0; j < weights.Length; j++)
                error += (task.Discount * after[j] - phi[j]) * weights[j];
            double step = Step / (1 + t / Decay) * error;
            for (int j = 0; j < weights.Length; j++)
            {
                weights[j] += step * phi[j];
                mean[j] += t >= Steps / 2 ? weights[j] / (Steps - Steps / 2) : 0;
            }
            if (!(Math.Abs(error) < 1e8))
                return new([.. weights], Converged: false, t + 1);
        }
        return new(mean, Sweeps: Steps);
    }

    /// <inheritdoc/>
    public override string Title() => $"TD(0), {Steps} steps";
}
