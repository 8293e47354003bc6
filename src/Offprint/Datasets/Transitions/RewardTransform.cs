using Offprint.Datasets.Offline;

namespace Offprint.Datasets.Transitions;

/// <summary>r ← scale · r + shift, applied when a batch is made: data sets and buffers hold raw rewards.</summary>
/// <param name="Scale">The factor.</param>
/// <param name="Shift">What is added after scaling.</param>
public sealed record RewardTransform(double Scale = 1, double Shift = 0)
{
    /// <summary>Rewards as they are.</summary>
    public static RewardTransform Identity { get; } = new();

    /// <summary>Applies the transform.</summary>
    /// <param name="reward">The raw reward.</param>
    /// <returns>The transformed reward.</returns>
    public float Apply(float reward) => (float)(Scale * reward + Shift);

    /// <summary>Scales so that returns span a given range: r · span / (max G − min G) (IQL's rule for locomotion, span 1000).</summary>
    /// <param name="data">The data set whose returns count.</param>
    /// <param name="span">The range.</param>
    /// <returns>The transform.</returns>
    /// <exception cref="ArgumentException">All returns are equal.</exception>
    public static RewardTransform ReturnSpan(OfflineDataset data, double span = 1000)
    {
        ReturnStatistics returns = data.Returns();
        return returns.Maximum > returns.Minimum
            ? new(span / (returns.Maximum - returns.Minimum))
            : throw new ArgumentException($"All returns of '{data.Name}' equal {returns.Mean}: they cannot be scaled to a span.",
                nameof(data));
    }

    /// <summary>Scales single rewards to [0, 1] by the data's smallest and largest.</summary>
    /// <param name="data">The data set whose rewards count.</param>
    /// <returns>The transform.</returns>
    /// <exception cref="ArgumentException">All rewards are equal.</exception>
    public static RewardTransform MinMax(OfflineDataset data)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (float reward in data.Rewards.Values)
            (low, high) = (Math.Min(low, reward), Math.Max(high, reward));
        return high > low
            ? new(1 / (high - low), -low / (high - low))
            : throw new ArgumentException($"All rewards of '{data.Name}' equal {low}: they cannot be scaled to [0, 1].", nameof(data));
    }
}
