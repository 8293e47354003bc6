using System.Text.Json.Serialization;
using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Cards;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Files;

namespace Offprint.Agents.Tabular.DensityRatios;

/// <summary>An offline algorithm without pessimism or optimism: what H2O calls every round.</summary>
public abstract record OfflineBase : ILabeled
{
    /// <inheritdoc/>
    [JsonIgnore]
    public abstract string Label { get; }

    /// <summary>Fits action values.</summary>
    /// <param name="data">Counts, stage by stage.</param>
    /// <param name="functions">F; of no effect for tabular methods.</param>
    /// <returns>[H, S, A].</returns>
    public abstract StateActionTable Fit(TransitionCounts data, FunctionClass functions);

    /// <summary>The mean of max_a f_{h+1}(s', a) over the next states seen from a pair.</summary>
    private protected static double NextValue(TransitionCounts data, StateActionTable f, int h, int s, int a)
    {
        if (h + 1 >= f.Stages)
            return 0;
        ReadOnlySpan<int> states = data.NextStates(s, a, h), counts = data.NextCounts(s, a, h);
        double sum = 0;
        for (int i = 0; i < states.Length; i++)
        {
            ReadOnlySpan<double> row = f.Row(states[i], h + 1);
            sum += counts[i] * row[StateActionTable.Greatest(row)];
        }
        return sum / data.N(s, a, h);
    }
}

/// <summary>
/// Fitted Q-iteration over a finite class: from the last stage back, the member of F_h with the least squared loss against
/// r + max f̂_{h+1}; of equally good ones the first in the class. That order is part of the algorithm.
/// </summary>
[Kind("fqi")]
public sealed record FittedQIteration : OfflineBase
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Label => "FQI";

    /// <inheritdoc/>
    public override StateActionTable Fit(TransitionCounts data, FunctionClass functions)
    {
        var fit = new StateActionTable(data.StateCount, data.ActionCount, data.Stages);
        Span<double> losses = functions.Count <= 512 ? stackalloc double[functions.Count] : new double[functions.Count];
        for (int h = data.Stages - 1; h >= 0; h--)
        {
            losses.Clear();
            for (int s = 0; s < data.StateCount; s++)
            {
                for (int a = 0; a < data.ActionCount; a++)
                {
                    if (data.N(s, a, h) is not (> 0 and var n))
                        continue;
                    double target = data.RewardSum(s, a, h) + n * NextValue(data, fit, h, s, a);
                    for (int f = 0; f < losses.Length; f++)
                    {
                        double value = functions.Functions[f][s, a, h];
                        losses[f] += value * (n * value - 2 * target);
                    }
                }
            }
            int best = 0;
            for (int f = 1; f < losses.Length; f++)
                best = losses[f] < losses[best] - 1e-9 ? f : best; // rounding must not break ties
            functions.Functions[best].Stage(h).CopyTo(fit.Stage(h));
        }
        return fit;
    }
}

/// <summary>
/// Fitted Q-iteration with one value a pair, 0 where there are no data: the optimal values of the empirical MDP. Their averaged Bellman
/// residuals vanish, so it also is MABO.CR over all tables, whatever the weights.
/// </summary>
[Kind("tabular-fqi")]
public sealed record TabularFqi : OfflineBase
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Label => "tabular FQI";

    /// <inheritdoc/>
    public override StateActionTable Fit(TransitionCounts data, FunctionClass functions)
    {
        var fit = new StateActionTable(data.StateCount, data.ActionCount, data.Stages);
        for (int h = data.Stages - 1; h >= 0; h--)
        {
            for (int s = 0; s < data.StateCount; s++)
            {
                for (int a = 0; a < data.ActionCount; a++)
                {
                    if (data.N(s, a, h) > 0)
                        fit[s, a, h] = data.MeanReward(s, a, h) + NextValue(data, fit, h, s, a);
                }
            }
        }
        return fit;
    }
}

/// <summary>
/// MABO.CR (Amortila et al. 2024, equation 13) with box weights |w| ≤ γn,
/// $$\hat f=\arg\min_f\max_w\sum_h\big|\hat{\mathbb E}[w_h\hat\Delta_h f]\big|-\alpha\hat{\mathbb E}[w_h^2],\qquad\alpha=8/(\gamma n).$$
/// On tables the maximum takes each pair for itself: with $\bar D$ the mean of $\hat\Delta$ there, $w^*=\min(|\bar D|/(2\alpha),\gamma n)$.
/// </summary>
[Kind("mabo-cr")]
public sealed record MaboCr : OfflineBase
{
    /// <summary>γ.</summary>
    public double Clip { get; init; } = 0.05;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Label => "MABO.CR";

    /// <inheritdoc/>
    public override StateActionTable Fit(TransitionCounts data, FunctionClass functions)
    {
        if (!(Clip > 0))
            throw new ArgumentException($"A clipping scale of {Clip}; it must be positive, or ratios are unbounded.", nameof(Clip));
        double least = double.PositiveInfinity;
        int best = 0;
        for (int f = 0; f < functions.Count; f++)
        {
            double value = Objective(data, functions.Functions[f]);
            if (value < least - 1e-12)
                (least, best) = (value, f);
        }
        return functions.Functions[best];
    }

    /// <summary>The inner maximum.</summary>
    /// <param name="data">Counts, stage by stage, as many rows a stage.</param>
    /// <param name="f">The function.</param>
    /// <returns>Its objective, not negative.</returns>
    public double Objective(TransitionCounts data, StateActionTable f)
    {
        double rows = (double)data.Total / data.Stages, bound = Clip * rows, alpha = 8 / bound, sum = 0;
        for (int h = 0; h < data.Stages; h++)
        {
            for (int s = 0; s < data.StateCount; s++)
            {
                for (int a = 0; a < data.ActionCount; a++)
                {
                    int n = data.N(s, a, h);
                    if (n > 0)
                        sum += n / rows * Box(f[s, a, h] - data.MeanReward(s, a, h) - NextValue(data, f, h, s, a), alpha, bound);
                }
            }
        }
        return rows == 0 ? 0 : sum;
    }

    /// <summary>max over |w| ≤ B of w D − α w².</summary>
    internal static double Box(double mean, double alpha, double bound)
    {
        double weight = Math.Min(Math.Abs(mean) / (2 * alpha), bound);
        return weight * (Math.Abs(mean) - alpha * weight);
    }
}
