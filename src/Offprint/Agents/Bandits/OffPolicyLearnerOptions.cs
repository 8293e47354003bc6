namespace Offprint.Agents.Bandits;

/// <summary>What an off-policy learner of one-step feedback maximizes, with $w_i = \min(1/p_i, c)\,\pi_\theta(a_i|x_i)$.</summary>
public enum PolicyObjective
{
    /// <summary>mean $w_i r_i$.</summary>
    InversePropensity,

    /// <summary>mean $w_i (r_i - b)$ with b a running estimate of the policy's own self-normalized value.</summary>
    SelfNormalized,

    /// <summary>mean $\sum_a \pi_\theta(a|x_i) \hat q(x_i, a)$.</summary>
    Direct,

    /// <summary>The direct objective plus mean $w_i (r_i - \hat q(x_i, a_i))$.</summary>
    DoublyRobust,
}

/// <summary>An off-policy learner of softmax policies, as a value. The defaults are our choice; the paper's were not found.</summary>
/// <param name="Objective">What it maximizes.</param>
public sealed record OffPolicyLearnerOptions(PolicyObjective Objective)
{
    /// <summary>The width of a hidden ReLU layer; 0 for a linear softmax. Default 0.</summary>
    public int Hidden { get; init; }

    /// <summary>Of the monomials that enter. Default 2; a network takes 1.</summary>
    public int Degree { get; init; } = 2;

    /// <summary>c, the bound of 1/p while training; +∞ for none. Default 20.</summary>
    public double Clip { get; init; } = 20;

    /// <summary>Passes over the rows. Default 8; the best copy on the held-out rows is kept.</summary>
    public int Epochs { get; init; } = 8;

    /// <summary>Rows a step. Default 1024.</summary>
    public int BatchSize { get; init; } = 1024;

    /// <summary>Adam's rate. Default 10⁻².</summary>
    public double LearningRate { get; init; } = 1e-2;

    /// <summary>Decoupled weight decay. Default 10⁻⁴.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>A perceptron of 64 ReLU units on the plain features, rate 10⁻³.</summary>
    /// <param name="objective">What it maximizes.</param>
    /// <returns>The options.</returns>
    public static OffPolicyLearnerOptions Network(PolicyObjective objective) =>
        new(objective) { Hidden = 64, Degree = 1, LearningRate = 1e-3 };
}

/// <summary>
/// One-step feedback with several rewards, of which each learner of a population takes its own mixture, and predictions of each.
/// </summary>
/// <param name="Actions">a, [N].</param>
/// <param name="Propensities">p, [N].</param>
/// <param name="Rewards">r of each component, [K][N].</param>
/// <param name="Predictions">q̂ of each component, [K][N·A], row by row; cross-fitted.</param>
/// <param name="ActionCount">A.</param>
public sealed record LearningRows(
    int[] Actions, double[] Propensities, double[][] Rewards, double[][] Predictions, int ActionCount);
