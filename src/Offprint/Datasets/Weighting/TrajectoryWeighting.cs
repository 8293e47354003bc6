using Offprint.Datasets.Offline;
using Offprint.Datasets.Tabular;

namespace Offprint.Datasets.Weighting;

/// <summary>By what a trajectory is judged.</summary>
public enum TrajectoryScore
{
    /// <summary>Its return G (RW).</summary>
    Return,

    /// <summary>Its advantage G − V(s₀) over the expected return from its start (AW).</summary>
    Advantage,
}

/// <summary>Options of <see cref="TrajectoryWeighting"/>.</summary>
/// <param name="Score">RW or AW.</param>
/// <param name="Temperature">α: 0.1 for IQL, TD3+BC and cloning, 0.2 for CQL (code); ∞ weighs all alike.</param>
/// <param name="Baseline">V(s₀) for advantages; linear by default (code), for tabular data the mean of each start.</param>
public sealed record TrajectoryWeightingOptions(TrajectoryScore Score, double Temperature = 0.1, IInitialValue? Baseline = null);

/// <summary>
/// Weights that make a sampler prefer good trajectories: with m(x) = (x − min x) / (max x − min x) over the trajectories' scores,
/// $$ p_{i,t} = \frac{e^{m(x)_i/\alpha}}{\sum_j T_j e^{m(x)_j/\alpha}} $$ for every row t of trajectory i.
/// </summary>
/// <remarks>
/// Hong, Agrawal, Tachet des Combes and Laroche, "Harnessing mixed offline reinforcement learning datasets via trajectory weighting", ICLR
/// 2023. The softmax runs over rows, so that a long trajectory has more mass. In a deterministic MDP the weighted data are those of a
/// behavior whose return is Σ w G / Σ w.
/// </remarks>
public static class TrajectoryWeighting
{
    /// <summary>Weighs a data set's episodes.</summary>
    /// <param name="data">The data set; an unfinished episode counts like any other.</param>
    /// <param name="options">Score and temperature.</param>
    /// <returns>The weights.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not positive.</exception>
    public static TrajectoryWeights Compute(OfflineDataset data, TrajectoryWeightingOptions options) => Compute(
        data.Episodes, () => data.Observations.Gather([.. data.Episodes.Select(episode => episode.Start..(episode.Start + 1))]),
        options with { Baseline = options.Baseline ?? new LinearInitialValue() });

    /// <summary>Weighs a tabular data set's episodes.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="options">Score and temperature; without a baseline V(s₀) is the mean return from the start state.</param>
    /// <returns>The weights.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not positive.</exception>
    public static TrajectoryWeights Compute(TabularDataset data, TrajectoryWeightingOptions options)
    {
        IReadOnlyList<Episode> episodes = data.Episodes;
        return Compute(episodes, () => new([.. episodes.Select(episode => (float)data.States[episode.Start])]),
            options with { Baseline = options.Baseline ?? new StartMeanInitialValue() });
    }

    /// <summary>Weighs trajectories by given scores.</summary>
    /// <param name="scores">x, one a trajectory.</param>
    /// <param name="lengths">T, rows of each.</param>
    /// <param name="temperature">α, positive; ∞ weighs all alike.</param>
    /// <returns>The weights; even where all scores are equal.</returns>
    /// <exception cref="ArgumentException">The spans differ in length or are empty, or a length is not positive.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not positive.</exception>
    public static TrajectoryWeights Boltzmann(ReadOnlySpan<double> scores, ReadOnlySpan<int> lengths, double temperature)
    {
        if (!(temperature > 0))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature,
                "A temperature is positive; infinity weighs all trajectories alike.");
        CheckLengths(scores, lengths);
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double score in scores)
            (low, high) = (Math.Min(low, score), Math.Max(high, score));
        double[] weights = new double[scores.Length];
        // Relative to the best: e^(m/α) itself overflows for small α. Equal scores, where m is 0/0, all count as the best.
        for (int i = 0; i < weights.Length; i++)
            weights[i] = high > low ? Math.Exp((scores[i] - high) / (high - low) / temperature) : 1;
        return new(scores.ToArray(), lengths.ToArray(), weights);
    }

    /// <summary>Keeps the best trajectories only, evenly over their rows.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="fraction">The share of trajectories (not of rows) to keep: ⌊fraction · n⌋, but at least one.</param>
    /// <returns>Weights 1 and 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not in (0, 1].</exception>
    public static TrajectoryWeights TopFraction(OfflineDataset data, double fraction) => TopFraction(data.Episodes, fraction);

    /// <summary>Keeps the best trajectories only, evenly over their rows.</summary>
    /// <param name="episodes">The trajectories.</param>
    /// <param name="fraction">The share of trajectories (not of rows) to keep: ⌊fraction · n⌋, but at least one.</param>
    /// <returns>Weights 1 and 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not in (0, 1].</exception>
    public static TrajectoryWeights TopFraction(IReadOnlyList<Episode> episodes, double fraction)
    {
        if (fraction is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The share of trajectories lies in (0, 1].");
        double[] returns = [.. episodes.Select(episode => episode.Return)];
        int[] order = [.. Enumerable.Range(0, returns.Length).OrderByDescending(i => returns[i]).ThenBy(i => i)];
        double[] weights = new double[returns.Length];
        foreach (int i in order.Take(Math.Max((int)(returns.Length * fraction), 1)))
            weights[i] = 1;
        return new(returns, [.. episodes.Select(episode => episode.Length)], weights);
    }

    private static TrajectoryWeights Compute(IReadOnlyList<Episode> episodes, Func<Column<float>> starts,
        TrajectoryWeightingOptions options)
    {
        double[] scores = [.. episodes.Select(episode => episode.Return)];
        if (options.Score == TrajectoryScore.Advantage)
            scores = [.. scores.Zip(options.Baseline!.Predict(starts(), scores), (g, v) => g - v)];
        return Boltzmann(scores, [.. episodes.Select(episode => episode.Length)], options.Temperature);
    }

    private static void CheckLengths(ReadOnlySpan<double> scores, ReadOnlySpan<int> lengths)
    {
        if (scores.IsEmpty || scores.Length != lengths.Length)
            throw new ArgumentException(
                $"{scores.Length} scores for {lengths.Length} trajectories; there must be as many, and at least one.", nameof(lengths));
        for (int i = 0; i < scores.Length; i++)
        {
            if (!double.IsFinite(scores[i]) || lengths[i] < 1)
                throw new ArgumentException(
                    $"Trajectory {i} has score {scores[i]} and length {lengths[i]}; scores are finite, lengths positive.", nameof(scores));
        }
    }
}
