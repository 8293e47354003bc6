using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular.Planning;

/// <summary>
/// Howard's policy iteration: evaluate exactly, then take a better action wherever there is one by more than rounding. Ends after finitely
/// many improvements with an optimal policy.
/// </summary>
public static class PolicyIteration
{
    /// <summary>Plans in a known discounted MDP.</summary>
    /// <param name="mdp">An MDP with a discount.</param>
    /// <param name="start">The first policy, deterministic or not; action 0 everywhere if left out.</param>
    /// <returns>The optimal values and policy.</returns>
    /// <exception cref="ArgumentException">The MDP has no discount.</exception>
    public static PlanningSolution Solve(TabularMdp mdp, TabularPolicy? start = null)
    {
        if (mdp.Discount is not { } discount)
            throw new ArgumentException(
                $"Policy iteration needs a discount; {mdp.Name} has none. With a horizon use ValueIteration, else AverageReward.",
                nameof(mdp));
        double slack = 1e-13 * Math.Max(1, mdp.RewardArray.Max(Math.Abs)) / (1 - discount);
        int[] actions = new int[mdp.States];
        for (int s = 0; s < actions.Length && start is not null; s++)
            actions[s] = start.Mode(s);
        for (int improvement = 1; ; improvement++)
        {
            var policy = TabularPolicy.Deterministic(actions, mdp.Actions);
            PolicyValue value = PolicyEvaluation.Evaluate(mdp, policy, 1e-14);
            if (!Improve(value.ActionValues, actions, slack + 2 * value.ErrorBound))
                return new(value.Values, value.ActionValues, policy, improvement, value.ErrorBound);
        }
    }

    private static bool Improve(StateActionTable q, int[] actions, double slack)
    {
        bool improved = false;
        for (int s = 0; s < actions.Length; s++)
        {
            ReadOnlySpan<double> row = q.Row(s);
            int best = StateActionTable.Greatest(row);
            if (row[best] <= row[actions[s]] + slack)
                continue;
            actions[s] = best;
            improved = true;
        }
        return improved;
    }
}
