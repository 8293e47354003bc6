using Offprint.Agents.Critics;
using Offprint.Agents.Policies;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>A term that is added to the actor's loss.</summary>
public interface IActorTerm
{
    /// <summary>Its name in metrics.</summary>
    string Name { get; }

    /// <summary>The term of a batch.</summary>
    /// <param name="context">The batch, the policy's actions and the networks.</param>
    /// <returns>The term of each member, [P]; gradients reach the policy.</returns>
    Tensor Evaluate(ActorContext context);
}

/// <summary>A term of the actor's loss as a value: part of its agent's options.</summary>
public abstract record ActorTermOptions
{
    /// <summary>Makes the term for a population.</summary>
    /// <param name="spec">The environment's spaces.</param>
    /// <param name="seeds">One a member.</param>
    /// <returns>The term.</returns>
    public abstract IActorTerm Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds);
}

/// <summary>What a term of the actor's loss sees.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Law">π(·|s), with gradients.</param>
/// <param name="Actions">a_π, the sample of the actor's loss, [P, B, act], with gradients.</param>
/// <param name="Critics">The critics; ask them frozen.</param>
/// <param name="Policy">The policy, for laws at other states.</param>
/// <param name="Random">One stream a member.</param>
public readonly record struct ActorContext(
    Batch Batch, IActionDistribution Law, Tensor Actions, CriticEnsemble Critics, GaussianPolicy Policy, PopulationRandom Random);

/// <summary>
/// β E (a_π − a)²: holds sampled actions to the logged ones, as RO2O does in mazes (code), with the mean over coordinates.
/// </summary>
/// <param name="Weight">β.</param>
[Kind("cloning")]
public sealed record CloningOptions(double Weight = 1) : ActorTermOptions
{
    /// <inheritdoc/>
    public override IActorTerm Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new Term(Weight);

    private sealed class Term(double weight) : IActorTerm
    {
        public string Name => "cloning";

        public Tensor Evaluate(ActorContext context) => (context.Actions - context.Batch.Actions).Squared().mean([1, 2]) * weight;
    }
}
