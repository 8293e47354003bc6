namespace Offprint.Estimators.OffPolicy;

/// <summary>The least number of rows at which a failure rate falls to a level.</summary>
public static class ThresholdSearch
{
    /// <summary>Brackets by doubling, then bisects on a logarithmic scale; the bracket shrinks by at least one, so noise cannot stall
    /// it.</summary>
    /// <param name="failure">The failure rate at n rows, falling up to noise.</param>
    /// <param name="level">The level, in (0, 1).</param>
    /// <param name="limit">The greatest n tried.</param>
    /// <returns>n, or <see langword="null"/> if the rate is above the level even at the limit.</returns>
    public static int? SmallestCount(Func<int, double> failure, double level, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        if (!(level > 0 && level < 1))
            throw new ArgumentException($"A level of {level}; it must lie in (0, 1).", nameof(level));
        int low = 0, high = 1;
        while (failure(high) > level)
        {
            if (high == limit)
                return null;
            (low, high) = (high, (int)Math.Min(2L * high, limit));
        }
        while (high - low > 1)
        {
            int middle = Math.Clamp((int)Math.Round(Math.Sqrt((double)Math.Max(low, 1) * high)), low + 1, high - 1);
            (low, high) = failure(middle) > level ? (middle, high) : (low, middle);
        }
        return high;
    }
}
