using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Agents.Tabular;

/// <summary>The record of an agent's episodes.</summary>
/// <param name="Returns">The sum of drawn rewards of each episode, [T].</param>
/// <param name="Regrets">J* − J(π_t) of each episode, computed exactly from the policy it began with, [T].</param>
public sealed record TabularRun(double[] Returns, double[] Regrets)
{
    /// <summary>The regret summed up to each episode, [T].</summary>
    public double[] CumulativeRegret
    {
        get
        {
            double[] sums = [.. Regrets];
            for (int t = 1; t < sums.Length; t++)
                sums[t] += sums[t - 1];
            return sums;
        }
    }

    /// <summary>Lets an agent play episodes.</summary>
    /// <param name="mdp">An MDP with a horizon.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="episodes">T, at least 1.</param>
    /// <param name="seed">The seed of the environment's draws; the agent has its own.</param>
    /// <param name="cancellation">Ends the run early with an exception.</param>
    /// <returns>Returns and exact regrets.</returns>
    /// <exception cref="ArgumentException">The MDP has no horizon.</exception>
    public static TabularRun Episodes(TabularMdp mdp, ITabularAgent agent, int episodes, Seed seed,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(episodes);
        if (mdp.Horizon is not { } horizon)
            throw new ArgumentException($"Episodes need a horizon; {mdp.Name} has none. Use Steps, or WithHorizon.", nameof(mdp));
        double optimal = ValueIteration.Solve(mdp).Return(mdp.Initial);
        var simulator = new TabularSimulator(mdp, seed);
        double[] returns = new double[episodes], regrets = new double[episodes];
        TabularPolicy? evaluated = null;
        for (int t = 0; t < episodes; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            TabularPolicy policy = agent.Policy;
            regrets[t] = ReferenceEquals(policy, evaluated) ? regrets[t - 1] : optimal - PolicyEvaluation.Return(mdp, policy);
            evaluated = policy;
            int s = simulator.Reset();
            for (int h = 0; h < horizon; h++)
            {
                int a = agent.Act(h, s);
                (double reward, int next) = simulator.Step(a);
                agent.Observe(h, s, a, reward, next);
                returns[t] += reward;
                s = next;
            }
            agent.EndEpisode();
        }
        return new(returns, regrets);
    }

    /// <summary>Lets an agent act without resets.</summary>
    /// <param name="mdp">A stationary MDP; its horizon is ignored.</param>
    /// <param name="agent">The agent; its policy is not asked for, and the stage is always 0.</param>
    /// <param name="maximumSteps">The greatest number of steps.</param>
    /// <param name="seed">The seed of the environment's draws.</param>
    /// <param name="isDone">Asked after each step; <see langword="true"/> ends the run. Never, if left out.</param>
    /// <param name="cancellation">Ends the run early with an exception.</param>
    /// <returns>What was observed; its <see cref="TransitionCounts.Total"/> is the number of steps taken.</returns>
    public static TransitionCounts Steps(
        TabularMdp mdp, ITabularAgent agent, long maximumSteps, Seed seed, Func<TransitionCounts, bool>? isDone = null,
        CancellationToken cancellation = default)
    {
        CommunicatingClasses.RequireStationary(mdp, "Steps without episodes");
        var simulator = new TabularSimulator(mdp, seed);
        var counts = new TransitionCounts(mdp.States, mdp.Actions);
        for (int s = simulator.State; counts.Total < maximumSteps;)
        {
            if ((counts.Total & 1023) == 0)
                cancellation.ThrowIfCancellationRequested();
            int a = agent.Act(0, s);
            (double reward, int next) = simulator.Draw(s, a);
            agent.Observe(0, s, a, reward, next);
            counts.Add(s, a, next, reward);
            s = next;
            if (isDone?.Invoke(counts) == true)
                break;
        }
        return counts;
    }
}
