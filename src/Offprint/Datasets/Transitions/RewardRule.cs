using Offprint.Datasets.Offline;
using Offprint.Files;

namespace Offprint.Datasets.Transitions;

/// <summary>How a transform of rewards follows from a data set: the part of a method's recipe that is known before the data are.</summary>
public abstract record RewardRule
{
    /// <summary>The transform for a data set.</summary>
    /// <param name="data">The data set.</param>
    /// <returns>The transform.</returns>
    /// <exception cref="ArgumentException">The data set has no spread that the rule could scale.</exception>
    public abstract RewardTransform Of(OfflineDataset data);
}

/// <summary>The same transform for all data: r ← scale · r + shift.</summary>
/// <param name="Scale">The factor.</param>
/// <param name="Shift">What is added after scaling; −1 for sparse rewards of mazes (IQL, CQL).</param>
[Kind("fixed")]
public sealed record FixedReward(double Scale = 1, double Shift = 0) : RewardRule
{
    /// <inheritdoc/>
    public override RewardTransform Of(OfflineDataset data) => new(Scale, Shift);
}

/// <summary>Returns span a given range (IQL for locomotion).</summary>
/// <param name="Span">The range. Default 1000, the horizon of those tasks.</param>
[Kind("return-span")]
public sealed record ReturnSpanReward(double Span = 1000) : RewardRule
{
    /// <inheritdoc/>
    public override RewardTransform Of(OfflineDataset data) => RewardTransform.ReturnSpan(data, Span);
}

/// <summary>Single rewards lie in [0, 1].</summary>
[Kind("min-max")]
public sealed record MinMaxReward : RewardRule
{
    /// <inheritdoc/>
    public override RewardTransform Of(OfflineDataset data) => RewardTransform.MinMax(data);
}
