namespace Offprint.Environments.Tabular;

/// <summary>
/// Stationary laws of the chain of a policy, by the algorithm of Grassmann, Taksar and Heyman (1985): elimination without subtraction, so
/// that every probability, however small, has full relative accuracy. O(n³) for a class of n states.
/// </summary>
public static class StationaryDistribution
{
    /// <summary>The stationary law of a policy whose chain has one closed class.</summary>
    /// <param name="mdp">A stationary MDP.</param>
    /// <param name="policy">A stationary policy.</param>
    /// <returns>[S]; zero on transient states.</returns>
    /// <exception cref="ArgumentException">The chain has several closed classes, so that the law depends on the start.</exception>
    public static double[] Of(TabularMdp mdp, TabularPolicy policy)
    {
        var laws = PerClass(mdp, policy);
        if (laws.Count > 1)
        {
            throw new ArgumentException($"{mdp.Name}: the policy's chain has {laws.Count} closed classes, among them those of states " +
                $"{mdp.StateName(laws[0].States[0])} and {mdp.StateName(laws[1].States[0])}; its stationary law depends on the start. " +
                    $"Use PerClass.", nameof(policy));
        }
        var law = new double[mdp.States];
        for (int i = 0; i < laws[0].States.Length; i++)
            law[laws[0].States[i]] = laws[0].Law[i];
        return law;
    }

    /// <summary>The stationary law of each closed class of a policy's chain.</summary>
    /// <param name="mdp">A stationary MDP.</param>
    /// <param name="policy">A stationary policy.</param>
    /// <returns>For each closed class its states, increasing, and their probabilities.</returns>
    public static IReadOnlyList<(int[] States, double[] Law)> PerClass(TabularMdp mdp, TabularPolicy policy)
    {
        CommunicatingClasses.RequireStationary(mdp, "Stationary laws");
        TransitionTable chain = PolicyChain.Table(mdp, policy, 0);
        return [.. CommunicatingClasses.Of(mdp, policy).Closed.Select(states => (states, Solve(chain, states)))];
    }

    private static double[] Solve(TransitionTable chain, int[] states)
    {
        int n = states.Length;
        double[,] p = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            TransitionRow row = chain.Row(states[i]);
            for (int j = 0; j < row.Count; j++)
                p[i, Array.BinarySearch(states, row.States[j])] = row.Probabilities[j];
        }
        // Censor the chain on ever fewer states; the probability of leaving the last one is the sum of its entries below it.
        for (int last = n - 1; last > 0; last--)
        {
            double leave = 0;
            for (int j = 0; j < last; j++)
                leave += p[last, j];
            for (int i = 0; i < last; i++)
            {
                double rate = p[i, last] /= leave;
                if (rate == 0)
                    continue;
                for (int j = 0; j < last; j++)
                    p[i, j] += rate * p[last, j];
            }
        }
        var law = new double[n];
        double sum = law[0] = 1;
        for (int j = 1; j < n; j++)
        {
            for (int i = 0; i < j; i++)
                law[j] += law[i] * p[i, j];
            sum += law[j];
        }
        for (int j = 0; j < n; j++)
            law[j] /= sum;
        return law;
    }
}
