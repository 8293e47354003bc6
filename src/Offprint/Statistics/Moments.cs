namespace Offprint.Statistics;

/// <summary>Mean and variance of a span; public code offers them through the estimates that use them.</summary>
internal static class Moments
{
    public static double Mean(ReadOnlySpan<double> sample)
    {
        double sum = 0;
        foreach (double value in sample)
            sum += value;
        return sum / sample.Length;
    }

    /// <summary>Divisor N − 1.</summary>
    public static double Variance(ReadOnlySpan<double> sample)
    {
        double mean = Mean(sample), sum = 0;
        foreach (double value in sample)
            sum += (value - mean) * (value - mean);
        return sum / (sample.Length - 1);
    }
}
