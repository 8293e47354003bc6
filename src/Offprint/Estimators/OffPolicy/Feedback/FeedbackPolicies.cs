using Offprint.Datasets.Bandits;
using Offprint.Estimators.OffPolicy.Logged;

namespace Offprint.Estimators.OffPolicy.Feedback;

/// <summary>One-step feedback as a log for off-policy estimators.</summary>
public static class FeedbackPolicies
{
    /// <summary>The log of a bandit's feedback, T = 1.</summary>
    /// <param name="feedback">The feedback, with propensities.</param>
    /// <param name="rewards">Other rewards than the feedback's, [N]; null for its own.</param>
    /// <returns>The log; clusters are the feedback's.</returns>
    /// <exception cref="LogException">There are no propensities, or some are not positive.</exception>
    public static LoggedSteps ToLog(this BanditFeedback feedback, double[]? rewards = null) => feedback.Propensities.Length == 0
        ? throw new LogException("The feedback has no propensities. Log the probability with which each action was drawn, or fit a " +
            "PropensityModel.")
        : LoggedSteps.OneStep(rewards ?? feedback.Rewards, feedback.Propensities, feedback.Clusters);

    /// <summary>A policy with its direct estimates as columns of a log.</summary>
    /// <param name="feedback">The feedback.</param>
    /// <param name="label">The policy's name.</param>
    /// <param name="law">π(a|x_i), [N·A], row by row; rows sum to one.</param>
    /// <param name="actions">A.</param>
    /// <param name="rewards">q̂(x_i, a), [N·A]; null if no estimator asks for it.</param>
    /// <returns>The columns.</returns>
    /// <exception cref="ArgumentException">Lengths disagree, or a row is no law; it is named.</exception>
    public static TargetPolicy Target(
        this BanditFeedback feedback, string label, ReadOnlySpan<double> law, int actions, ReadOnlySpan<double> rewards = default)
    {
        int count = feedback.Count;
        if (law.Length != count * actions || (!rewards.IsEmpty && rewards.Length != law.Length))
            throw new ArgumentException(
                $"'{label}': {law.Length} probabilities and {rewards.Length} rewards for {count} rows × {actions} actions.");
        double[] chosen = new double[count], values = new double[count], taken = new double[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> row = law.Slice(i * actions, actions);
            double sum = 0;
            for (int a = 0; a < actions; a++)
            {
                sum += row[a];
                values[i] += rewards.IsEmpty ? 0 : row[a] * rewards[i * actions + a];
            }
            if (!(Math.Abs(sum - 1) < 1e-6))
                throw new ArgumentException($"'{label}': the probabilities of row {i} sum to {sum}, not to 1.");
            chosen[i] = row[feedback.Actions[i]];
            taken[i] = rewards.IsEmpty ? 0 : rewards[i * actions + feedback.Actions[i]];
        }
        return new(label, chosen) { Values = rewards.IsEmpty ? null : values, ActionValues = rewards.IsEmpty ? null : taken };
    }

    /// <summary>
    /// Marginal weights over embeddings of actions (MIPS, Saito and Joachims 2022), Σ_{a: e(a) = e} π(a|x) / Σ_{a: e(a) = e} π_b(a|x), for
    /// embeddings that are a category of each action: unbiased where rewards depend on actions through the category alone.
    /// </summary>
    /// <param name="feedback">The feedback.</param>
    /// <param name="categories">e(a), [A].</param>
    /// <param name="behavior">π_b(a|x_i), [N·A].</param>
    /// <param name="target">π(a|x_i), [N·A].</param>
    /// <returns>
    /// The weights, [N]: a <see cref="TargetPolicy.StateActionRatio"/>, for <see cref="MarginalImportanceSampling"/>.
    /// </returns>
    public static double[] EmbeddingWeights(
        this BanditFeedback feedback, ReadOnlySpan<int> categories, ReadOnlySpan<double> behavior, ReadOnlySpan<double> target)
    {
        int actions = categories.Length;
        if (behavior.Length != feedback.Count * actions || target.Length != behavior.Length)
            throw new ArgumentException(
                $"Laws of {behavior.Length} and {target.Length} probabilities for {feedback.Count} rows × {actions} actions.");
        double[] weights = new double[feedback.Count];
        for (int i = 0; i < weights.Length; i++)
        {
            double above = 0, below = 0;
            for (int a = 0; a < actions; a++)
            {
                if (categories[a] != categories[feedback.Actions[i]])
                    continue;
                above += target[i * actions + a];
                below += behavior[i * actions + a];
            }
            weights[i] = above / below;
        }
        return weights;
    }
}
