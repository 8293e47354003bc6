using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Datasets.Bandits;

namespace Offprint.Estimators.OffPolicy.Feedback;

/// <summary>How much each row counts when a reward model is fitted.</summary>
public enum RewardWeighting
{
    /// <summary>All rows count alike.</summary>
    Plain,

    /// <summary>Row i counts π(a_i|x_i)/π_b(a_i|x_i)²: the model that makes the doubly robust estimator's variance least (MRDR,
    /// Farajtabar, Chow, Ghavamzadeh 2018).</summary>
    MoreRobust,
}

/// <summary>A model of E[r|x, a] of one-step feedback, as a value.</summary>
public abstract record RewardModel : ILabeled
{
    /// <summary>The name in tables.</summary>
    [JsonIgnore]
    public string Label => Name;

    /// <summary>What <see cref="Label"/> says; stored nowhere.</summary>
    protected abstract string Name { get; }

    /// <summary>How rows are weighted.</summary>
    public RewardWeighting Weighting { get; init; }

    /// <summary>Fits the model.</summary>
    /// <param name="feedback">The log; its contexts are features.</param>
    /// <param name="actions">A.</param>
    /// <param name="rows">The rows to fit.</param>
    /// <param name="target">π(a_i|x_i) of all rows of the log; needed for <see cref="RewardWeighting.MoreRobust"/> only.</param>
    /// <returns>The fit.</returns>
    /// <exception cref="ArgumentException">Contexts are not features, or what the weighting needs is missing.</exception>
    public IRewardFit Fit(BanditFeedback feedback, int actions, IReadOnlyList<int> rows, double[]? target = null)
    {
        if (feedback.Features is null)
            throw new ArgumentException("The contexts are numbers; a reward model wants features. Give one indicator a context.");
        double[] weights = [.. rows.Select(i => Weighting == RewardWeighting.Plain ? 1 : Weight(feedback, target, i))];
        return FitRows(feedback, actions, rows, weights);
    }

    /// <inheritdoc/>
    public sealed override string ToString() => Label;

    private protected abstract IRewardFit FitRows(BanditFeedback feedback, int actions, IReadOnlyList<int> rows, double[] weights);

    private static double Weight(BanditFeedback feedback, double[]? target, int row)
    {
        if (target is null || target.Length != feedback.Count || feedback.Propensities.Length == 0)
            throw new ArgumentException(
                "MRDR weighs rows by π(a|x)/π_b(a|x)²: give the target's probabilities, and a log with propensities.");
        return target[row] / (feedback.Propensities[row] * feedback.Propensities[row]);
    }
}

/// <summary>A fitted model of rewards.</summary>
public interface IRewardFit
{
    /// <summary>Predicts rewards.</summary>
    /// <param name="context">The context's features, [d].</param>
    /// <param name="rewards">Receives q̂(x, a), [A].</param>
    void Predict(ReadOnlySpan<float> context, Span<double> rewards);
}
