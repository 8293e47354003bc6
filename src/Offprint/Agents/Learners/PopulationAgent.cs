using Offprint.Datasets.Transitions;
using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Agents.Learners;

/// <summary>
/// What the agents that learn from minibatches share beyond <see cref="PopulationLearner"/>: the frame of an update, which leaves no tensor
/// behind.
/// </summary>
/// <param name="seeds">One a member.</param>
public abstract class PopulationAgent(IReadOnlyList<Seed> seeds) : PopulationLearner(seeds), IAgent
{
    /// <inheritdoc/>
    public Metrics Update(Batch batch)
    {
        if (batch.Population != Population && batch.Population != 1)
            throw new ArgumentException($"The batch is of {batch.Population} seeds, the agent of {Population}; 1 would be shared by all.",
                nameof(batch));
        using var scope = NewDisposeScope();
        Updates++;
        Learn(batch);
        return Metrics;
    }

    /// <summary>One update inside a dispose scope: computes losses, takes optimizer steps, sets metrics.</summary>
    /// <param name="batch">The batch.</param>
    protected abstract void Learn(Batch batch);
}
