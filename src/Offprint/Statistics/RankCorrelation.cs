namespace Offprint.Statistics;

/// <summary>Correlations of two samples. For intervals pass them to <see cref="Bootstrap.OfPairs"/>.</summary>
public static class RankCorrelation
{
    /// <summary>Pearson's linear correlation.</summary>
    /// <param name="x">One sample.</param>
    /// <param name="y">The other, as long.</param>
    /// <returns>From −1 to 1; NaN if a sample is constant, shorter than two or holds NaN.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require.SameLength(x.Length, y.Length);
        double meanX = Moments.Mean(x), meanY = Moments.Mean(y), xx = 0, xy = 0, yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double u = x[i] - meanX, v = y[i] - meanY;
            xx += u * u;
            xy += u * v;
            yy += v * v;
        }
        return Math.Clamp(xy / (Math.Sqrt(xx) * Math.Sqrt(yy)), -1, 1);
    }

    /// <summary>Spearman's correlation: Pearson's of the ranks, ties given their average rank.</summary>
    /// <param name="x">One sample.</param>
    /// <param name="y">The other, as long.</param>
    /// <returns>From −1 to 1; NaN if a sample is constant, shorter than two or holds NaN.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require.SameLength(x.Length, y.Length);
        return Pearson(AverageRanks(x), AverageRanks(y));
    }

    /// <summary>Kendall's τ_b, corrected for ties; time grows with the square of the length.</summary>
    /// <param name="x">One sample.</param>
    /// <param name="y">The other, as long.</param>
    /// <returns>From −1 to 1; NaN if a sample is constant, shorter than two or holds NaN.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double KendallTauB(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require.SameLength(x.Length, y.Length);
        if (HoldsNaN(x) || HoldsNaN(y))
            return double.NaN;
        long balance = 0, differentX = 0, differentY = 0;
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                int u = x[i].CompareTo(x[j]), v = y[i].CompareTo(y[j]);
                balance += u * v;
                differentX += u * u;
                differentY += v * v;
            }
        }
        return balance / (Math.Sqrt(differentX) * Math.Sqrt(differentY));
    }

    /// <summary>Ranks from 1; equal values share the mean of their ranks.</summary>
    /// <param name="values">The values.</param>
    /// <returns>As many ranks; NaN throughout if a value is NaN.</returns>
    public static double[] AverageRanks(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray(), ranks = new double[values.Length];
        if (HoldsNaN(values))
        {
            Array.Fill(ranks, double.NaN);
            return ranks;
        }
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        for (int first = 0; first < sorted.Length;)
        {
            int end = first + 1;
            while (end < sorted.Length && sorted[end] == sorted[first])
                end++;
            for (int i = first; i < end; i++)
                ranks[order[i]] = (first + 1 + end) / 2.0;
            first = end;
        }
        return ranks;
    }

    private static bool HoldsNaN(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (double.IsNaN(value))
                return true;
        }
        return false;
    }
}
