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

/// <summary>
/// Rows after which their episode still pays something, alike: where reward is rare, those that lead to it (Lei et al. 2024's cloning for
/// mazes, code).
/// </summary>
[Kind("rewarded-rows")]
public sealed record RewardedRows : SamplingRule
{
    /// <inheritdoc/>
    /// <returns><see langword="null"/>: rows are weighed, not trajectories.</returns>
    public override TrajectoryWeights? Weigh(OfflineDataset data) => null;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">No row's episode pays anything from there on.</exception>
    public override ITransitionSampler Sampler(TransitionView view)
    {
        OfflineDataset data = view.Data;
        double[] weights = new double[data.Count];
        foreach (Episode episode in data.Episodes)
        {
            double ahead = 0;
            for (int row = episode.Start + episode.Length - 1; row >= episode.Start; row--)
            {
                ahead += data.Rewards[row];
                weights[row] = ahead > 0 ? 1 : 0;
            }
        }
        return new WeightedSampler(view.Pick(weights));
    }
}
