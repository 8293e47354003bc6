using Offprint.Datasets.Bandits;
using Offprint.Numerics;

namespace Offprint.Estimators.OffPolicy.Feedback;

/// <summary>Predictions for rows that the predicting model has not seen: folds by cluster, each predicted by a fit on the others.</summary>
public static class CrossFit
{
    /// <summary>Assigns folds, whole clusters at a time.</summary>
    /// <param name="count">N.</param>
    /// <param name="clusters">Rows that depend on each other, [N]; null if none do.</param>
    /// <param name="folds">K, at least 2.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The fold of each row, [N]; folds differ by at most one cluster.</returns>
    /// <exception cref="ArgumentException">There are fewer clusters than folds.</exception>
    public static int[] Folds(int count, int[]? clusters, int folds, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        int[] units = clusters is null ? [.. Enumerable.Range(0, count)] : [.. clusters.Distinct()];
        if (units.Length < folds)
            throw new ArgumentException($"{units.Length} independent units cannot fill {folds} folds.");
        seed.Derive("folds").Stream().Shuffle<int>(units);
        Dictionary<int, int> places = units.Select((unit, i) => (unit, i)).ToDictionary(p => p.unit, p => p.i % folds);
        return [.. Enumerable.Range(0, count).Select(i => places[clusters?[i] ?? i])];
    }

    /// <summary>Predicts all rewards of a log.</summary>
    /// <param name="feedback">The log; its contexts are features.</param>
    /// <param name="actions">A.</param>
    /// <param name="model">The model.</param>
    /// <param name="folds">K.</param>
    /// <param name="seed">The seed of the folds.</param>
    /// <param name="target">π(a_i|x_i), where the model weighs by it.</param>
    /// <returns>q̂(x_i, a), [N·A], row by row.</returns>
    /// <exception cref="ArgumentException">As <see cref="RewardModel.Fit(BanditFeedback, int, IReadOnlyList{int}, double[])"/>.</exception>
    public static double[] Rewards(
        BanditFeedback feedback, int actions, RewardModel model, int folds = 2, Seed seed = default, double[]? target = null)
    {
        int[] fold = Folds(feedback.Count, feedback.Clusters, folds, seed);
        double[] predictions = new double[feedback.Count * actions];
        for (int k = 0; k < folds; k++)
        {
            IRewardFit fit = model.Fit(feedback, actions, [.. Enumerable.Range(0, feedback.Count).Where(i => fold[i] != k)], target);
            for (int i = 0; i < feedback.Count; i++)
            {
                if (fold[i] == k)
                    fit.Predict(feedback.Features!.Row(i), predictions.AsSpan(i * actions, actions));
            }
        }
        return predictions;
    }
}
