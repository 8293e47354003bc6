using System.Numerics;
using Offprint.Environments.Bandits;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>
/// The exact long-run optimum of small instances: the maximum mean cycle of the graph whose nodes are idle times, capped at D, and whose
/// edges are sets of at most K arms (Karp 1978: max over v of min over k of (Fₙ(v) − F_k(v))/(n − k)).
/// </summary>
public static class OptimalPolicy
{
    private const int MaximumStates = 4096;

    /// <summary>The largest long-run mean reward of any policy, from the state in which all arms have just been pulled.</summary>
    /// <param name="table">Mean rewards by idle time; D^N is at most 4096.</param>
    /// <param name="pulls">K.</param>
    /// <returns>The mean reward a period.</returns>
    /// <exception cref="ArgumentException">There are too many states.</exception>
    public static double MeanReward(RecoveryTable table, int pulls)
    {
        double count = Math.Pow(table.Saturation, table.Arms);
        if (count > MaximumStates)
            throw new ArgumentException(
                $"{table.Arms} arms with {table.Saturation} idle times have {count:0.###e0} states; at most {MaximumStates} are solved.",
                nameof(table));
        int states = (int)count;
        var (targets, rewards, actions) = Edges(table, pulls, states);
        double[][] walks = new double[states + 1][]; // best reward of k steps from the start to each state
        walks[0] = new double[states];
        Array.Fill(walks[0], double.NegativeInfinity);
        walks[0][0] = 0;
        for (int k = 1; k <= states; k++)
        {
            double[] from = walks[k - 1], to = new double[states];
            Array.Fill(to, double.NegativeInfinity);
            for (int s = 0; s < states; s++)
            {
                for (int a = 0; a < actions && from[s] > double.NegativeInfinity; a++)
                {
                    int edge = s * actions + a;
                    to[targets[edge]] = Math.Max(to[targets[edge]], from[s] + rewards[edge]);
                }
            }
            walks[k] = to;
        }
        double best = double.NegativeInfinity;
        for (int s = 0; s < states; s++)
        {
            double least = double.PositiveInfinity;
            for (int k = 0; k < states && walks[states][s] > double.NegativeInfinity; k++)
                least = Math.Min(least, (walks[states][s] - walks[k][s]) / (states - k));
            best = double.IsPositiveInfinity(least) ? best : Math.Max(best, least);
        }
        return best;
    }

    /// <summary>State Σ (idleᵢ − 1)·Dⁱ; every state has the same actions.</summary>
    private static (int[] Targets, double[] Rewards, int Actions) Edges(RecoveryTable table, int pulls, int states)
    {
        int[] sets = [.. Enumerable.Range(0, 1 << table.Arms).Where(set => BitOperations.PopCount((uint)set) <= pulls)];
        int[] targets = new int[states * sets.Length];
        double[] rewards = new double[states * sets.Length];
        for (int s = 0; s < states; s++)
        {
            for (int a = 0; a < sets.Length; a++)
            {
                int edge = s * sets.Length + a, rest = s, place = 1;
                for (int i = 0; i < table.Arms; i++)
                {
                    int idle = rest % table.Saturation + 1;
                    bool pulled = (sets[a] >> i & 1) == 1;
                    rewards[edge] += pulled ? table.At(i, idle) : 0;
                    targets[edge] += place * (pulled ? 0 : Math.Min(idle, table.Saturation - 1));
                    (rest, place) = (rest / table.Saturation, place * table.Saturation);
                }
            }
        }
        return (targets, rewards, sets.Length);
    }
}
