using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Files;

namespace Offprint.Datasets.Weighting;

/// <summary>How the rows of a data set are drawn, before there is a data set: part of a method.</summary>
public abstract record SamplingRule
{
    /// <summary>Weighs the trajectories of a data set, where the rule does.</summary>
    /// <param name="data">The data set.</param>
    /// <returns>The weights; <see langword="null"/> where all rows are alike.</returns>
    public abstract TrajectoryWeights? Weigh(OfflineDataset data);

    /// <summary>A sampler of a view's rows.</summary>
    /// <param name="view">The view.</param>
    /// <returns>The sampler.</returns>
    public virtual ITransitionSampler Sampler(TransitionView view) => (ITransitionSampler?)Weigh(view.Data)?.Sampler(view)
        ?? new UniformSampler(view.Count);
}

/// <summary>All rows alike.</summary>
[Kind("uniform")]
public sealed record UniformSampling : SamplingRule
{
    /// <inheritdoc/>
    public override TrajectoryWeights? Weigh(OfflineDataset data) => null;
}

/// <summary>Rows by the score of their trajectory: <see cref="TrajectoryWeighting"/>, with its linear baseline for advantages.</summary>
/// <param name="Score">RW or AW.</param>
/// <param name="Temperature">α; ∞ weighs all alike, with the random numbers of a weighted draw.</param>
[Kind("trajectory-weights")]
public sealed record TrajectorySampling(TrajectoryScore Score, double Temperature = 0.1) : SamplingRule
{
    /// <inheritdoc/>
    public override TrajectoryWeights Weigh(OfflineDataset data) => TrajectoryWeighting.Compute(data, new(Score, Temperature));
}

/// <summary>The best trajectories alone, their rows alike (%BC for any method).</summary>
/// <param name="Fraction">The share of trajectories.</param>
[Kind("top-trajectories")]
public sealed record TopTrajectories(double Fraction) : SamplingRule
{
    /// <inheritdoc/>
    public override TrajectoryWeights Weigh(OfflineDataset data) => TrajectoryWeighting.TopFraction(data, Fraction);
}
