namespace Offprint.Statistics;

/// <summary>
/// Count, mean and variance of a stream of numbers in one pass (Welford 1962); two streams merge (Chan, Golub and LeVeque 1983).
/// </summary>
public struct RunningMoments
{
    private double _squares;

    /// <summary>How many numbers were added.</summary>
    public long Count { get; private set; }

    /// <summary>Their mean; 0 before the first.</summary>
    public double Mean { get; private set; }

    /// <summary>The variance with divisor N − 1: of the law that the numbers were drawn from. NaN for fewer than two.</summary>
    public readonly double SampleVariance => Count > 1 ? _squares / (Count - 1) : double.NaN;

    /// <summary>The variance with divisor N: of these numbers themselves. NaN for none.</summary>
    public readonly double PopulationVariance => Count > 0 ? _squares / Count : double.NaN;

    /// <summary>The standard error of the mean of independent numbers.</summary>
    public readonly double StandardError => Math.Sqrt(SampleVariance / Count);

    /// <summary>Adds a number.</summary>
    /// <param name="value">The number.</param>
    public void Add(double value)
    {
        Count++;
        double before = value - Mean;
        Mean += before / Count;
        _squares += before * (value - Mean);
    }

    /// <summary>Adds all numbers of another stream.</summary>
    /// <param name="other">The other stream.</param>
    public void Add(RunningMoments other)
    {
        if (other.Count == 0)
            return;
        long count = Count + other.Count;
        double difference = other.Mean - Mean;
        _squares += other._squares + difference * difference * Count * other.Count / count;
        Mean += difference * other.Count / count;
        Count = count;
    }
}
