using MathNet.Numerics.LinearAlgebra;
using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular.Planning;

/// <summary>A long-run average reward.</summary>
/// <param name="Gain">g, the average reward of a step: the middle of the bounds.</param>
/// <param name="Low">A proven lower bound on it.</param>
/// <param name="High">A proven upper bound on it.</param>
/// <param name="Bias">h, [S]: g + h = r + P h for the actions taken; 0 in state 0 for an optimal gain, 0 on stationary average for a
/// policy's.</param>
/// <param name="Actions">The actions, [S].</param>
/// <param name="Sweeps">How many sweeps were made; 0 for a direct solution.</param>
public sealed record GainSolution(double Gain, double Low, double High, double[] Bias, int[] Actions, int Sweeps);

/// <summary>
/// Average reward: relative value iteration for the optimal gain, a linear system for a policy's. Sweeps are damped,
/// $h \leftarrow h + (1-\tau)(T h - h)$ with τ = 0.1, which acts like staying with probability τ and keeps periodic chains from
/// oscillating; the bounds min (Th − h) ≤ g* ≤ max (Th − h) hold for every h.
/// </summary>
public static class AverageReward
{
    internal const double Damping = 0.1;

    /// <summary>Plans for the greatest average reward.</summary>
    /// <param name="mdp">A communicating MDP; horizon and discount are ignored.</param>
    /// <param name="tolerance">The greatest distance of the bounds on the gain, relative to max(1, the greatest reward).</param>
    /// <param name="maximumSweeps">The greatest number of sweeps.</param>
    /// <returns>Gain, bias and greedy actions.</returns>
    /// <exception cref="ArgumentException">The MDP is not communicating, so that the gain may depend on the start.</exception>
    /// <exception cref="InvalidOperationException">The bounds did not meet within the sweeps.</exception>
    public static GainSolution Solve(TabularMdp mdp, double tolerance = 1e-10, int maximumSweeps = 10_000_000)
    {
        CommunicatingClasses.Require(mdp, "The average reward");
        double[] bias = new double[mdp.States], next = new double[mdp.States];
        double allowed = tolerance * Math.Max(1, mdp.RewardArray.Max(Math.Abs));
        for (int sweep = 1; sweep <= maximumSweeps; sweep++)
        {
            (double low, double high) = ValueIteration.Sweep(mdp, 1, bias, next);
            if (high - low <= allowed)
                return new((low + high) / 2, low, high, bias, Greedy(mdp, bias), sweep);
            Damp(bias, next);
        }
        throw new InvalidOperationException(
            $"{mdp.Name}: the bounds on the gain did not meet within {maximumSweeps} sweeps; allow more, or a larger tolerance.");
    }

    /// <summary>The average reward and bias of a policy.</summary>
    /// <param name="mdp">A stationary MDP; horizon and discount are ignored.</param>
    /// <param name="policy">A stationary policy whose chain has one closed class.</param>
    /// <returns>Gain and bias, solved directly; the actions are the policy's most probable ones.</returns>
    /// <exception cref="ArgumentException">The chain has several closed classes.</exception>
    public static GainSolution Evaluate(TabularMdp mdp, TabularPolicy policy)
    {
        double[] law = StationaryDistribution.Of(mdp, policy), rewards = PolicyChain.Rewards(mdp, policy, 0);
        double gain = 0;
        for (int s = 0; s < law.Length; s++)
            gain += law[s] * rewards[s];
        // I − P + 1 πᵀ is regular, and its solution for r − g has π h = 0.
        TransitionTable chain = PolicyChain.Table(mdp, policy, 0);
        var matrix = Matrix<double>.Build.Dense(mdp.States, mdp.States, (i, j) => (i == j ? 1 : 0) + law[j]);
        for (int s = 0; s < mdp.States; s++)
        {
            TransitionRow row = chain.Row(s);
            for (int i = 0; i < row.Count; i++)
                matrix[s, row.States[i]] -= row.Probabilities[i];
        }
        double[] bias = [.. matrix.LU().Solve(Vector<double>.Build.Dense(mdp.States, s => rewards[s] - gain))];
        return new(gain, gain, gain, bias, [.. Enumerable.Range(0, mdp.States).Select(s => policy.Mode(s))], 0);
    }

    /// <summary>h ← h + (1 − τ)(Th − h), then 0 in state 0, so that values do not grow.</summary>
    internal static void Damp(double[] bias, double[] next)
    {
        for (int s = 0; s < bias.Length; s++)
            bias[s] += (1 - Damping) * (next[s] - bias[s]);
        double reference = bias[0];
        for (int s = 0; s < bias.Length; s++)
            bias[s] -= reference;
    }

    private static int[] Greedy(TabularMdp mdp, double[] bias)
    {
        int[] actions = new int[mdp.States];
        double[] values = new double[mdp.Actions];
        for (int s = 0; s < mdp.States; s++)
        {
            for (int a = 0; a < mdp.Actions; a++)
                values[a] = mdp.Reward(s, a) + mdp.Expect(s, a, bias);
            actions[s] = StateActionTable.Greatest(values);
        }
        return actions;
    }
}
