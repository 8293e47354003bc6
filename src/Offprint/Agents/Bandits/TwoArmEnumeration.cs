namespace Offprint.Agents.Bandits;

/// <summary>
/// How often a rule errs on two Bernoulli arms, exactly: a sum over all numbers of rows and successes. It sees probabilities that no
/// simulation can, such as 10⁻¹⁵.
/// </summary>
public static class TwoArmEnumeration
{
    /// <summary>
    /// $\sum_n \mathrm{Bin}(n; N, q) \sum_{k,l} \mathrm{Bin}(k; n, r_1)\,\mathrm{Bin}(l; N-n, r_2)\,\bigl(1[s_1 &lt; s_2] + \tfrac12 1[s_1
    /// = s_2]\bigr)$.
    /// As scores rise with successes, one pass over them suffices for each n: O(N²) in all.
    /// </summary>
    /// <param name="rule">The rule; ties are split evenly.</param>
    /// <param name="count">N, the number of rows, at least 0.</param>
    /// <param name="share">q, the probability that a row is of the better arm: 1/C*.</param>
    /// <param name="better">r₁, the mean of the better arm.</param>
    /// <param name="worse">r₂, the mean of the other.</param>
    /// <returns>The probability of choosing the worse arm.</returns>
    /// <exception cref="ArgumentOutOfRangeException">N is negative, or a number is not a probability.</exception>
    public static double ErrorProbability(OfflineBanditRule rule, int count, double share, double better, double worse)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        RequireProbability(share, nameof(share));
        RequireProbability(better, nameof(better));
        RequireProbability(worse, nameof(worse));
        double[] logFactorials = new double[count + 1];
        for (int n = 2; n <= count; n++)
            logFactorials[n] = logFactorials[n - 1] + Math.Log(n);
        double[] weights = new double[count + 2], scores = new double[count + 2], rows = new double[count + 1];
        FillBinomial(share, logFactorials, rows);
        double error = 0;
        for (int n = 0; n <= count; n++)
        {
            if (rows[n] == 0)
                continue;
            // The two arms have N + 2 outcomes together: they share the buffers.
            Span<double> firstWeights = weights.AsSpan(0, n + 1), secondWeights = weights.AsSpan(n + 1),
                firstScores = scores.AsSpan(0, n + 1);
            Span<double> secondScores = scores.AsSpan(n + 1);
            FillBinomial(better, logFactorials, firstWeights);
            FillBinomial(worse, logFactorials, secondWeights);
            FillScores(rule, firstScores);
            FillScores(rule, secondScores);
            error += rows[n] * Wrong(firstWeights, firstScores, secondWeights, secondScores);
        }
        return error;
    }

    /// <summary>P(s₁ &lt; s₂) + P(s₁ = s₂)/2 of two independent scores, both sorted; turns the second weights into tail sums.</summary>
    private static double Wrong(ReadOnlySpan<double> firstWeights, ReadOnlySpan<double> firstScores, Span<double> secondWeights,
        ReadOnlySpan<double> secondScores)
    {
        // Tails are summed from the far end, so that small ones keep their digits.
        for (int l = secondWeights.Length - 2; l >= 0; l--)
            secondWeights[l] += secondWeights[l + 1];
        int tied = 0, above = 0;
        double wrong = 0;
        for (int k = 0; k < firstScores.Length; k++)
        {
            while (tied < secondScores.Length && secondScores[tied] < firstScores[k] - OfflineBanditRule.TieTolerance)
                tied++;
            while (above < secondScores.Length && secondScores[above] <= firstScores[k] + OfflineBanditRule.TieTolerance)
                above++;
            wrong += firstWeights[k] * (Tail(secondWeights, tied) + Tail(secondWeights, above)) / 2;
        }
        return wrong;
    }

    private static double Tail(ReadOnlySpan<double> tails, int from) => from < tails.Length ? tails[from] : 0;

    private static void FillScores(OfflineBanditRule rule, Span<double> scores)
    {
        for (int k = 0; k < scores.Length; k++)
            scores[k] = rule.Score(scores.Length - 1, k);
    }

    private static void FillBinomial(double probability, ReadOnlySpan<double> logFactorials, Span<double> weights)
    {
        int trials = weights.Length - 1;
        if (probability is 0 or 1)
        {
            weights.Clear();
            weights[probability == 0 ? 0 : trials] = 1;
            return;
        }
        double success = Math.Log(probability), failure = double.LogP1(-probability);
        for (int k = 0; k <= trials; k++)
            weights[k] = Math.Exp(logFactorials[trials] - logFactorials[k] - logFactorials[trials - k] + k * success + (trials - k) *
                failure);
    }

    private static void RequireProbability(double value, string name)
    {
        if (!(value is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, value, "A probability lies in [0, 1].");
    }
}
