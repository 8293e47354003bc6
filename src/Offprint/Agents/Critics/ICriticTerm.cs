using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Critics;

/// <summary>A term that is added to the critics' loss.</summary>
public interface ICriticTerm
{
    /// <summary>Its name in metrics and states.</summary>
    string Name { get; }

    /// <summary>
    /// A multiplier that the agent saves with its networks and disposes of; <see langword="null"/> if the term learns nothing.
    /// </summary>
    LagrangeMultiplier? Multiplier => null;

    /// <summary>The optimizer's options of the multiplier; without effect where there is none.</summary>
    AdamOptions MultiplierAdam => new(3e-4);

    /// <summary>The term of a batch.</summary>
    /// <param name="context">The batch and the networks.</param>
    /// <returns>The term of each member, [P], and the multiplier's own loss, [P], where it learns.</returns>
    (Tensor Loss, Tensor? MultiplierLoss) Evaluate(CriticContext context);
}

/// <summary>What a term of the critics' loss sees.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Values">Q_i(s, a) of the batch, [N, P, B, 1], with gradients.</param>
/// <param name="Critics">The critics.</param>
/// <param name="Policy">The policy.</param>
/// <param name="Random">One stream a member.</param>
/// <param name="Update">The number of the agent's update at hand, from 1: what a schedule of a weight follows.</param>
public readonly record struct CriticContext(Batch Batch, Tensor Values, CriticEnsemble Critics, GaussianPolicy Policy,
    PopulationRandom Random, long Update)
{
    /// <summary>What the policy sees of the batch. Default: its observations as they are.</summary>
    public PolicyRows Rows { get; init; } = new(Batch.Observations, Batch.Next);
}

/// <summary>A term of the critics' loss as a value: part of its agent's options.</summary>
public abstract record CriticTermOptions
{
    /// <summary>Makes the term for a population.</summary>
    /// <param name="spec">The environment's spaces.</param>
    /// <param name="seeds">One a member.</param>
    /// <returns>The term; the agent disposes of its multiplier.</returns>
    public abstract ICriticTerm Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds);
}

/// <summary>An agent with an actor and critics.</summary>
public interface IActorCritic : IAgent
{
    /// <summary>Q_i and their targets.</summary>
    CriticEnsemble Critics { get; }

    /// <summary>γ.</summary>
    double Discount { get; }
}
