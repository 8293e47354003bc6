using Offprint.Environments.Tabular;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>Scores that a gate may compare policies by, computed without sampling.</summary>
public static class TabularGate
{
    /// <summary>AM-Q: the mean of a critic over the first H steps of a policy in a model.</summary>
    /// <remarks>
    /// $$\mathrm{AMQ}(\pi) = \frac1H \sum_{t=0}^{H-1} \mathbb{E}\,Q(s_t, a_t),\qquad a_t \sim \pi(\cdot|s_t),\;
    /// s_{t+1} \sim \hat P(\cdot|s_t, a_t).$$
    /// </remarks>
    /// <param name="model">P̂; its start law is that of s₀.</param>
    /// <param name="policy">π.</param>
    /// <param name="critic">Q.</param>
    /// <param name="horizon">H, at least 1.</param>
    /// <returns>The mean.</returns>
    public static double MeanValue(TabularMdp model, TabularPolicy policy, StateActionTable critic, int horizon) =>
        Along(model, policy, horizon, (s, a) => critic[s, a], 1) / horizon;

    /// <summary>The discounted sum of a model's rewards over the first H steps of a policy.</summary>
    /// <param name="model">The model, with a discount.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="horizon">H, at least 1.</param>
    /// <returns>The sum.</returns>
    public static double Return(TabularMdp model, TabularPolicy policy, int horizon) =>
        Along(model, policy, horizon, (s, a) => model.Reward(s, a), model.Discount ?? 1);

    /// <summary>Σ_t discount^t E f(s_t, a_t).</summary>
    private static double Along(TabularMdp model, TabularPolicy policy, int horizon, Func<int, int, double> f, double discount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        double[] law = [.. model.Initial], next = new double[model.States];
        double sum = 0, weight = 1;
        for (int t = 0; t < horizon; t++)
        {
            Array.Clear(next);
            for (int s = 0; s < model.States; s++)
            {
                for (int a = 0; a < model.Actions; a++)
                {
                    double probability = law[s] * policy.Probability(s, a);
                    if (probability == 0)
                        continue;
                    sum += weight * probability * f(s, a);
                    Spread(model.Next(s, a), probability, next);
                }
            }
            (law, next) = (next, law);
            weight *= discount;
        }
        return sum;
    }

    private static void Spread(TransitionRow row, double probability, double[] next)
    {
        for (int i = 0; i < row.Count; i++)
            next[row.States[i]] += probability * row.Probabilities[i];
    }
}
