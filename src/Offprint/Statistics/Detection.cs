namespace Offprint.Statistics;

/// <summary>
/// How well a score tells positives from negatives. For intervals use <see cref="Bootstrap.OfRows"/>, stratified by the truth.
/// </summary>
public static class Detection
{
    /// <summary>
    /// The area under the receiver operating curve: the probability that a positive scores above a negative, ties counted by half.
    /// </summary>
    /// <param name="scores">The scores, higher for positives; infinite ones are allowed.</param>
    /// <param name="positive">The truth, as many.</param>
    /// <returns>From 0 to 1; NaN without positives or without negatives, or if a score is NaN.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double AreaUnderCurve(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        Require.SameLength(scores.Length, positive.Length);
        double[] ranks = RankCorrelation.AverageRanks(scores);
        double sum = 0, positives = 0;
        for (int i = 0; i < ranks.Length; i++)
        {
            if (!positive[i])
                continue;
            sum += ranks[i];
            positives++;
        }
        return (sum - positives * (positives + 1) / 2) / (positives * (scores.Length - positives));
    }

    /// <summary>Average precision: Σ (Rᵢ − Rᵢ₋₁) Pᵢ over falling thresholds, equal scores taken together, without interpolation.</summary>
    /// <param name="scores">The scores, higher for positives.</param>
    /// <param name="positive">The truth, as many.</param>
    /// <returns>From 0 to 1; NaN without positives, or if a score is NaN.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double AveragePrecision(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        Require.SameLength(scores.Length, positive.Length);
        double[] sorted = scores.ToArray();
        if (Array.Exists(sorted, double.IsNaN))
            return double.NaN;
        bool[] truth = positive.ToArray();
        Array.Sort(sorted, truth);
        double total = truth.Count(t => t), found = 0, sum = 0;
        for (int last = sorted.Length - 1; last >= 0;)
        {
            int first = last;
            double before = found;
            for (; first >= 0 && sorted[first] == sorted[last]; first--)
                found += truth[first] ? 1 : 0;
            sum += (found - before) / total * (found / (sorted.Length - 1 - first));
            last = first;
        }
        return total > 0 ? sum : double.NaN;
    }
}
