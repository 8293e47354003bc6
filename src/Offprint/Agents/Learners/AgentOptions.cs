using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;

namespace Offprint.Agents.Learners;

/// <summary>
/// A method as a value: every option that it resolves to, and how a population is made of it. Its JSON decides which stored result is
/// meant,
/// so nothing that changes what is learned may lie outside: networks, optimizers and terms of losses are options within.
/// </summary>
public abstract record AgentOptions
{
    /// <summary>Makes a population of learners.</summary>
    /// <param name="spec">The environment's spaces.</param>
    /// <param name="seeds">One a member.</param>
    /// <returns>Fresh learners: <see cref="IAgent"/> where the method learns from batches, <see cref="IOnPolicyAgent"/> from
    /// rollouts.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or the spaces are not the method's.</exception>
    public abstract ILearner Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds);

    /// <summary>Makes a population that learns from batches of data.</summary>
    /// <param name="spec">The environment's spaces.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="label">What messages call the method; <see langword="null"/> for the type's name.</param>
    /// <returns>Fresh learners.</returns>
    /// <exception cref="ArgumentException">
    /// The method learns from its own rollouts, an option is out of range, or the spaces are not the method's.
    /// </exception>
    public IAgent CreateFromData(EnvironmentSpec spec, IReadOnlyList<Seed> seeds, string? label = null)
    {
        ILearner learner = Create(spec, seeds);
        if (learner is IAgent agent)
            return agent;
        learner.Dispose();
        throw new ArgumentException($"'{label ?? GetType().Name}' learns from its own rollouts, not from data.");
    }

    /// <summary>How the method's publication treats a data set: time limits, scales of observations and rewards.</summary>
    /// <returns>The recipe; <see langword="null"/> for methods that learn from their own rollouts alone.</returns>
    public abstract ViewRecipe? PublishedView();
}
