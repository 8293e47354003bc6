namespace Offprint.Environments.Tabular;

/// <summary>The Markov chain that a policy makes of an MDP.</summary>
internal static class PolicyChain
{
    /// <summary>The largest number of states for which linear systems are solved directly: [S, S] doubles and S³/3 operations.</summary>
    public const int DirectLimit = 400;

    /// <summary>P_π(s'|s) of a stage.</summary>
    public static TransitionTable Table(TabularMdp mdp, TabularPolicy policy, int h)
    {
        policy.RequireShape(mdp);
        List<(int, int, double)> entries = [];
        for (int s = 0; s < mdp.States; s++)
        {
            for (int a = 0; a < mdp.Actions; a++)
            {
                double weight = policy.Probability(s, a, h);
                if (weight == 0)
                    continue;
                TransitionRow row = mdp.Next(s, a, h);
                for (int i = 0; i < row.Count; i++)
                    entries.Add((s, row.States[i], weight * row.Probabilities[i]));
            }
        }
        return TransitionTable.Compress(mdp.States, mdp.States, entries);
    }

    /// <summary>r_π(s) of a stage.</summary>
    public static double[] Rewards(TabularMdp mdp, TabularPolicy policy, int h)
    {
        var rewards = new double[mdp.States];
        for (int s = 0; s < mdp.States; s++)
        {
            for (int a = 0; a < mdp.Actions; a++)
                rewards[s] += policy.Probability(s, a, h) * mdp.Reward(s, a, h);
        }
        return rewards;
    }
}
