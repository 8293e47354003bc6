using MathNet.Numerics.LinearAlgebra;

namespace Offprint.Environments.Tabular;

/// <summary>How often a policy meets each state and action.</summary>
public static class Occupancy
{
    /// <summary>
    /// The occupancy measure d^π. With a discount d(s,a) = (1−γ) Σ_t γᵗ Pr(s_t = s, a_t = a), which sums to one; with a horizon
    /// d_h(s,a) = Pr(s_h = s, a_h = a), each of the H stages summing to one.
    /// </summary>
    /// <param name="mdp">An MDP with a horizon or a discount.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="normalized">Whether the discounted measure carries the factor 1 − γ; without it the sum is 1/(1−γ).</param>
    /// <returns>The measure. Direct up to 400 states; beyond, its summed error is below 1e-13.</returns>
    /// <exception cref="ArgumentException">The MDP has neither horizon nor discount, or the shapes differ.</exception>
    public static StateActionTable Of(TabularMdp mdp, TabularPolicy policy, bool normalized = true)
    {
        policy.RequireShape(mdp);
        var occupancy = new StateActionTable(mdp.States, mdp.Actions, mdp.ResultStages);
        if (mdp.Discount is { } discount)
        {
            double[] states = mdp.States <= PolicyChain.DirectLimit ? Solve(mdp, policy, discount) : Sum(mdp, policy, discount);
            Spread(states, policy, occupancy, 0, normalized ? 1 - discount : 1);
            return occupancy;
        }
        if (mdp.Horizon is not { } horizon)
            throw PolicyEvaluation.NoCriterion(mdp);
        double[] law = mdp.Initial.ToArray();
        for (int h = 0; h < horizon; h++)
        {
            Spread(law, policy, occupancy, h, 1);
            law = Push(mdp, occupancy, h);
        }
        return occupancy;
    }

    /// <summary>d(s, a) = scale · d(s) π(a|s).</summary>
    private static void Spread(double[] states, TabularPolicy policy, StateActionTable occupancy, int h, double scale)
    {
        for (int s = 0; s < states.Length; s++)
        {
            for (int a = 0; a < occupancy.Actions; a++)
                occupancy[s, a, h] = scale * states[s] * policy.Probability(s, a, h);
        }
    }

    /// <summary>The law of the next state.</summary>
    private static double[] Push(TabularMdp mdp, StateActionTable occupancy, int h)
    {
        var next = new double[mdp.States];
        for (int s = 0; s < mdp.States; s++)
        {
            for (int a = 0; a < mdp.Actions; a++)
            {
                double weight = occupancy[s, a, h];
                if (weight == 0)
                    continue;
                TransitionRow row = mdp.Next(s, a, h);
                for (int i = 0; i < row.Count; i++)
                    next[row.States[i]] += weight * row.Probabilities[i];
            }
        }
        return next;
    }

    /// <summary>(I − γ P_πᵀ) d = ρ.</summary>
    private static double[] Solve(TabularMdp mdp, TabularPolicy policy, double discount)
    {
        TransitionTable chain = PolicyChain.Table(mdp, policy, 0);
        var matrix = Matrix<double>.Build.DenseIdentity(mdp.States);
        for (int s = 0; s < mdp.States; s++)
        {
            TransitionRow row = chain.Row(s);
            for (int i = 0; i < row.Count; i++)
                matrix[row.States[i], s] -= discount * row.Probabilities[i];
        }
        var solution = matrix.LU().Solve(Vector<double>.Build.Dense(mdp.Initial.ToArray()));
        // States that are never met come out as rounding errors of either sign.
        return [.. solution.Select(d => Math.Max(d, 0))];
    }

    private static double[] Sum(TabularMdp mdp, TabularPolicy policy, double discount)
    {
        TransitionTable chain = PolicyChain.Table(mdp, policy, 0);
        double[] law = mdp.Initial.ToArray(), total = new double[mdp.States];
        // What is left out after t terms has mass γᵗ/(1 − γ).
        for (double mass = 1; mass > 1e-13; mass *= discount)
        {
            var next = new double[mdp.States];
            for (int s = 0; s < mdp.States; s++)
            {
                total[s] += law[s];
                TransitionRow row = chain.Row(s);
                for (int i = 0; i < row.Count; i++)
                    next[row.States[i]] += discount * law[s] * row.Probabilities[i];
            }
            law = next;
        }
        return total;
    }
}
