using Offprint.Networks.Distributions;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Policies;

/// <summary>How a policy acts.</summary>
public enum ActMode
{
    /// <summary>Its best action: for evaluation.</summary>
    Deterministic,

    /// <summary>A sample, or the best action with exploration noise: to collect experience.</summary>
    Explore,
}

/// <summary>Chooses actions for a population of P members in n copies of an environment each.</summary>
public interface IPolicy
{
    /// <summary>Tells policies with a memory or a plan where episodes start; others ignore it.</summary>
    /// <param name="starts">[P × n], by member, then by copy.</param>
    void Begin(ReadOnlySpan<bool> starts)
    {
    }

    /// <summary>Chooses actions. Autograd does not follow.</summary>
    /// <param name="observations">[P, n, obs], scaled as the agent's data are.</param>
    /// <param name="mode">How to act.</param>
    /// <param name="random">One stream a member.</param>
    /// <returns>Actions inside the bounds, [P, n, act], of the current dispose scope.</returns>
    Tensor Act(Tensor observations, ActMode mode, PopulationRandom random);
}

/// <summary>A policy with a known law of its actions.</summary>
public interface IStochasticPolicy : IPolicy
{
    /// <summary>The law of the actions; gradients reach the policy's parameters.</summary>
    /// <param name="observations">[P, n, obs] or [1, n, obs].</param>
    /// <returns>The law.</returns>
    IActionDistribution Distribution(Tensor observations);
}
