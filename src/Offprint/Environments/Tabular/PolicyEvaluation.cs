using MathNet.Numerics.LinearAlgebra;

namespace Offprint.Environments.Tabular;

/// <summary>Exact values of a policy.</summary>
/// <param name="Return">J(π), the value under the start law.</param>
/// <param name="Values">V_h(s), [H][S]; one stage for discounted MDPs.</param>
/// <param name="ActionValues">Q_h(s, a).</param>
/// <param name="ErrorBound">A proven bound on the error of every value, rounding aside: 0 for direct methods.</param>
public sealed record PolicyValue(double Return, double[][] Values, StateActionTable ActionValues, double ErrorBound);

/// <summary>
/// Exact evaluation: backward induction with a horizon; with a discount V = (I − γ P_π)⁻¹ r_π, solved directly up to 400 states and beyond
/// by iteration until the bound γ/(1−γ) · ‖ΔV‖∞ on the error is met. For average reward see <c>AverageReward</c>.
/// </summary>
public static class PolicyEvaluation
{
    /// <summary>Evaluates a policy.</summary>
    /// <param name="mdp">An MDP with a horizon or a discount.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="tolerance">The greatest error of iterated values, relative to max(1, the greatest reward/(1 − γ)).</param>
    /// <returns>J, V and Q.</returns>
    /// <exception cref="ArgumentException">The MDP has neither horizon nor discount, or the shapes differ.</exception>
    public static PolicyValue Evaluate(TabularMdp mdp, TabularPolicy policy, double tolerance = 1e-12)
    {
        policy.RequireShape(mdp);
        (double[][] values, double bound) = (mdp.Horizon, mdp.Discount) switch
        {
            ({ } horizon, _) => (Backward(mdp, policy, horizon), 0),
            (_, { } discount) when mdp.States <= PolicyChain.DirectLimit => ([Solve(mdp, policy, discount)], 0),
            (_, { } discount) => Iterate(mdp, policy, discount, tolerance),
            _ => throw NoCriterion(mdp),
        };
        var q = ActionValues(mdp, values);
        double result = 0;
        for (int s = 0; s < mdp.States; s++)
            result += mdp.Initial[s] * values[0][s];
        return new(result, values, q, bound);
    }

    /// <summary>J(π), the value of a policy under the start law.</summary>
    /// <param name="mdp">An MDP with a horizon or a discount.</param>
    /// <param name="policy">The policy.</param>
    /// <returns>The value.</returns>
    public static double Return(TabularMdp mdp, TabularPolicy policy) => Evaluate(mdp, policy).Return;

    /// <summary>Q_h = r + γ P V_{h+1} from the values of states.</summary>
    internal static StateActionTable ActionValues(TabularMdp mdp, double[][] values)
    {
        var q = new StateActionTable(mdp.States, mdp.Actions, values.Length);
        double[] end = new double[mdp.States];
        for (int h = 0; h < values.Length; h++)
        {
            ReadOnlySpan<double> next = mdp.Discount is null ? (h + 1 < values.Length ? values[h + 1] : end) : values[0];
            for (int s = 0; s < mdp.States; s++)
            {
                for (int a = 0; a < mdp.Actions; a++)
                    q[s, a, h] = mdp.Reward(s, a, h) + (mdp.Discount ?? 1) * mdp.Expect(s, a, next, h);
            }
        }
        return q;
    }

    internal static ArgumentException NoCriterion(TabularMdp mdp) =>
        new($"{mdp.Name} has neither a horizon nor a discount; give it one (WithHorizon, WithDiscount), or use AverageReward or " +
            $"ShortestPath.", nameof(mdp));

    private static double[][] Backward(TabularMdp mdp, TabularPolicy policy, int horizon)
    {
        double[][] values = new double[horizon][];
        double[] next = new double[mdp.States];
        for (int h = horizon - 1; h >= 0; h--)
        {
            var value = new double[mdp.States];
            for (int s = 0; s < mdp.States; s++)
            {
                for (int a = 0; a < mdp.Actions; a++)
                {
                    if (policy.Probability(s, a, h) is > 0 and var weight)
                        value[s] += weight * (mdp.Reward(s, a, h) + mdp.Expect(s, a, next, h));
                }
            }
            values[h] = next = value;
        }
        return values;
    }

    private static double[] Solve(TabularMdp mdp, TabularPolicy policy, double discount)
    {
        TransitionTable chain = PolicyChain.Table(mdp, policy, 0);
        var matrix = Matrix<double>.Build.DenseIdentity(mdp.States);
        for (int s = 0; s < mdp.States; s++)
        {
            TransitionRow row = chain.Row(s);
            for (int i = 0; i < row.Count; i++)
                matrix[s, row.States[i]] -= discount * row.Probabilities[i];
        }
        return [.. matrix.LU().Solve(Vector<double>.Build.Dense(PolicyChain.Rewards(mdp, policy, 0)))];
    }

    private static (double[][], double) Iterate(TabularMdp mdp, TabularPolicy policy, double discount, double tolerance)
    {
        TransitionTable chain = PolicyChain.Table(mdp, policy, 0);
        double[] rewards = PolicyChain.Rewards(mdp, policy, 0), value = new double[mdp.States], next = new double[mdp.States];
        double allowed = tolerance * Math.Max(1, rewards.Max(Math.Abs) / (1 - discount));
        while (true)
        {
            double change = 0;
            for (int s = 0; s < value.Length; s++)
            {
                next[s] = rewards[s] + discount * chain.Expect(s, value);
                change = Math.Max(change, Math.Abs(next[s] - value[s]));
            }
            (value, next) = (next, value);
            if (discount / (1 - discount) * change <= allowed)
                return ([value], discount / (1 - discount) * change);
        }
    }
}
