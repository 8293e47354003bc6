namespace Offprint.Environments.Tabular;

/// <summary>
/// Coverability (Xie et al. 2022): C_cov = min over μ of max over π, h of ‖d^π_h/μ_h‖∞, how well the best single law of data could cover
/// all policies. It equals max_h Σ_{s,a} max_π d^π_h(s, a), which is how it is computed here: exactly, without sampling.
/// </summary>
public static class Coverability
{
    /// <summary>The greatest probability with which any policy is at a pair: max_π d^π_h(s, a), stage by stage.</summary>
    /// <param name="mdp">An MDP with a horizon.</param>
    /// <returns>[H, S, A]; the same for all actions of a state.</returns>
    /// <exception cref="ArgumentException">There is no horizon.</exception>
    public static StateActionTable MaxReach(TabularMdp mdp)
    {
        int horizon = mdp.Horizon ?? throw new ArgumentException($"{mdp.Name} has no horizon; give it one (WithHorizon).", nameof(mdp));
        var reach = new StateActionTable(mdp.States, mdp.Actions, horizon);
        double[] value = new double[mdp.States], before = new double[mdp.States];
        for (int target = 0; target < mdp.States; target++)
        {
            for (int h = 0; h < horizon; h++)
            {
                value.AsSpan().Clear();
                value[target] = 1;
                for (int stage = h - 1; stage >= 0; stage--) // the greatest probability of being at the target at stage h
                {
                    for (int s = 0; s < mdp.States; s++)
                    {
                        before[s] = 0;
                        for (int a = 0; a < mdp.Actions; a++)
                            before[s] = Math.Max(before[s], mdp.Expect(s, a, value, stage));
                    }
                    (value, before) = (before, value);
                }
                double sum = 0;
                for (int s = 0; s < mdp.States; s++)
                    sum += mdp.Initial[s] * value[s];
                reach.Row(target, h).Fill(sum);
            }
        }
        return reach;
    }

    /// <summary>C_cov over all policies.</summary>
    /// <param name="mdp">An MDP with a horizon.</param>
    /// <returns>The coefficient, between 1 and S·A.</returns>
    public static double Of(TabularMdp mdp) => Greatest(MaxReach(mdp));

    /// <summary>C_cov over some policies, the greedy ones of a class, say.</summary>
    /// <param name="occupancies">d^π of each policy, [H, S, A]; at least one.</param>
    /// <returns>The coefficient, between 1 and the number of policies.</returns>
    /// <exception cref="ArgumentException">There is no policy.</exception>
    public static double Of(IReadOnlyList<StateActionTable> occupancies)
    {
        if (occupancies.Count == 0)
            throw new ArgumentException("Coverability of no policies.", nameof(occupancies));
        var reach = new StateActionTable(occupancies[0].States, occupancies[0].Actions, occupancies[0].Stages);
        foreach (StateActionTable occupancy in occupancies)
        {
            for (int i = 0; i < reach.Values.Length; i++)
                reach.Values[i] = Math.Max(reach.Values[i], occupancy.Values[i]);
        }
        return Greatest(reach);
    }

    private static double Greatest(StateActionTable reach)
    {
        double greatest = 0;
        for (int h = 0; h < reach.Stages; h++)
        {
            double sum = 0;
            foreach (double value in reach.Stage(h))
                sum += value;
            greatest = Math.Max(greatest, sum);
        }
        return greatest;
    }
}
