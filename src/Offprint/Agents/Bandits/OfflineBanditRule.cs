using Offprint.Datasets.Bandits;
using Offprint.Numerics;

namespace Offprint.Agents.Bandits;

/// <summary>
/// A rule that chooses the action of each context from logged counts: the action of the greatest score, which depends on nothing but the
/// action's own number of rows and sum of rewards.
/// </summary>
public abstract record OfflineBanditRule
{
    /// <summary>Scores that differ by no more are ties: equal fractions computed in different ways differ by rounding.</summary>
    public const double TieTolerance = 1e-12;

    /// <summary>The score of an action; must not fall as its rewards rise.</summary>
    /// <param name="count">N(x, a), at least 0.</param>
    /// <param name="rewardSum">The sum of its rewards, each in [0, 1].</param>
    /// <returns>The score.</returns>
    public abstract double Score(int count, double rewardSum);

    /// <summary>Chooses the action of one context. Allocates nothing.</summary>
    /// <param name="counts">N(x, ·), [A].</param>
    /// <param name="rewardSums">The sums of rewards, [A].</param>
    /// <param name="ties">Draws among equal scores; the lowest action wins if left out.</param>
    /// <returns>The action.</returns>
    /// <exception cref="ArgumentException">There is no action, or not one sum an action.</exception>
    public int Choose(ReadOnlySpan<int> counts, ReadOnlySpan<double> rewardSums, RandomStream? ties = null)
    {
        if (counts.IsEmpty || counts.Length != rewardSums.Length)
            throw new ArgumentException(
                $"{counts.Length} counts and {rewardSums.Length} sums of rewards; there must be one of each an action, and an action.",
                nameof(rewardSums));
        int chosen = 0, equal = 1;
        double best = Score(counts[0], rewardSums[0]);
        for (int a = 1; a < counts.Length; a++)
        {
            double score = Score(counts[a], rewardSums[a]);
            if (score > best + TieTolerance)
            {
                (best, chosen, equal) = (score, a, 1);
            }
            else if (score >= best - TieTolerance)
            {
                equal++;
                if (ties is not null && ties.NextInt(equal) == 0)
                    chosen = a;
            }
        }
        return chosen;
    }

    /// <summary>Chooses the actions of all contexts. Allocates nothing.</summary>
    /// <param name="counts">The counts of a log.</param>
    /// <param name="policy">Receives an action a context, [S].</param>
    /// <param name="ties">Draws among equal scores; the lowest action wins if left out.</param>
    /// <exception cref="ArgumentException">The log is empty, or there is not one place a context.</exception>
    public void Choose(BanditCounts counts, Span<int> policy, RandomStream? ties = null)
    {
        if (counts.Total == 0)
            throw new ArgumentException("The counts are those of an empty log; nothing can be learned from it.", nameof(counts));
        if (policy.Length != counts.Contexts)
            throw new ArgumentException($"A policy of {policy.Length} places for {counts.Contexts} contexts.", nameof(policy));
        for (int x = 0; x < policy.Length; x++)
            policy[x] = Choose(counts.Counts(x), counts.RewardSums(x), ties);
    }

    /// <summary>Chooses the actions of all contexts.</summary>
    /// <param name="counts">The counts of a log.</param>
    /// <param name="ties">Draws among equal scores; the lowest action wins if left out.</param>
    /// <returns>An action a context, [S].</returns>
    /// <exception cref="ArgumentException">The log is empty.</exception>
    public int[] Choose(BanditCounts counts, RandomStream? ties = null)
    {
        int[] policy = new int[counts.Contexts];
        Choose(counts, policy, ties);
        return policy;
    }
}

/// <summary>
/// Pessimism: the greatest lower confidence bound, $\hat r(x,a) - \sqrt{L / N(x,a)}$, after Rashidinejad et al. (2021), Algorithms 1 and 2.
/// An action without rows has mean 0 and penalty 1.
/// </summary>
public sealed record LowerConfidenceBound : OfflineBanditRule
{
    /// <summary>Makes the rule.</summary>
    /// <param name="logTerm">L, at least 0; <see cref="HoeffdingTerm"/> gives the one that makes all bounds valid at once.</param>
    /// <exception cref="ArgumentOutOfRangeException">L is negative or not finite.</exception>
    public LowerConfidenceBound(double logTerm)
    {
        if (!(logTerm >= 0) || double.IsInfinity(logTerm))
            throw new ArgumentOutOfRangeException(nameof(logTerm), logTerm, "L must be finite and at least 0.");
        LogTerm = logTerm;
    }

    /// <summary>L.</summary>
    public double LogTerm { get; }

    /// <summary>
    /// The greatest penalty; unlimited by default, as in the paper. 1 is as valid where rewards lie in [0, 1], and keeps an action with few
    /// rows from falling below one that was never seen.
    /// </summary>
    public double GreatestPenalty { get; init; } = double.PositiveInfinity;

    /// <summary>L = ln(2SA/δ)/2: by Hoeffding's inequality all S·A bounds hold together with probability 1 − δ.</summary>
    /// <param name="contexts">S.</param>
    /// <param name="actions">A.</param>
    /// <param name="delta">δ in (0, 1]; the paper takes 1/N.</param>
    /// <returns>L.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or δ above 1.</exception>
    public static double HoeffdingTerm(int contexts, int actions, double delta)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(contexts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(actions);
        if (!(delta is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "δ is a probability above 0.");
        return Math.Log(2.0 * contexts * actions / delta) / 2;
    }

    /// <inheritdoc/>
    public override double Score(int count, double rewardSum) =>
        count == 0 ? -1 : rewardSum / count - Math.Min(Math.Sqrt(LogTerm / count), GreatestPenalty);
}

/// <summary>The greatest mean reward, without pessimism; an action without rows has mean 0.</summary>
public sealed record EmpiricalBest : OfflineBanditRule
{
    /// <inheritdoc/>
    public override double Score(int count, double rewardSum) => count == 0 ? 0 : rewardSum / count;
}

/// <summary>Imitation: the action that was logged most often, whatever it earned.</summary>
public sealed record MostPlayed : OfflineBanditRule
{
    /// <inheritdoc/>
    public override double Score(int count, double rewardSum) => count;
}
