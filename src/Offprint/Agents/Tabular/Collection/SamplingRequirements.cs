using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Agents.Tabular.Collection;

/// <summary>TREASURE-k, the discovery of sparse rewards: every pair at least k times.</summary>
public sealed record TreasureRequirement : ISamplingRequirement
{
    /// <summary>Makes the rule.</summary>
    /// <param name="samples">k, at least 0: 1 in the paper's bound, 10 in its experiment.</param>
    public TreasureRequirement(int samples = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        Samples = samples;
    }

    /// <summary>k.</summary>
    public int Samples { get; }

    /// <inheritdoc/>
    public int Required(int s, int a, TransitionCounts counts, int round = 0) => Samples;
}

/// <summary>A number of samples for each pair, fixed beforehand.</summary>
public sealed class FixedRequirement : ISamplingRequirement
{
    private readonly int[,] _samples;

    /// <summary>Makes the rule.</summary>
    /// <param name="samples">b(s, a), [S, A]; no entry negative.</param>
    /// <exception cref="ArgumentException">An entry is negative; the message names it.</exception>
    public FixedRequirement(int[,] samples)
    {
        for (int s = 0; s < samples.GetLength(0); s++)
        {
            for (int a = 0; a < samples.GetLength(1); a++)
            {
                if (samples[s, a] < 0)
                    throw new ArgumentException($"State {s}, action {a} asks for {samples[s, a]} samples; it must be at least 0.",
                        nameof(samples));
                Total += samples[s, a];
            }
        }
        _samples = (int[,])samples.Clone();
    }

    /// <summary>B, the sum of all entries.</summary>
    public long Total { get; }

    /// <summary>Requirements drawn uniformly from 0 … U, each pair by itself.</summary>
    /// <param name="mdp">Gives states and actions.</param>
    /// <param name="greatest">U.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The rule.</returns>
    public static FixedRequirement Uniform(TabularMdp mdp, int greatest, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(greatest);
        RandomStream random = seed.Stream();
        int[,] samples = new int[mdp.States, mdp.Actions];
        for (int s = 0; s < mdp.States; s++)
        {
            for (int a = 0; a < mdp.Actions; a++)
                samples[s, a] = random.NextInt(greatest + 1);
        }
        return new(samples);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The counts are of another shape.</exception>
    public int Required(int s, int a, TransitionCounts counts, int round = 0)
    {
        if ((counts.StateCount, counts.ActionCount) != (_samples.GetLength(0), _samples.GetLength(1)))
        {
            throw new ArgumentException(
                $"The requirement is [{_samples.GetLength(0)}, {_samples.GetLength(1)}] for {counts.StateCount} states and " +
                $"{counts.ActionCount} actions.", nameof(counts));
        }
        return _samples[s, a];
    }
}

/// <summary>
/// ModEst: as many samples as an empirical Bernstein bound asks for until ‖P̂(·|s,a) − P(·|s,a)‖₁ ≤ η for all pairs. The bound
/// $a_1/\sqrt n + a_2/n \le \eta$ with $a_1 = \sum_j \sqrt{2 \hat p_j (1-\hat p_j) L}$, $a_2 = 7SL/3$ and
/// $L = c_b \ln(4SA(N+1)^2/\delta)$ is solved for n in closed form, so that noisy rows get more samples than nearly certain ones.
/// </summary>
public sealed record ModelEstimationRequirement : ISamplingRequirement
{
    /// <summary>η of the first round, positive. Our choice: 2, the greatest distance of two laws.</summary>
    public double Accuracy { get; init; } = 2;

    /// <summary>The factor of η from one round to the next, in (0, 1). Our choice: 0.7.</summary>
    public double Refinement { get; init; } = 0.7;

    /// <inheritdoc/>
    /// <remarks>One round for a fixed η. By default the rule never ends ("anytime"): the steps' limit ends the run.</remarks>
    public int Rounds { get; init; } = int.MaxValue;

    /// <summary>δ in (0, 1), the failure probability in the logarithm.</summary>
    public double Delta { get; init; } = 0.1;

    /// <summary>c_b, the factor of the logarithm: 1 is theory. Our choice: 0.1.</summary>
    public double Scale { get; init; } = 0.1;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">An option is out of range.</exception>
    public int Required(int s, int a, TransitionCounts counts, int round = 0)
    {
        if (!(Accuracy > 0 && Refinement is > 0 and < 1 && Delta is > 0 and < 1 && Scale > 0))
            throw new InvalidOperationException($"{this}: accuracy and scale must be positive, refinement and delta lie in (0, 1).");
        int visits = counts.N(s, a);
        if (visits < 2)
            return 2;
        double accuracy = Accuracy * Math.Pow(Refinement, round);
        double log = Scale * Math.Log(4.0 * counts.StateCount * counts.ActionCount * (visits + 1.0) * (visits + 1.0) / Delta), root = 0;
        foreach (int count in counts.NextCounts(s, a))
        {
            double p = (double)count / visits;
            root += Math.Sqrt(2 * p * (1 - p) * log);
        }
        double linear = 7 * counts.StateCount * log / 3;
        double needed = (root + Math.Sqrt(root * root + 4 * accuracy * linear)) / (2 * accuracy);
        return (int)Math.Min(int.MaxValue, Math.Ceiling(needed * needed));
    }
}
