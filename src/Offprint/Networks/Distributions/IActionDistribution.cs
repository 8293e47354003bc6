using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Networks.Distributions;

/// <summary>
/// The law of an action for each row of a batch. Actions are [P, n, act] (for discrete actions [P, n, 1], their index), densities and
/// entropies [P, n, 1]. All tensors belong to the current dispose scope.
/// </summary>
public interface IActionDistribution
{
    /// <summary>The action that a deterministic policy takes.</summary>
    Tensor Mode { get; }

    /// <summary>Draws an action for each row, differentiable where the law is continuous.</summary>
    /// <param name="random">One stream a member.</param>
    /// <returns>The actions.</returns>
    Tensor Sample(PopulationRandom random);

    /// <summary>Draws actions together with their log-density, which is more precise than asking for it afterwards.</summary>
    /// <param name="random">One stream a member.</param>
    /// <returns>Actions and log π(a|s).</returns>
    (Tensor Action, Tensor LogProb) SampleWithLogProb(PopulationRandom random);

    /// <summary>log π(a|s).</summary>
    /// <param name="action">Actions.</param>
    /// <returns>[P, n, 1].</returns>
    Tensor LogProb(Tensor action);

    /// <summary>The (differential) entropy.</summary>
    /// <returns>[P, n, 1].</returns>
    /// <exception cref="NotSupportedException">The law has no closed form; use the mean of −log π over samples.</exception>
    Tensor Entropy();

    /// <summary>KL(this ‖ other).</summary>
    /// <param name="other">A law of the same kind.</param>
    /// <returns>[P, n, 1].</returns>
    /// <exception cref="ArgumentException">The other law is of another kind.</exception>
    Tensor Kl(IActionDistribution other);
}
