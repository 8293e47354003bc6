using Offprint.Statistics;

namespace Offprint.Datasets.Offline;

/// <summary>
/// Statistics of the returns of a data set's trajectories, each counted once. Variances divide by N, as in Hong et al. 2023 (RPSV).
/// </summary>
public sealed record ReturnStatistics
{
    /// <summary>Computes them.</summary>
    /// <param name="returns">G, one a trajectory, at least one.</param>
    /// <exception cref="ArgumentException">There is no return.</exception>
    public ReturnStatistics(ReadOnlySpan<double> returns)
    {
        if (returns.IsEmpty)
            throw new ArgumentException("Statistics need at least one return.", nameof(returns));
        double[] sorted = returns.ToArray();
        Array.Sort(sorted);
        (Count, Minimum, Maximum, Mean) = (sorted.Length, sorted[0], sorted[^1], Moments.Mean(returns));
        Median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        foreach (double value in sorted)
        {
            double deviation = value - Mean;
            if (deviation > 0)
                PositiveSidedVariance += deviation * deviation / Count;
            else
                NegativeSidedVariance += deviation * deviation / Count;
        }
    }

    /// <summary>n, the number of trajectories.</summary>
    public int Count { get; }

    /// <summary>J of the behavior: the mean return of a trajectory.</summary>
    public double Mean { get; }

    /// <summary>The smallest return.</summary>
    public double Minimum { get; }

    /// <summary>The median return.</summary>
    public double Median { get; }

    /// <summary>The largest return.</summary>
    public double Maximum { get; }

    /// <summary>Variance, divisor n.</summary>
    public double Variance => PositiveSidedVariance + NegativeSidedVariance;

    /// <summary>RPSV, V₊[G] = (1/n) Σ max(Gᵢ − Ḡ, 0)²: the room for improvement over the behavior.</summary>
    public double PositiveSidedVariance { get; }

    /// <summary>(1/n) Σ min(Gᵢ − Ḡ, 0)².</summary>
    public double NegativeSidedVariance { get; }

    /// <summary>RPSV of returns scaled to [0, 1], comparable between environments; 0 if all returns are equal.</summary>
    public double ScaledPositiveSidedVariance =>
        Maximum > Minimum ? PositiveSidedVariance / ((Maximum - Minimum) * (Maximum - Minimum)) : 0;
}
