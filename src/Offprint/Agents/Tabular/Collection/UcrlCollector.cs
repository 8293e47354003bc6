using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Agents.Tabular.Collection;

/// <summary>Options of <see cref="UcrlCollector"/>.</summary>
public sealed record UcrlOptions
{
    /// <summary>The plausible transition rows; the same as of <see cref="GosprlOptions"/> by default.</summary>
    public ConfidenceSet Set { get; init; } = new BernsteinSet();

    /// <summary>Accuracy of the planner.</summary>
    public ExtendedPlanningOptions Planning { get; init; } = new();
}

/// <summary>
/// UCRL2 (Jaksch, Ortner and Auer 2010) on a reward of the collector's making: episodes that end when the visits of a pair have doubled,
/// each
/// following the policy of the greatest optimistic average reward. The reward is known and set at the start of each episode.
/// </summary>
public abstract class UcrlCollector : SampleCollector
{
    private readonly UcrlOptions _options;

    private protected UcrlCollector(UcrlOptions? options) => _options = options ?? new();

    private protected override CollectionStrategy Begin(TabularMdp mdp, TransitionCounts counts, SamplingProgress progress, Seed seed) =>
        new Strategy(this, counts, progress);

    /// <summary>Sets the rewards, in [0, 1], of an episode.</summary>
    private protected abstract void Fill(StateActionTable rewards, TransitionCounts counts, SamplingProgress progress);

    private sealed class Strategy(UcrlCollector collector, TransitionCounts counts, SamplingProgress progress) : CollectionStrategy
    {
        private readonly int[] _frozen = new int[counts.StateCount * counts.ActionCount];
        private readonly StateActionTable _rewards = new(counts.StateCount, counts.ActionCount);
        private int[]? _plan;

        public override int Act(int s) => (_plan ??= Plan())[s];

        public override void Observe(int s, int a, int next)
        {
            if (counts.N(s, a) >= 2 * Math.Max(1, _frozen[s * counts.ActionCount + a]))
                _plan = null;
        }

        private int[] Plan()
        {
            collector.Fill(_rewards, counts, progress);
            counts.Visits().CopyTo(_frozen);
            PlannerCalls++;
            return ExtendedValueIteration.AverageReward(counts, _rewards, collector._options.Set, collector._options.Planning).Actions;
        }
    }
}

/// <summary>0/1-UCRL: reward 1 for pairs that miss samples, else 0.</summary>
/// <param name="options">Settings; the defaults if left out.</param>
public sealed class ZeroOneUcrl(UcrlOptions? options = null) : UcrlCollector(options)
{
    /// <inheritdoc/>
    public override string Name => "0/1-UCRL";

    private protected override void Fill(StateActionTable rewards, TransitionCounts counts, SamplingProgress progress)
    {
        for (int s = 0; s < rewards.States; s++)
        {
            for (int a = 0; a < rewards.Actions; a++)
                rewards[s, a] = progress.Deficit(s, a) > 0 ? 1 : 0;
        }
    }
}

/// <summary>
/// MaxEnt: a Frank–Wolfe ascent of the entropy of visits, whose gradient −ln((N(s,a) + 1)/(t + SA)) is the reward, brought to [0, 1] by an
/// affine map (which changes no policy's rank). Weighted, the gradient is multiplied by the empirical noise $\sum_j \sqrt{\hat p_j (1-\hat
/// p_j)}$
/// of the pair, for model estimation; pairs that look certain then have reward 0 and may never be collected. The requirement only ends the
/// run.
/// </summary>
/// <param name="weighted">Whether noisy pairs count more; pairs seen less than twice count as the noisiest possible, √(S − 1).</param>
/// <param name="options">Settings; the defaults if left out.</param>
public sealed class MaxEntCollector(bool weighted = false, UcrlOptions? options = null) : UcrlCollector(options)
{
    /// <inheritdoc/>
    public override string Name => weighted ? "WeightedMaxEnt" : "MaxEnt";

    private protected override void Fill(StateActionTable rewards, TransitionCounts counts, SamplingProgress progress)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity,
            total = Math.Log(counts.Total + (double)rewards.Values.Length);
        for (int s = 0; s < rewards.States; s++)
        {
            for (int a = 0; a < rewards.Actions; a++)
            {
                double reward = total - Math.Log(counts.N(s, a) + 1.0);
                if (weighted)
                    reward *= Noise(counts, s, a);
                rewards[s, a] = reward;
                (low, high) = (Math.Min(low, reward), Math.Max(high, reward));
            }
        }
        foreach (ref double reward in rewards.Values)
            reward = high > low ? (reward - low) / (high - low) : 0;
    }

    private static double Noise(TransitionCounts counts, int s, int a)
    {
        double visits = counts.N(s, a), noise = 0;
        if (visits < 2)
            return Math.Sqrt(counts.StateCount - 1.0);
        foreach (int count in counts.NextCounts(s, a))
            noise += Math.Sqrt(count / visits * (1 - count / visits));
        return noise;
    }
}
